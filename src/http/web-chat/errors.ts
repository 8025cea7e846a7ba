import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '../../app/log.ts';
import { words } from './words.ts';

/** Where the page sends photos. */
export const photosPath = '/chat/photos';

/** Answers what Fastify or a handler could not do, in words for people and without a detail of ours. */
export function createFaultHandler(log: Log) {
  return (error: FastifyError, request: FastifyRequest, reply: FastifyReply): void => {
    const status = error.statusCode ?? 500;
    if (status < 500) return void reply.code(status).send({ error: whyRefused(status, request) });
    log.error('web_chat_request_failed', { fault: error });
    void reply.code(500).send({ error: words.fault });
  };
}

function whyRefused(status: number, request: FastifyRequest): string {
  const isPhoto = request.routeOptions.url === photosPath;
  if (status === 413) return isPhoto ? words.photoTooBig : words.tooLong;
  return isPhoto ? words.noPhoto : words.unreadable;
}

/** 429 with the time to wait: as JSON for the page's scripts, as plain words for somebody who opens the page. */
export function refuseWithWait(reply: FastifyReply, waitMs: number, say: (seconds: number) => string): void {
  const seconds = Math.ceil(waitMs / 1000);
  void reply.code(429).header('retry-after', seconds);
  const isPage = reply.request.headers.accept?.includes('text/html') === true;
  void (isPage ? reply.type('text/plain; charset=utf-8').send(say(seconds)) : reply.send({ error: say(seconds) }));
}
