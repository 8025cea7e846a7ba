import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { faultOf } from './fault.ts';
import { words } from './words.ts';

/** Answers what Fastify or a handler could not do, in words for people and without a detail of ours. */
export function answerFault(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const status = error.statusCode ?? 500;
  if (status < 500) return void reply.code(status).send({ error: status === 413 ? words.tooLong : words.unreadable });
  request.log.error(faultOf(error), 'web chat request failed');
  void reply.code(500).send({ error: words.fault });
}

/** 429 with the time to wait: as JSON for the page's scripts, as plain words for somebody who opens the page. */
export function refuseWithWait(reply: FastifyReply, waitMs: number, say: (seconds: number) => string): void {
  const seconds = Math.ceil(waitMs / 1000);
  void reply.code(429).header('retry-after', seconds);
  const isPage = reply.request.headers.accept?.includes('text/html') === true;
  void (isPage ? reply.type('text/plain; charset=utf-8').send(say(seconds)) : reply.send({ error: say(seconds) }));
}
