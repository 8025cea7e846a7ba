import { describe, expect, it } from 'vitest';
import type { Job, JobHandlers } from '../../src/queue/jobs.ts';
import { testSetUps } from '../support/set-ups.ts';
import { emptyRedis, queueOn } from './open.ts';

const idle = async (): Promise<void> => undefined;

function handlers(own: Partial<JobHandlers>): JobHandlers {
  return { wait: idle, call: idle, reminder: idle, seat_offer: idle, delivery_retry: idle, upkeep: idle, ...own };
}

/** Notes the jobs it gets; `reached` resolves when there were so many. */
function recorder(): { handle: (job: Job) => Promise<void>; seen: Job[]; reached: (count: number) => Promise<void> } {
  const seen: Job[] = [];
  return {
    seen,
    handle: async (job) => void seen.push(job),
    reached: (count) => expect.poll(() => seen.length, { interval: 5 }).toBeGreaterThanOrEqual(count),
  };
}

describe.each(testSetUps())('the queue on $name', ({ redisUrl }) => {
  it('runs a job once, at its time and not before, and forgets it', async () => {
    const { queue } = queueOn(await emptyRedis(redisUrl));
    const waits = recorder();
    queue.startWorkers(handlers({ wait: waits.handle }), { concurrency: 2 });
    const scheduledAt = Date.now();
    expect(await queue.schedule('wait', '17', 3, 60_150, 60_000)).toBe(true);
    await waits.reached(1);
    expect(Date.now() - scheduledAt).toBeGreaterThanOrEqual(145);
    expect(waits.seen).toEqual([{ id: '17', version: 3 }]);
    await expect.poll(() => queue.counts()).toEqual({ waiting: 0, active: 0, delayed: 0 });
    expect(queue.lag()).toBeGreaterThanOrEqual(0);
    expect(queue.lag()).toBeLessThanOrEqual(Date.now() - scheduledAt - 150);
  });

  it('runs a job at once whose time is over', async () => {
    const { queue } = queueOn(await emptyRedis(redisUrl));
    const waits = recorder();
    queue.startWorkers(handlers({ wait: waits.handle }), { concurrency: 1 });
    await queue.schedule('wait', '5', 1, 1_000, 900_000);
    await waits.reached(1);
    expect(waits.seen).toEqual([{ id: '5', version: 1 }]);
  });

  it('keeps one job when the same version is scheduled twice', async () => {
    const { queue } = queueOn(await emptyRedis(redisUrl));
    expect(await queue.schedule('delivery_retry', '9', 1, 60_000, 0)).toBe(true);
    expect(await queue.schedule('delivery_retry', '9', 1, 30_000, 0)).toBe(true);
    expect(await queue.counts()).toEqual({ waiting: 0, active: 0, delayed: 1 });
  });

  it('takes a new version, and the same one again once it is finished', async () => {
    const { queue } = queueOn(await emptyRedis(redisUrl));
    const waits = recorder();
    queue.startWorkers(handlers({ wait: waits.handle }), { concurrency: 1 });
    for (const [version, count] of [[1, 1], [2, 2], [1, 3]] as const) {
      await queue.schedule('wait', '4', version, 0, 0);
      await waits.reached(count);
      await expect.poll(async () => (await queue.counts())?.active).toBe(0);
    }
    expect(waits.seen.map((job) => job.version)).toEqual([1, 2, 1]);
  });

  it('does not run a cancelled job', async () => {
    const { queue } = queueOn(await emptyRedis(redisUrl));
    const waits = recorder();
    await queue.schedule('wait', '1', 1, 20, 0);
    await queue.schedule('wait', '2', 1, 40, 0);
    expect(await queue.cancel('wait', '1', 1)).toBe(true);
    expect(await queue.counts()).toEqual({ waiting: 0, active: 0, delayed: 1 });
    queue.startWorkers(handlers({ wait: waits.handle }), { concurrency: 1 });
    await waits.reached(1);
    expect(waits.seen).toEqual([{ id: '2', version: 1 }]);
  });

  it('lets a running job finish when it closes, and cannot cancel it', async () => {
    const { queue } = queueOn(await emptyRedis(redisUrl));
    const started = recorder();
    const done = recorder();
    let finish = (): void => undefined;
    const finishing = new Promise<void>((resolve) => (finish = resolve));
    const work = async (job: Job): Promise<void> => {
      await started.handle(job);
      await finishing;
      await done.handle(job);
    };
    queue.startWorkers(handlers({ wait: work }), { concurrency: 1 });
    await queue.schedule('wait', '6', 1, 0, 0);
    await started.reached(1);
    expect(await queue.cancel('wait', '6', 1)).toBe(false);
    const closed = queue.close();
    finish();
    await closed;
    expect(done.seen).toHaveLength(1);
  });

  it('goes on after a handler failed, tells codes only and does not try again', async () => {
    const { queue, faults } = queueOn(await emptyRedis(redisUrl));
    const retries = recorder();
    const failing = recorder();
    const fail = async (job: Job): Promise<void> => {
      await failing.handle(job);
      throw job.version === 1 ? new TypeError('chị Lan 0900') : Object.assign(new Error('x'), { code: 'E_ROW' });
    };
    queue.startWorkers(handlers({ wait: fail, delivery_retry: retries.handle }), { concurrency: 1 });
    await queue.schedule('wait', '8', 1, 0, 0);
    await queue.schedule('wait', '8', 2, 0, 0);
    await queue.schedule('delivery_retry', '8', 1, 50, 0);
    await retries.reached(1);
    expect(failing.seen).toHaveLength(2);
    expect(faults).toEqual([
      { fault: 'job_failed', code: 'TypeError', kind: 'wait', job: { id: '8', version: 1 } },
      { fault: 'job_failed', code: 'E_ROW', kind: 'wait', job: { id: '8', version: 2 } },
    ]);
  });

  it('drops jobs that another program version left there', async () => {
    const redis = await emptyRedis(redisUrl);
    const { queue, faults } = queueOn(redis);
    const waits = recorder();
    await queue.schedule('wait', '1', 1, 0, 0);
    await queue.schedule('wait', '2', 1, 0, 0);
    await redis.prompt.hset('{causo}:jobs:wait-1-1', 'name', 'old_kind');
    await redis.prompt.hset('{causo}:jobs:wait-2-1', 'data', '{"row":2}');
    queue.startWorkers(handlers({ wait: waits.handle }), { concurrency: 1 });
    await expect.poll(() => faults).toHaveLength(2);
    expect(faults[0]).toEqual({ fault: 'job_unknown', code: 'unreadable' });
    expect(waits.seen).toEqual([]);
  });

  it('shares its jobs among processes without running one twice', async () => {
    const first = await emptyRedis(redisUrl);
    const waits = recorder();
    const one = queueOn(first).queue;
    const two = queueOn(first).queue;
    for (const queue of [one, two]) queue.startWorkers(handlers({ wait: waits.handle }), { concurrency: 2 });
    const ids = Array.from({ length: 30 }, (_, index) => String(index));
    await Promise.all(ids.map((id) => one.schedule('wait', id, 1, 0, 0)));
    await waits.reached(30);
    expect(waits.seen.map((job) => job.id).toSorted()).toEqual(ids.toSorted());
  });

  it('notices a wiped Redis, and does upkeep again once it is set up again', async () => {
    const redis = await emptyRedis(redisUrl);
    const { queue } = queueOn(redis);
    const upkeep = recorder();
    queue.startWorkers(handlers({ upkeep: upkeep.handle }), { concurrency: 1 });
    expect(await queue.isSetUp()).toBe(false);
    expect(await queue.ensureSchedulers()).toBe(true);
    expect(await queue.markSetUp()).toBe(true);
    expect(await queue.isSetUp()).toBe(true);
    await upkeep.reached(1);
    await redis.prompt.flushdb();
    expect(await queue.isSetUp()).toBe(false);
    expect(await queue.ensureSchedulers()).toBe(true);
    expect(await redis.prompt.hget('{causo}:jobs:meta', 'opts.maxLenEvents')).toBe('10');
    await upkeep.reached(2);
    expect(upkeep.seen[1]).toEqual({ id: 'upkeep', version: 0 });
  });

  it('registers the regular upkeep once, however often it is asked to', async () => {
    const { queue } = queueOn(await emptyRedis(redisUrl));
    for (let round = 0; round < 3; round += 1) await queue.ensureSchedulers();
    const counts = await queue.counts();
    expect((counts?.waiting ?? 0) + (counts?.delayed ?? 0)).toBe(1);
  });
});
