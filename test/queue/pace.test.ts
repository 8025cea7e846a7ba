import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { askRedis } from '../../src/queue/pace-clock.ts';
import type { Ask, Decision } from '../../src/queue/pace-clock.ts';
import { createPace } from '../../src/queue/pace.ts';
import type { Pace, PaceRequest } from '../../src/queue/pace.ts';
import { openRedis } from '../../src/queue/redis.ts';
import type { RedisHandle } from '../../src/queue/redis.ts';
import { startStandIn } from '../../src/queue/stand-in.ts';
import { testSetUps } from '../support/set-ups.ts';
import { emptyRedis } from './open.ts';

/** Milliseconds that a message may look ahead, where two of an account are half a second apart. */
const slotsAhead = { reply: 1_600, reminder: 600, broadcast: 100 };

const never = new AbortController().signal;

function ask(own: Partial<PaceRequest>): PaceRequest {
  return { account: 'bot', address: '1', priority: 'reply', limits: { messagesPerSecond: 100 }, ...own };
}

function takeAll(pace: Pace, requests: readonly PaceRequest[]): Promise<number[]> {
  return Promise.all(requests.map((request) => pace.take(request, never).then(() => performance.now())));
}

/** So many messages, each to an address of its own. */
function messages(count: number, own: Partial<PaceRequest>): PaceRequest[] {
  return Array.from({ length: count }, (_, index) => ask({ address: `${own.priority}-${index}`, ...own }));
}

/** Most grants that any second holds, both its ends included. */
function worstSecond(times: readonly number[]): number {
  const sorted = times.toSorted((one, other) => one - other);
  return Math.max(...sorted.map((from, index) => sorted.slice(index).filter((time) => time <= from + 1_000).length));
}

/** A slot, by our clock: we only know that it lies between two times, as the question and the answer took time. */
interface Slot {
  readonly from: number;
  readonly to: number;
}

/** Notes the slots that Redis grants; `delay`: milliseconds that each question is on its way. */
function watchSlots({ prompt }: RedisHandle, delay = 0): Slot[] {
  const slots: Slot[] = [];
  const evaluate = prompt.eval.bind(prompt);
  vi.spyOn(prompt, 'eval').mockImplementation(async (...args: Parameters<typeof evaluate>) => {
    if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
    const askedAt = performance.now();
    const reply: unknown = await evaluate(...args);
    const answeredAt = performance.now();
    if (Array.isArray(reply) && reply[0] === 'granted') {
      const ahead = Number(reply[1]) / 1_000;
      slots.push({ from: askedAt + ahead, to: answeredAt + ahead });
    }
    return reply;
  });
  return slots;
}

/** Most slots that lie in one second for certain, whatever the machine was busy with. */
function mostCertain(slots: readonly Slot[]): number {
  return Math.max(...slots.map(({ from }) => slots.filter((slot) => slot.from >= from && slot.to <= from + 1_000).length));
}

/** What an `eval` of the pace is given before its own arguments: the script, the number of keys, and five keys. */
const argumentsBefore = 7;

/** Further connections to the same Redis, as other processes have them. */
async function othersOf(first: RedisHandle, redisUrl: string | undefined, count: number): Promise<RedisHandle[]> {
  const { password, port } = first.prompt.options;
  const url = redisUrl ?? `redis://:${password}@127.0.0.1:${port}`;
  const others = await Promise.all(Array.from({ length: count }, () => openRedis({ url })));
  onTestFinished(() => void Promise.all(others.map((redis) => redis.close())));
  return others;
}

function duration(times: readonly number[]): number {
  return Math.max(...times) - Math.min(...times);
}

/** Processes. */
const both = (): number => 2;

describe.each(testSetUps())('the pace on $name', ({ redisUrl }) => {
  it('of three processes never hands out more slots in a second than the limit', async () => {
    const first = await emptyRedis(redisUrl);
    const handles = [first, ...(await othersOf(first, redisUrl, 2))];
    const slots = handles.map((redis) => watchSlots(redis));
    const priorities = ['reply', 'reminder', 'broadcast'] as const;
    const taken = handles.map((redis, index) =>
      takeAll(createPace(redis, both), messages(70, { priority: priorities[index] ?? 'reply' })),
    );
    await Promise.all(taken);
    expect(slots.flat().length).toBeGreaterThanOrEqual(210);
    expect(mostCertain(slots.flat())).toBeLessThanOrEqual(100);
  });

  it('sends nothing before its slot, however long the question for it was on its way', async () => {
    const redis = await emptyRedis(redisUrl);
    const slots = watchSlots(redis, 12);
    const sent = await takeAll(createPace(redis, both), messages(8, { limits: { messagesPerSecond: 20 } }));
    const order = (times: readonly number[]): number[] => times.toSorted((one, other) => one - other);
    const earliest = order(slots.map(({ from }) => from));
    // Timers of Node.js count whole milliseconds.
    order(sent).forEach((time, index) => expect(time).toBeGreaterThanOrEqual((earliest[index] ?? 0) - 2));
  });

  it('has what comes before a message done while it waits for its slot, and asks for another when that took too long', async () => {
    const redis = await emptyRedis(redisUrl);
    let prepared = 0;
    const prepare = async (): Promise<void> => {
      prepared += 1;
      if (prepared === 1) await new Promise((resolve) => setTimeout(resolve, 60));
    };
    await takeAll(createPace(redis, both), [ask({ prepare })]);
    expect(prepared).toBe(2);
  });

  it('gives a message up when what comes before it fails', async () => {
    const failing = ask({ prepare: () => Promise.reject(new Error('lease lost')) });
    await expect(createPace(await emptyRedis(redisUrl), both).take(failing, never)).rejects.toThrow('lease lost');
  });

  it('lets replies take slots further ahead than reminders, and these than broadcasts, also those of another process', async () => {
    const redis = await emptyRedis(redisUrl);
    const outcomes = await atOnce(redis, [
      { horizon: slotsAhead.reply },
      { horizon: slotsAhead.broadcast },
      { horizon: slotsAhead.reminder },
      { horizon: slotsAhead.reminder },
      { horizon: slotsAhead.reply },
    ]);
    expect(outcomes).toEqual(['granted', 'account_busy', 'granted', 'account_busy', 'granted']);

    const horizonOf = async (priority: PaceRequest['priority']): Promise<number> => {
      const evaluate = vi.spyOn(redis.prompt, 'eval').mockClear();
      await takeAll(createPace(redis, both), [ask({ priority })]);
      return Number(evaluate.mock.calls[0]?.[argumentsBefore + 3]);
    };
    const horizons = [await horizonOf('broadcast'), await horizonOf('reminder'), await horizonOf('reply')];
    expect(horizons).toEqual(horizons.toSorted((one, other) => one - other));
    expect(new Set(horizons).size).toBe(3);
  });

  it('lets three messages to one address go at once, then one per second, and others past them', async () => {
    const redis = await emptyRedis(redisUrl);
    const three = { spacing: 0, burst: 3 };
    const outcomes = await atOnce(redis, [three, three, three, three, { ...three, address: '2' }]);
    expect(outcomes).toEqual(['granted', 'granted', 'granted', 'address_busy', 'granted']);

    const limits = { messagesPerSecond: 100, burstPerAddress: 3 };
    const [one, two] = [createPace(redis, both), createPace(redis, both)];
    const startedAt = performance.now();
    const same = Promise.all([takeAll(one, [4, 5, 6].map(() => ask({ address: '3', limits }))), takeAll(two, [ask({ address: '3', limits })])]);
    const other = takeAll(one, [ask({ address: '4', priority: 'broadcast', limits })]);
    const last = Math.max(...(await same).flat());
    expect(last - startedAt).toBeGreaterThanOrEqual(1_000);
    expect((await other)[0]).toBeLessThan(last);
  });

  it('lets all calls of a minute go at once while there is room, and the next when the first leaves the minute', async () => {
    const redis = await emptyRedis(redisUrl);
    const asks = Array.from({ length: 6 }, (_, index) => ({ spacing: 0, bucket: 5, address: String(index) }));
    expect(await atOnce(redis, asks)).toEqual([...Array.from({ length: 5 }, () => 'granted'), 'account_busy']);
    const [{ milliseconds } = { milliseconds: 0 }] = await decisions(redis, [{ spacing: 0, bucket: 5, name: 'late' }]);
    expect(milliseconds).toBeGreaterThan(0);
    expect(milliseconds).toBeLessThanOrEqual(60_400);
    const [first] = await redis.prompt.zrange('{causo:pace:bot}:calls', '0', '0');
    await redis.prompt.zrem('{causo:pace:bot}:calls', first ?? '');
    expect(await atOnce(redis, [{ spacing: 0, bucket: 5, name: 'sixth' }])).toEqual(['granted']);
  });

  it('keeps some calls of a minute free for replies, and spreads broadcasts only', async () => {
    const redis = await emptyRedis(redisUrl);
    const evaluate = vi.spyOn(redis.prompt, 'eval');
    const askedFor = async (priority: PaceRequest['priority']): Promise<{ readonly size: number; readonly isSpaced: boolean }> => {
      await redis.prompt.flushdb();
      evaluate.mockClear();
      await takeAll(createPace(redis, both), [ask({ priority, limits: { callsPerMinute: 100 } })]);
      const call = evaluate.mock.calls[0] ?? [];
      return { size: Number(call[argumentsBefore + 6]), isSpaced: call[argumentsBefore + 10] === 1 };
    };
    expect(await askedFor('reply')).toEqual({ size: 100, isSpaced: false });
    expect(await askedFor('reminder')).toEqual({ size: 96, isSpaced: false });
    expect(await askedFor('broadcast')).toEqual({ size: 96, isSpaced: true });
  });

  it('lets broadcasts fill only what replies have left of a minute', async () => {
    const redis = await emptyRedis(redisUrl);
    const spaced = { bucket: 10, spacing: 60_000 };
    const replies = ['1', '2', '3'].map((address) => ({ ...spaced, address, isSpaced: false }));
    expect(await atOnce(redis, replies)).toEqual(['granted', 'granted', 'granted']);
    const [{ outcome, milliseconds } = { outcome: '', milliseconds: 0 }] = await decisions(redis, [{ ...spaced, name: 'broadcast' }]);
    expect(outcome).toBe('account_busy');
    // Three distances, less what has passed since; the first counted from when it was asked.
    expect(milliseconds).toBeGreaterThan(60_000);
    expect(milliseconds).toBeLessThanOrEqual(180_000);
  });

  it('does not let a wiped Redis forget the calls of the last minute, whichever process made them', async () => {
    const redis = await emptyRedis(redisUrl);
    const [one, two] = [createPace(redis, both), createPace(redis, both)];
    const limits = { callsPerMinute: 5 };
    await takeAll(one, messages(3, { limits }));
    await takeAll(two, [ask({ limits })]);
    await redis.prompt.flushdb();
    const stopping = new AbortController();
    await takeAll(two, [ask({ limits })]);
    const tooMany = one.take(ask({ limits }), stopping.signal);
    // The one that is too many waits for its minute; by then all that were made are known again.
    await expect.poll(() => redis.prompt.zcard('{causo:pace:bot}:calls')).toBe(5);
    stopping.abort(new Error('waited long enough'));
    await expect(tooMany).rejects.toThrow('waited long enough');
  });

  it('keeps still as long as a pause of the account says, in all processes, and others go on', async () => {
    const redis = await emptyRedis(redisUrl);
    const [one, two] = [createPace(redis, both), createPace(redis, both)];
    await one.pause({ account: 'bot' }, 400);
    await one.pause({ account: 'bot' }, 100);
    const startedAt = performance.now();
    const other = takeAll(two, [ask({ account: 'other bot' })]);
    const times = (await Promise.all([takeAll(one, [ask({})]), takeAll(two, [ask({})])])).flat();
    expect(Math.min(...times) - startedAt).toBeGreaterThanOrEqual(385);
    expect((await other)[0]).toBeLessThan(Math.min(...times));
  });

  it('keeps still towards a paused address only', async () => {
    const redis = await emptyRedis(redisUrl);
    const [one, two] = [createPace(redis, both), createPace(redis, both)];
    await one.pause({ account: 'bot', address: '1' }, 400);
    const startedAt = performance.now();
    const paused = Promise.all([takeAll(one, [ask({})]), takeAll(two, [ask({})])]);
    const free = await takeAll(two, [ask({ address: '2' })]);
    const earliest = Math.min(...(await paused).flat());
    expect(free[0]).toBeLessThan(earliest);
    expect(earliest - startedAt).toBeGreaterThanOrEqual(385);
  });

  it('turns a message away whose sending was given up before', async () => {
    const pace = createPace(await emptyRedis(redisUrl), both);
    await expect(pace.take(ask({}), AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped');
  });

  it('leaves keys in Redis that all expire', async () => {
    const redis = await emptyRedis(redisUrl);
    const pace = createPace(redis, both);
    await takeAll(pace, [ask({ limits: { messagesPerSecond: 100, burstPerAddress: 3 } })]);
    await Promise.all([pace.pause({ account: 'bot' }, 5_000), pace.pause({ account: 'bot', address: '1' }, 5_000)]);
    const keys = await redis.prompt.keys('*');
    expect(keys).toHaveLength(4);
    for (const key of keys) expect(await redis.prompt.pttl(key)).toBeGreaterThan(0);
  });

  it('asks nobody where a channel has no limits', async () => {
    const redis = await emptyRedis(redisUrl);
    await takeAll(createPace(redis, both), messages(50, { limits: {} }));
    expect(await redis.prompt.keys('*')).toEqual([]);
  });

  it('does not let a wiped Redis forget the last slot', async () => {
    const redis = await emptyRedis(redisUrl);
    const pace = createPace(redis, both);
    const limits = { messagesPerSecond: 4 };
    const [before = 0] = await takeAll(pace, [ask({ limits })]);
    await redis.prompt.flushdb();
    const [after = 0] = await takeAll(pace, [ask({ limits })]);
    expect(after - before).toBeGreaterThanOrEqual(200);
  });
});

/** Outcomes of questions that reach Redis together, of an account with two messages per second. */
async function atOnce(redis: RedisHandle, questions: readonly Partial<Ask>[]): Promise<string[]> {
  return (await decisions(redis, questions)).map(({ outcome }) => outcome);
}

function decisions(redis: RedisHandle, questions: readonly Partial<Ask>[]): Promise<Decision[]> {
  const now = performance.now();
  const common = { account: 'bot', address: '1', spacing: 500, isSpaced: true, burst: 0, catchUp: 0, lastSlot: Number.NEGATIVE_INFINITY, bucket: 0, lastName: '' };
  return Promise.all(questions.map((own, index) => askRedis(redis, { ...common, horizon: 0, name: `call-${index}`, ...own }, now)));
}

/** What is left of the connections when Redis is gone. */
async function goneRedis(): Promise<RedisHandle> {
  const standIn = await startStandIn();
  const redis = await openRedis({ url: standIn.url });
  await redis.close();
  await standIn.close();
  return redis;
}

describe('the pace without Redis', () => {
  let redis: RedisHandle;

  beforeEach(async () => {
    redis = await goneRedis();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  });

  afterEach(() => void vi.useRealTimers());

  /** Grant times relative to the start, by a clock that jumps. */
  async function measure(pace: Pace, requests: readonly PaceRequest[]): Promise<number[]> {
    const startedAt = performance.now();
    const taken = takeAll(pace, requests);
    await vi.runAllTimersAsync();
    return (await taken).map((time) => time - startedAt);
  }

  it('goes on with half of the limit, in the order of the priorities', async () => {
    const limits = { messagesPerSecond: 30 };
    const broadcasts = messages(20, { priority: 'broadcast', limits });
    const times = await measure(createPace(redis, both), [...broadcasts, ...messages(20, { limits })]);
    expect(worstSecond(times)).toBeLessThanOrEqual(15);
    expect(39 / (duration(times) / 1_000)).toBeGreaterThanOrEqual(15 * 0.95);
    expect(Math.max(...times.slice(20))).toBeLessThan(times[1] ?? 0);
  });

  it('divides the limit by the processes that it is told', async () => {
    const times = await measure(createPace(redis, () => 3), messages(30, { limits: { messagesPerSecond: 30 } }));
    expect(worstSecond(times)).toBe(10);
  });

  it('makes its part of the calls of a minute and no more', async () => {
    const times = await measure(createPace(redis, () => 4), messages(60, { limits: { callsPerMinute: 100 } }));
    const worst = Math.max(...times.map((from) => times.filter((time) => time >= from && time < from + 60_000).length));
    expect(worst).toBe(25);
  });

  it('gives the place of an aborted message to the next one', async () => {
    const pace = createPace(redis, () => 1);
    const controller = new AbortController();
    const limits = { messagesPerSecond: 2 };
    const startedAt = performance.now();
    const first = takeAll(pace, [ask({ limits })]);
    const aborted = pace.take(ask({ priority: 'broadcast', limits }), controller.signal);
    const next = takeAll(pace, [ask({ priority: 'broadcast', limits })]);
    await vi.advanceTimersByTimeAsync(100);
    controller.abort(new Error('stopped'));
    await expect(aborted).rejects.toThrow('stopped');
    await vi.runAllTimersAsync();
    await first;
    expect(((await next)[0] ?? 0) - startedAt).toBeLessThan(600);
  });

  it('keeps to the burst of an address', async () => {
    const limits = { messagesPerSecond: 30, burstPerAddress: 3 };
    const times = await measure(createPace(redis, both), [1, 2, 3, 4, 5].map(() => ask({ limits })));
    expect(times[2]).toBeLessThan(250);
    expect(times[3]).toBeGreaterThanOrEqual(1_000);
    expect(times[4]).toBeGreaterThanOrEqual((times[3] ?? 0) + 1_000);
  });

  it('keeps to pauses, however long, and lets a message to another address past', async () => {
    const pace = createPace(redis, both);
    await pace.pause({ account: 'bot', address: '1' }, 150_000);
    const times = await measure(pace, [ask({}), ask({ address: '2' })]);
    expect(times[0]).toBeGreaterThanOrEqual(150_000);
    expect(times[1]).toBeLessThan(100);
  });
});

describe('the pace when Redis goes away in the middle', () => {
  it('loses no message and does not go faster', async () => {
    const standIn = await startStandIn();
    const redis = await openRedis({ url: standIn.url });
    onTestFinished(() => redis.close());
    const pace = createPace(redis, () => 1);
    let next = standIn;
    onTestFinished(() => next.close());
    const times: number[] = [];
    const sending = messages(120, { priority: 'broadcast' }).map(async (request) => {
      await pace.take(request, never);
      times.push(performance.now());
      if (times.length === 40) await standIn.close();
      if (times.length === 80) next = await startStandIn(standIn);
    });
    await Promise.all(sending);
    expect(times).toHaveLength(120);
    expect(duration(times)).toBeGreaterThanOrEqual(119 * 10);
  });
});
