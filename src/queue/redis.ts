import { Redis } from 'ioredis';
import type { RedisOptions } from 'ioredis';
import { startStandIn } from './stand-in.ts';

/** The connections of one process. A lost connection comes back by itself and never ends the process. */
export interface RedisHandle {
  /** For callers who cannot wait: without an answer its commands fail within a second. */
  readonly prompt: Redis;
  /** For workers, whose commands outlast an outage. */
  readonly patient: Redis;
  isUp(): boolean;
  /** How many connection errors there were since the start. */
  errorCount(): number;
  close(): Promise<void>;
}

const longestReconnectDelay = 2_000;

/** How long anything waits for Redis. Milliseconds. */
export interface RedisLimits {
  /** A start without Redis goes on without it after so long. */
  readonly start: number;
  /** A prompt command without an answer fails after so long. */
  readonly command: number;
  /** A server that is connected but silent is left and dialled again after so long. */
  readonly silence: number;
}

const usualLimits: RedisLimits = { start: 2_000, command: 800, silence: 5_000 };

/** Connects to the Redis of `url`, or to an in-process stand-in. Resolves also while Redis is away. */
export async function openRedis(settings: { readonly url?: string; readonly limits?: RedisLimits }): Promise<RedisHandle> {
  const { limits = usualLimits } = settings;
  const standIn = settings.url === undefined ? await startStandIn() : undefined;
  const url = settings.url ?? standIn?.url ?? '';
  let closed = false;
  let errors = 0;
  const common = {
    // BullMQ is written for the reply shapes of RESP2.
    protocol: 2,
    // BullMQ's own copies of a connection share this function, so they end as well when we close.
    retryStrategy: (attempt: number) => (closed ? null : Math.min(50 * 2 ** Math.min(attempt, 10), longestReconnectDelay)),
  } satisfies RedisOptions;
  const connect = (options: Omit<RedisOptions, 'replyMapping'>): Redis =>
    new Redis(url, { ...common, ...options }).on('error', () => {
      errors += 1;
    });
  const prompt = connect({
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: limits.command,
    socketTimeout: limits.silence,
  });
  const patient = connect({ maxRetriesPerRequest: null });
  await Promise.all([prompt, patient].map((redis) => whenReady(redis, limits.start)));
  return {
    prompt,
    patient,
    isUp: () => prompt.status === 'ready',
    errorCount: () => errors,
    async close() {
      closed = true;
      prompt.disconnect();
      patient.disconnect();
      await standIn?.close();
    },
  };
}

async function whenReady(redis: Redis, patience: number): Promise<void> {
  if (redis.status === 'ready') return;
  await new Promise<void>((resolve) => {
    const giveUp = setTimeout(resolve, patience);
    redis.once('ready', () => {
      clearTimeout(giveUp);
      resolve();
    });
  });
}
