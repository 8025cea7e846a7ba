import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { openQueue } from '../../src/queue/jobs.ts';
import { openRedis } from '../../src/queue/redis.ts';
import { startStandIn } from '../../src/queue/stand-in.ts';
import { startLine } from '../support/cuttable-line.ts';
import { patientRedis, queueOn } from './open.ts';

afterEach(() => void vi.useRealTimers());

/** From here on time moves by hand only. */
function stopTime(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
}

async function openStandIn() {
  const standIn = await startStandIn();
  const redis = await openRedis({ url: standIn.url, limits: patientRedis });
  onTestFinished(() => redis.close());
  return { standIn, redis };
}

/** Takes connections and never says a word. */
async function silentServer(): Promise<string> {
  const server = createServer(() => undefined).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return `redis://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('an outage of Redis', () => {
  it('makes scheduling answer false after less than a second when Redis says nothing any more', async () => {
    const standIn = await startStandIn();
    const line = await startLine(standIn.url);
    const redis = await openRedis({ url: line.url });
    const queue = openQueue(redis, { log: () => undefined });
    onTestFinished(async () => {
      await queue.close();
      await redis.close();
      await line.close();
      await standIn.close();
    });
    expect(redis.isUp()).toBe(true);
    line.freeze();
    stopTime();
    const answers = [queue.schedule('wait', '2', 1, 60_000, 0), queue.cancel('wait', '1', 1)];
    await vi.advanceTimersByTimeAsync(999);
    expect(await Promise.all(answers)).toEqual([false, false]);
    vi.useRealTimers();
    line.cut();
  });

  it('makes scheduling answer false, and nothing throws', async () => {
    const { standIn, redis } = await openStandIn();
    const { queue, faults } = queueOn(redis);
    queue.startWorkers({ wait: vi.fn(), call: vi.fn(), reminder: vi.fn(), seat_offer: vi.fn(), delivery_retry: vi.fn(), upkeep: vi.fn() }, { concurrency: 1 });
    expect(await queue.schedule('wait', '1', 1, 60_000, 0)).toBe(true);
    await standIn.close();
    expect(await queue.schedule('wait', '2', 1, 60_000, 0)).toBe(false);
    expect(await queue.cancel('wait', '1', 1)).toBe(false);
    expect(await queue.ensureSchedulers()).toBe(false);
    expect(await queue.markSetUp()).toBe(false);
    expect(await queue.counts()).toBeUndefined();
    expect(redis.isUp()).toBe(false);
    await expect.poll(() => redis.errorCount()).toBeGreaterThan(0);
    expect(faults).toEqual([]);
  });

  it('does not ask for a refill while nobody can say whether Redis was wiped', async () => {
    const { standIn, redis } = await openStandIn();
    const { queue } = queueOn(redis);
    await standIn.close();
    expect(await queue.isSetUp()).toBe(true);
  });

  it('ends by itself: the next Redis is used without a restart, and counts as wiped', async () => {
    const { standIn, redis } = await openStandIn();
    const { queue } = queueOn(redis);
    const fired = vi.fn(async () => undefined);
    queue.startWorkers({ wait: fired, call: vi.fn(), reminder: vi.fn(), seat_offer: vi.fn(), delivery_retry: vi.fn(), upkeep: vi.fn() }, { concurrency: 1 });
    await queue.markSetUp();
    await standIn.close();
    await expect.poll(() => redis.isUp()).toBe(false);
    const next = await startStandIn(standIn);
    onTestFinished(() => next.close());
    await expect.poll(() => redis.isUp()).toBe(true);
    expect(await queue.isSetUp()).toBe(false);
    expect(await queue.schedule('wait', '3', 1, 0, 0)).toBe(true);
    await expect.poll(() => fired).toHaveBeenCalledOnce();
  });

  it('at the start delays the start by two seconds at most', async () => {
    const standIn = await startStandIn();
    await standIn.close();
    stopTime();
    const opening = openRedis({ url: standIn.url });
    await vi.advanceTimersByTimeAsync(2_000);
    const redis = await opening;
    onTestFinished(() => redis.close());
    expect(redis.isUp()).toBe(false);
  });

  it('at the start is no fault, and the next Redis is used without a restart', async () => {
    const standIn = await startStandIn();
    await standIn.close();
    const redis = await openRedis({ url: standIn.url, limits: { ...patientRedis, start: 100 } });
    onTestFinished(() => redis.close());
    const { queue } = queueOn(redis);
    expect(await queue.schedule('wait', '1', 1, 0, 0)).toBe(false);
    const next = await startStandIn(standIn);
    onTestFinished(() => next.close());
    await expect.poll(() => queue.schedule('wait', '1', 1, 0, 0)).toBe(true);
  });

  it('is seen also when the server takes connections but is silent', async () => {
    const redis = await openRedis({ url: await silentServer() });
    onTestFinished(() => redis.close());
    const { queue } = queueOn(redis);
    expect(redis.isUp()).toBe(false);
    expect(await queue.schedule('wait', '1', 1, 0, 0)).toBe(false);
  });
});

describe('a queue that closes during an outage', () => {
  it('lets its running job finish and does not wait for Redis', async () => {
    const { standIn, redis } = await openStandIn();
    // The queue would wait for Redis until the end of the test.
    const { queue } = queueOn(redis, { close: 86_400_000 });
    const steps: string[] = [];
    let finish = (): void => undefined;
    const finishing = new Promise<void>((resolve) => (finish = resolve));
    const work = async (): Promise<void> => {
      steps.push('started');
      await finishing;
      steps.push('finished');
    };
    queue.startWorkers({ wait: work, call: vi.fn(), reminder: vi.fn(), seat_offer: vi.fn(), delivery_retry: vi.fn(), upkeep: vi.fn() }, { concurrency: 1 });
    await queue.schedule('wait', '1', 1, 0, 0);
    await expect.poll(() => steps).toEqual(['started']);
    await standIn.close();
    await expect.poll(() => redis.isUp()).toBe(false);
    const closed = queue.close();
    finish();
    await closed;
    expect(steps).toEqual(['started', 'finished']);
  });
});

describe('the stand-in', () => {
  it('is closed to programs of this machine that do not know its password', async () => {
    const standIn = await startStandIn();
    onTestFinished(() => standIn.close());
    const url = new URL(standIn.url);
    expect(url.hostname).toBe('127.0.0.1');
    url.password = '';
    const stranger = await openRedis({ url: url.href });
    onTestFinished(() => stranger.close());
    await expect(stranger.prompt.get('anything')).rejects.toThrow();
  });
});
