import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createAssistant } from '../../src/app/assistant.ts';
import { SendError } from '../../src/channels/channel.ts';
import { startWorkers } from '../../workers/main.ts';
import { sweep } from '../../src/app/sweep.ts';
import { emptyRedis, queueOn } from '../queue/open.ts';
import { testSetUps } from '../support/set-ups.ts';
import { createTestAssistant, createTestClock, messageFrom, type TestAssistant } from '../support/test-assistant.ts';
import { emptyTables, openTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { askWhetherMoneyArrived, count } from './chat.ts';

/** Stop functions, last started first. */
const running: (() => Promise<void>)[] = [];

describe.each(testSetUps())('the queue and the database together on $name', (setUp) => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
  });
  afterEach(async () => {
    for (const stop of running.splice(0).toReversed()) await stop();
    await emptyTables(opened.database);
  });
  afterAll(() => opened.drop());

  /** The assistant with a real queue. */
  const open = async (clock: () => Date) => {
    const redis = await emptyRedis(setUp.redisUrl);
    const { queue, faults } = queueOn(redis);
    const test = await createTestAssistant({ database: opened.database });
    const assistant = await createAssistant({ ...test.assistant, queue, owner: 'with-queue', clock });
    running.push(() => test.assistant.stop(), () => assistant.stop());
    return { ...test, assistant, faults, redis };
  };
  const settled = (): Promise<void> => expect.poll(() => count(opened.database, 'outbox')).toBe(0);
  const nearly = 1_500;
  const wallClock = (): Date => new Date();
  /** A question whose time is nearly over, with its job in the queue. */
  const askNearTheEnd = async (test: TestAssistant): Promise<void> => {
    const { due } = await askWhetherMoneyArrived(test, 'an');
    await settled();
    await opened.database.query('update causo.wait set due_at = $1', [new Date(test.assistant.clock().getTime() + nearly)]);
    expect(due.getTime()).toBeGreaterThan(test.assistant.clock().getTime() + nearly);
    // Fills the empty queue.
    await sweep(test.assistant);
  };

  it('let a question go on at its time', async () => {
    const clock = createTestClock();
    const test = await open(clock);
    await askNearTheEnd(test);
    const before = test.channel.sent.length;
    // The clock stands at the very moment, so the timer, which comes five seconds later, never does it.
    clock.advance(nearly);
    running.push(startWorkers(test.assistant));
    await test.channel.arrived(before + 1);
    expect(await count(opened.database, 'wait', 'done_at = due_at')).toBe(1);
    expect(test.faults).toEqual([]);
  });

  it('leave a question alone that was moved after its job was made', async () => {
    const clock = createTestClock();
    const test = await open(clock);
    await askNearTheEnd(test);
    const before = test.channel.sent.length;
    clock.advance(nearly);
    const [wait] = await opened.database.query<{ id: number; version: number }>('select id, version from causo.wait');
    const hasJob = (): Promise<number> => test.redis.prompt.exists(`{causo}:jobs:wait-${wait?.id}-${wait?.version}`);
    expect(await hasJob()).toBe(1);
    await opened.database.query(`update causo.wait set version = version + 1, due_at = due_at + interval '1 hour'`);
    running.push(startWorkers(test.assistant));
    await expect.poll(hasJob).toBe(0);
    expect(test.channel.sent).toHaveLength(before);
    expect(await count(opened.database, 'wait', 'done_at is null')).toBe(1);
  });

  it('send a reply again that could not be sent, as soon as it is due', async () => {
    const test = await open(wallClock);
    let failures = 1;
    test.channel.beforeSend = () => {
      if (failures-- > 0) throw new SendError('away', { code: 'unavailable', retryable: true });
    };
    running.push(startWorkers(test.assistant));
    await test.assistant.inbound.accept(messageFrom('an', 'chào'));
    await test.channel.arrived(2);
    await settled();
    expect(test.faults).toEqual([]);
  });

  it('do upkeep at once after the queue was set up, and again after it was wiped', async () => {
    const test = await open(wallClock);
    const old = `insert into causo.inbound (channel, account, update_id, state, received_at) values ('test', 'bot', 'old', 'done', now() - interval '3 days')`;
    running.push(startWorkers(test.assistant));
    await opened.database.query(old);
    await expect.poll(() => count(opened.database, 'inbound')).toBe(0);
    await test.redis.prompt.flushdb();
    await opened.database.query(old);
    await expect.poll(() => count(opened.database, 'inbound')).toBe(0);
  });
});
