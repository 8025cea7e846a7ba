import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createAssistant, type Assistant } from '../../src/app/assistant.ts';
import { SendError } from '../../src/channels/channel.ts';
import { advisoryLocks } from '../../src/store/advisory-locks.ts';
import { savePending } from '../../src/store/pending.ts';
import { sweep } from '../../src/app/sweep.ts';
import { startTimer } from '../../workers/timer.ts';
import { createGate, heldDatabase } from '../support/held-database.ts';
import { testSetUps } from '../support/set-ups.ts';
import { createManualQueue, createRecordingChannel, createTestAssistant, messageFrom, testSealer, type TestAssistant, type TestAssistantOptions } from '../support/test-assistant.ts';
import { emptyTables, openPatiently, openTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { askWhetherMoneyArrived, count, waitMinutes } from './chat.ts';

const second = 1_000;
const minute = 60_000;

describe.each(testSetUps())('a round of the timer on $name', (setUp) => {
  let opened: TestDatabase;
  const started: { readonly assistant: Assistant }[] = [];

  const open = async (options: Partial<TestAssistantOptions> = {}): Promise<TestAssistant> => {
    const test = await createTestAssistant({ database: opened.database, ...options });
    started.push(test);
    return test;
  };
  const settled = (): Promise<void> => expect.poll(() => count(opened.database, 'outbox')).toBe(0);
  /** Saves what a person wrote as waiting, as a process does that cannot answer now and then dies. */
  const leaveWaiting = async ({ clock }: TestAssistant, person: string, text: string): Promise<number> => {
    const message = messageFrom(person, text);
    const [ids] = await opened.database.query<{ contact: number; address: number }>(
      'select contact_id as contact, id as address from causo.address where platform_id = $1',
      [person],
    );
    if (!ids) throw new Error(`Expected ${person} to have written before`);
    await savePending(opened.database, testSealer, [{ ...message, ...ids, payload: { kind: 'message', message }, receivedAt: clock() }]);
    return ids.contact;
  };

  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
  });
  afterEach(async () => {
    await Promise.all(started.splice(0).map(({ assistant }) => assistant.stop()));
    await emptyTables(opened.database);
  });
  afterAll(() => opened.drop());

  it('answers what a dead process left waiting', async () => {
    const test = await open();
    await test.assistant.inbound.accept(messageFrom('an', 'chào'));
    await settled();
    await leaveWaiting(test, 'an', '1');
    await test.assistant.inbound.drainAll();
    await settled();
    expect(test.channel.sent).toHaveLength(4);
    expect(await count(opened.database, 'contact', `pending = 0 and consent = 'granted'`)).toBe(1);
  });

  it('answers what many left waiting, and stops in between when told to', async () => {
    const test = await open();
    const people = Array.from({ length: 150 }, (_, index) => `person-${index}`);
    await Promise.all(people.map((person) => test.assistant.inbound.accept(messageFrom(person, 'chào'))));
    await settled();
    for (const person of people) await leaveWaiting(test, person, 'menu');
    const stopping = new AbortController();
    stopping.abort();
    await test.assistant.inbound.drainAll(stopping.signal);
    expect(await count(opened.database, 'inbound', `state = 'pending'`)).toBe(people.length);
    await test.assistant.inbound.drainAll();
    expect(await count(opened.database, 'inbound', `state = 'pending'`)).toBe(0);
    await settled();
  });

  it('leaves a message to the process that tries it, and lets another answer when that is too slow', async () => {
    const gate = createGate();
    const reached = createGate();
    let isHeld = false;
    const slow = heldDatabase(opened.database, async (text) => {
      if (isHeld || !text.includes('with turn as')) return;
      isHeld = true;
      reached.open();
      await gate.wait;
    });
    const [quick, late] = [await open(), await open({ database: slow })];
    await quick.assistant.inbound.accept(messageFrom('an', 'menu'));
    await settled();
    const contact = await leaveWaiting(quick, 'an', '0900000000 là số gì');
    const drained = late.assistant.inbound.drain(contact);
    await reached.wait;
    await quick.assistant.inbound.drain(contact);
    expect(await count(opened.database, 'inbound', `state = 'pending'`)).toBe(1);
    // So slow that it is not waited for any longer.
    await opened.database.query(`update causo.inbound set tried_until = now() where state = 'pending'`);
    await quick.assistant.inbound.drain(contact);
    await settled();
    const before = quick.channel.sent.length;
    gate.open();
    await drained;
    await settled();
    expect([quick.channel.sent.length, late.channel.sent.length]).toEqual([before, 0]);
    expect(await count(opened.database, 'contact', 'pending = 0')).toBe(1);
  });

  it('sends what is due in the outbox and has nobody at it, and nothing before its time', async () => {
    const channel = createRecordingChannel();
    let isAway = true;
    channel.beforeSend = () => {
      if (isAway) throw new SendError('away', { code: 'unavailable', retryable: true });
    };
    const test = await open({ channel });
    await test.assistant.inbound.accept(messageFrom('an', 'chào'));
    await expect.poll(() => count(opened.database, 'outbox', 'attempts = 1')).toBe(1);
    await expect.poll(() => count(opened.database, 'address', 'lease_owner is null')).toBe(1);
    isAway = false;
    await sweep(test.assistant);
    expect(channel.sent).toHaveLength(0);
    test.clock.advance(2 * second);
    await sweep(test.assistant);
    await channel.arrived(2);
  });

  it('sends what a process left behind that died in the middle', async () => {
    let isDead = false;
    const mortal = heldDatabase(opened.database, (text) => (isDead && text.includes('causo.process') ? new Promise(() => undefined) : undefined));
    const dead = await open({ owner: 'dead', database: mortal });
    dead.channel.beforeSend = () => new Promise(() => undefined);
    void dead.assistant.inbound.accept(messageFrom('an', 'chào'));
    await expect.poll(() => count(opened.database, 'outbox')).toBe(2);
    const test = await open();
    await sweep(test.assistant);
    expect(test.channel.sent).toHaveLength(0);
    // A process that does not beat any more is dead.
    started.splice(started.indexOf(dead), 1);
    isDead = true;
    dead.assistant.stop().catch(() => undefined);
    // Again and again, because its last sign of life may still be on the way.
    const takeOver = async (): Promise<number> => {
      await opened.database.query(`delete from causo.process where owner = 'dead'`);
      await sweep(test.assistant);
      return test.channel.sent.length;
    };
    await expect.poll(takeOver).toBe(2);
    await settled();
  });

  it('fires waits that the queue has lost, five seconds after their time', async () => {
    const test = await open();
    await askWhetherMoneyArrived(test, 'an');
    await settled();
    const before = test.channel.sent.length;
    test.clock.advance(waitMinutes * minute + 4 * second);
    await sweep(test.assistant);
    expect(await count(opened.database, 'wait', 'done_at is null')).toBe(1);
    test.clock.advance(second + 1);
    await sweep(test.assistant);
    await test.channel.arrived(before + 1);
    await sweep(test.assistant);
    await settled();
    expect(test.channel.sent).toHaveLength(before + 1);
  });

  it('fills a queue that has lost everything with what falls due in ten minutes, and only then marks it', async () => {
    const test = await open();
    await askWhetherMoneyArrived(test, 'an');
    const { due, id, version } = await askWhetherMoneyArrived(test, 'binh');
    await opened.database.query(`update causo.wait set due_at = due_at - interval '6 min' where id = $1`, [id]);
    const queue = { ...createManualQueue(), isSetUp: async () => isMarked, markSetUp: async () => (isMarked = true), ensureSchedulers: async () => canSchedule };
    let isMarked = false;
    let canSchedule = false;
    const assistant = await createAssistant({ ...test.assistant, queue, owner: 'with-empty-queue' });
    started.push({ assistant });
    await sweep(assistant);
    expect(isMarked).toBe(false);
    canSchedule = true;
    await sweep(assistant);
    expect(isMarked).toBe(true);
    const job = { kind: 'wait', rowId: String(id), version, dueAt: due.getTime() - 6 * minute };
    expect(queue.scheduled).toEqual([job, job]);
    await sweep(assistant);
    expect(queue.scheduled).toHaveLength(2);
  });

  it('does everything once when two processes do it at the same moment', async () => {
    const [one, two] = [await open(), await open()];
    await askWhetherMoneyArrived(one, 'an');
    await one.assistant.inbound.accept(messageFrom('binh', 'chào'));
    await settled();
    await leaveWaiting(one, 'binh', '1');
    const before = one.channel.sent.length;
    for (const { clock } of [one, two]) clock.advance((waitMinutes + 1) * minute);
    await Promise.all([one, two].flatMap(({ assistant }) => [sweep(assistant), assistant.inbound.drainAll()]));
    await settled();
    // The question once more, and thanks with the menu.
    expect(one.channel.sent.length + two.channel.sent.length).toBe(before + 3);
    expect(await count(opened.database, 'consent')).toBe(2);
  });

  it('is over before the timer has stopped, and none begins after that', async () => {
    const gate = createGate();
    const reached = createGate();
    const database = heldDatabase(opened.database, async (text) => {
      if (!text.includes('pg_try_advisory_xact_lock')) return;
      reached.open();
      await gate.wait;
    });
    // A held transaction would hold everything on the embedded database, so the whole look is held there.
    const test = await open({ database: { ...database, transaction: (work) => work(database) } });
    const stop = startTimer(test.assistant);
    await reached.wait;
    let hasStopped = false;
    const stopped = stop().then(() => {
      hasStopped = true;
    });
    expect(await count(opened.database, 'contact')).toBe(0);
    expect(hasStopped).toBe(false);
    gate.open();
    await stopped;
  });
});

describe.each(testSetUps().filter(({ databaseUrl }) => databaseUrl !== undefined))('the rounds of several processes on $name', (setUp) => {
  it('are done by one of them at a time, by a lock in the database that goes with its holder', async () => {
    const opened = await openTestDatabase(setUp);
    const other = await openPatiently(opened.url ?? '');
    const test = await createTestAssistant({ database: opened.database });
    try {
      await askWhetherMoneyArrived(test, 'an');
      test.clock.advance((waitMinutes + 1) * minute);
      await other.transaction(async (transaction) => {
        await transaction.query('select pg_advisory_xact_lock($1)', [advisoryLocks.timerRound]);
        await sweep(test.assistant);
        expect(await count(opened.database, 'wait', 'done_at is null')).toBe(1);
      });
      await sweep(test.assistant);
      expect(await count(opened.database, 'wait', 'done_at is null')).toBe(0);
    } finally {
      await test.assistant.stop();
      await other.close();
      await opened.drop();
    }
  });
});
