import { onTestFinished } from 'vitest';
import { openQueue } from '../../src/queue/jobs.ts';
import type { Queue, QueueFault } from '../../src/queue/jobs.ts';
import { openRedis } from '../../src/queue/redis.ts';
import type { RedisHandle } from '../../src/queue/redis.ts';

/** Connections to an empty Redis that close with the test. */
export async function emptyRedis(url: string | undefined): Promise<RedisHandle> {
  const redis = await openRedis(url === undefined ? {} : { url });
  onTestFinished(() => redis.close());
  await redis.prompt.flushdb();
  return redis;
}

/** A queue that closes with the test, and the faults that it reports. */
export function queueOn(redis: RedisHandle): { readonly queue: Queue; readonly faults: readonly QueueFault[] } {
  const faults: QueueFault[] = [];
  const queue = openQueue(redis, { log: (fault) => faults.push(fault) });
  onTestFinished(() => queue.close());
  return { queue, faults };
}
