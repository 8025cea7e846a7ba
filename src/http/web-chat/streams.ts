import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '../../app/log.ts';
import type { WebChatPort } from './port.ts';
import { startStream } from './stream.ts';
import type { Stream } from './stream.ts';

export interface StreamsOptions {
  readonly port: WebChatPort;
  readonly clock: () => number;
  readonly log: Log;
  readonly beatMs: number;
  /** How many one visitor may have open; the oldest is closed for a new one. */
  readonly perVisitor: number;
}

/** All open pages of this process. */
export interface Streams {
  open(request: FastifyRequest, reply: FastifyReply, platformId: string): void;
  /** Tells every open page of this visitor to start afresh. */
  forget(platformId: string): void;
  closeAll(): void;
}

/** Keeps the streams of each visitor. */
export function createStreams({ port, clock, log, beatMs, perVisitor }: StreamsOptions): Streams {
  // Oldest first; a visitor without open pages has no entry.
  const streams = new Map<string, readonly Stream[]>();

  const add = (platformId: string, stream: Stream): void => {
    const open = [...(streams.get(platformId) ?? []), stream];
    streams.set(platformId, open);
    // A phone that changed its network leaves dead lines behind, so the oldest gives way, not the newest.
    open.slice(0, -perVisitor).forEach((old) => old.end('replaced'));
  };

  const remove = (platformId: string, stream: Stream): void => {
    const left = (streams.get(platformId) ?? []).filter((other) => other !== stream);
    if (left.length > 0) streams.set(platformId, left);
    else streams.delete(platformId);
  };

  return {
    open(request, reply, platformId) {
      const raw = startAnswer(reply);
      const stream = startStream(raw, {
        after: lastNumber(request),
        read: (after) => port.messagesAfter(platformId, after),
        ready: () => ({ now: clock(), visitor: platformId.slice(0, 12) }),
        onFault: (error) => log.error('web_chat_stream_failed', { fault: error }),
      });
      add(platformId, stream);
      const stop = port.subscribe(platformId, () => stream.wake());
      // A timer each, so that the database is not asked for all pages at the same moment.
      const timer = setInterval(() => stream.beat(), beatMs).unref();
      raw.on('close', () => {
        clearInterval(timer);
        stop();
        remove(platformId, stream);
      });
      stream.wake();
    },
    forget(platformId) {
      streams.get(platformId)?.forEach((stream) => stream.end('forgotten'));
    },
    closeAll() {
      [...streams.values()].flat().forEach((stream) => stream.end());
    },
  };
}

/** Takes the answer out of Fastify's hands, with the headers set so far. */
function startAnswer(reply: FastifyReply): FastifyReply['raw'] {
  reply.header('content-type', 'text/event-stream; charset=utf-8');
  reply.header('cache-control', 'no-store');
  reply.header('x-accel-buffering', 'no');
  reply.hijack();
  for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) reply.raw.setHeader(name, value);
  reply.raw.writeHead(200);
  reply.raw.write('retry: 3000\n\n');
  return reply.raw;
}

/** What the browser got last: its own header when it reconnects by itself, else `?after=`. */
function lastNumber(request: FastifyRequest): number {
  const query = request.query;
  const asked = typeof query === 'object' && query !== null && 'after' in query ? query.after : undefined;
  const text = request.headers['last-event-id'] ?? asked;
  return typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : 0;
}
