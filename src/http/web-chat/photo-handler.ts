import type { FastifyReply, FastifyRequest } from 'fastify';
import { pictureTypeOf } from '../../app/web-chat.ts';
import { refuseWithWait } from './errors.ts';
import { asRecord, busySeconds, sendTime, type MessageHandlerOptions } from './message-handler.ts';
import { words } from './words.ts';

/** Bytes. The page makes photos smaller than this before it sends them. */
export const largestUpload = 8_000_000;

/** What the page may call a photo; what it is, its bytes say. */
export const photoTypes = ['image/jpeg', 'image/png', 'image/webp'];

/** Takes one photo of a visitor, its id and time in the query: answers as for a message. */
export function createPhotoHandler(options: MessageHandlerOptions) {
  const { port, clock, channel, limits, log, visitorOf } = options;
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const platformId = visitorOf(request, reply);
    if (platformId === undefined) return reply;
    const waitMs = limits.message(platformId, request.ip) || limits.photo(platformId);
    if (waitMs > 0) {
      refuseWithWait(reply, waitMs, words.tooFast);
      return reply;
    }
    const { id, sentAt } = asRecord(request.query);
    const [message] = channel.parse({ platformId, id, sentAt: sendTime(Number(sentAt ?? Number.NaN), clock()), photo: '0' });
    const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const mediaType = pictureTypeOf(bytes);
    if (message === undefined || mediaType === undefined) return reply.code(400).send({ error: words.noPhoto });
    const outcome = await port.receivePhoto(message, { bytes, mediaType }).catch((error: unknown) => {
      log.error('web_chat_photo_failed', { fault: error });
      return 'busy' as const;
    });
    if (outcome === 'done') return reply.code(202).send({ ok: true });
    return reply.code(503).header('retry-after', busySeconds).send({ error: words.busy });
  };
}
