import { onTestFinished } from 'vitest';
import { openQueue } from '../../src/queue/jobs.ts';
import type { Queue, QueueFault, QueueLimits } from '../../src/queue/jobs.ts';
import { openRedis } from '../../src/queue/redis.ts';
import type { RedisHandle, RedisLimits } from '../../src/queue/redis.ts';

/** Only for what hangs: what a busy machine does slowly is no fault. Milliseconds. */
const endless = 240_000;
export const patientRedis: RedisLimits = { start: endless, command: endless, silence: endless };
const patientQueue: QueueLimits = { answer: endless, close: endless };

/** Connections to an empty Redis that close with the test. */
export async function emptyRedis(url: string | undefined): Promise<RedisHandle> {
  const redis = await openRedis({ limits: patientRedis, ...(url === undefined ? {} : { url }) });
  onTestFinished(() => redis.close());
  await redis.prompt.flushdb();
  return redis;
}

/** A queue that closes with the test, and the faults that it reports. */
export function queueOn(redis: RedisHandle, limits: Partial<QueueLimits> = {}): { readonly queue: Queue; readonly faults: readonly QueueFault[] } {
  const faults: QueueFault[] = [];
  const queue = openQueue(redis, { log: (fault) => faults.push(fault), limits: { ...patientQueue, ...limits } });
  onTestFinished(() => queue.close());
  return { queue, faults };
}
