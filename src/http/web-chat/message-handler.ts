import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '../../app/log.ts';
import type { Channel } from '../../channels/channel.ts';
import { refuseWithWait } from './errors.ts';
import type { Limits } from './limits.ts';
import type { WebChatPort } from './port.ts';
import { words } from './words.ts';

export interface MessageHandlerOptions {
  readonly port: WebChatPort;
  readonly clock: () => number;
  readonly channel: Pick<Channel, 'parse'>;
  readonly limits: Limits;
  readonly log: Log;
  readonly visitorOf: (request: FastifyRequest, reply: FastifyReply) => string | undefined;
}

/** A text may wait in the page for the network so long; a clock that claims more is wrong. */
const longestWaitMs = 24 * 60 * 60 * 1000;
export const busySeconds = 2;

/** Takes one message of a visitor: 202 stored, 503 try again, 400 not readable, 429 too fast. */
export function createMessageHandler(options: MessageHandlerOptions) {
  const { port, clock, channel, limits, log, visitorOf } = options;
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const platformId = visitorOf(request, reply);
    if (platformId === undefined) return reply;
    const waitMs = limits.message(platformId, request.ip);
    if (waitMs > 0) {
      refuseWithWait(reply, waitMs, words.tooFast);
      return reply;
    }
    const [message] = channel.parse(neutralPayload(request.body, platformId, clock()));
    if (message === undefined) return reply.code(400).send({ error: whyUnreadable(request.body) });
    const outcome = await port.receive(message).catch((error: unknown) => {
      log.error('web_chat_message_failed', { fault: error });
      return 'busy' as const;
    });
    if (outcome === 'done') return reply.code(202).send({ ok: true });
    return reply.code(503).header('retry-after', busySeconds).send({ error: words.busy });
  };
}

function neutralPayload(body: unknown, platformId: string, now: number): unknown {
  const { id, text, tap, sentAt } = asRecord(body);
  return { platformId, id, text, tap, sentAt: sendTime(sentAt, now) };
}

/** The page's own time is believed only for how long ago it was, within a day. */
export function sendTime(sentAt: unknown, now: number): number {
  if (typeof sentAt !== 'number' || !Number.isFinite(sentAt)) return now;
  return Math.round(Math.min(now, Math.max(now - longestWaitMs, sentAt)));
}

function whyUnreadable(body: unknown): string {
  const { text } = asRecord(body);
  if (typeof text !== 'string') return words.unreadable;
  if (text.trim() === '') return words.empty;
  return text.length > 4096 ? words.tooLong : words.unreadable;
}

export function asRecord(body: unknown): Readonly<Record<string, unknown>> {
  return typeof body === 'object' && body !== null ? Object.fromEntries(Object.entries(body)) : {};
}
