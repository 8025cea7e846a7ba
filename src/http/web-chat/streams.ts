import type { FastifyReply, FastifyRequest } from 'fastify';
import { faultOf } from './fault.ts';
import type { WebChatPort } from './port.ts';
import { startStream } from './stream.ts';
import type { Stream } from './stream.ts';

export interface StreamsOptions {
  readonly port: WebChatPort;
  readonly clock: () => number;
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

/** Keeps the streams of each visitor, and one timer that keeps all of them alive. */
export function createStreams({ port, clock, beatMs, perVisitor }: StreamsOptions): Streams {
  // Oldest first; a visitor without open pages has no entry.
  const streams = new Map<string, readonly Stream[]>();
  const all = (): readonly Stream[] => [...streams.values()].flat();
  const timer = setInterval(() => all().forEach((stream) => stream.beat()), beatMs);
  timer.unref();

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
        onFault: (error) => request.log.error(faultOf(error), 'web chat stream ended: messages could not be read'),
      });
      add(platformId, stream);
      const stop = port.subscribe(platformId, () => stream.wake());
      raw.on('close', () => {
        stop();
        remove(platformId, stream);
      });
      stream.wake();
    },
    forget(platformId) {
      streams.get(platformId)?.forEach((stream) => stream.end('forgotten'));
    },
    closeAll() {
      clearInterval(timer);
      all().forEach((stream) => stream.end());
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
