import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { beat, retire } from '../../src/store/leases.ts';
import { addressesToDeliver, finish, loadOutbox, outboxAge, postpone, release, releaseWhenEmpty, renewLease, takeLease } from '../../src/store/outbox.ts';
import { applyRetention } from '../../src/store/retention.ts';
import { commitTurns, writtenRows, type WonTurn } from '../../src/store/commit-turns.ts';
import type { Turn, TurnOutbound } from '../../src/store/turns.ts';
import { testSetUps } from '../support/set-ups.ts';
import { testSealer } from '../support/test-assistant.ts';
import { emptyTables, openTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { countRows, createContact, keepAlive, later, load, message, now, outbound, somebodyWaits, the, turnOf } from './rows.ts';

const setUps = testSetUps();

describe.each(setUps)('the outbox on $name', (setUp) => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
  });
  afterEach(() => emptyTables(opened.database));
  afterAll(() => opened.drop());

  const say = async (person: string, rows: readonly TurnOutbound[], owner = 'one'): Promise<{ readonly address: number; readonly contact: number }> => {
    const ids = await createContact(opened.database, person);
    await commitTurns(opened.database, testSealer, owner, [
      turnOf(await load(opened.database, ids.contact), ids.address, { outbound: rows, messages: rows.map(() => message('outbound', 'x')) }),
    ]);
    return ids;
  };
  const counters = async (): Promise<unknown> => {
    const [row] = await opened.database.query('select queued, finished, lease_owner as owner from causo.address');
    return row;
  };

  it('hands the rows out in order, danger first, at most twenty', async () => {
    const { address } = await say('an', [...Array.from({ length: 24 }, (_, index) => outbound(`${index + 1}`)), outbound('cứu', { priority: 0 })]);
    const rows = await loadOutbox(opened.database, testSealer, address);
    expect(rows.map(({ number }) => number)).toEqual([25, ...Array.from({ length: 19 }, (_, index) => index + 1)]);
  });

  it('tells what a turn has written as it would be read, and whether anything waited before it', async () => {
    const { address, contact } = await createContact(opened.database, 'an');
    const commit = async (): Promise<{ readonly turn: Turn; readonly won: WonTurn | undefined }> => {
      const rows = [outbound('1', { question: 3, message: 0 }), outbound('2'), outbound('115', { priority: 0 })];
      const turn = turnOf(await load(opened.database, contact), address, { outbound: rows, messages: [message('outbound', 'x')] });
      const [won] = await commitTurns(opened.database, testSealer, 'one', [turn]);
      return { turn, won };
    };
    const { turn, won } = await commit();
    expect(won).toMatchObject({ isNext: true, holdsLease: true, to: { channel: 'test', account: 'bot', platformId: 'an', blocked: false } });
    expect(won && writtenRows(turn, won)).toEqual(await loadOutbox(opened.database, testSealer, address));
    expect((await commit()).won).toMatchObject({ isNext: false, holdsLease: true });
  });

  it('counts what is finished, notes the platform id and lets go only when nothing is left', async () => {
    await keepAlive(opened.database, 'one');
    const { address, contact } = await say('an', [outbound('1', { message: 0 }), outbound('2', { message: 1 })]);
    const rows = await loadOutbox(opened.database, testSealer, address);
    expect(await finish(opened.database, 'one', { address, row: rows[0]?.row ?? 0, sent: { contact, messageNumber: 1, id: 'platform-7' } })).toBe(true);
    expect(await counters()).toEqual({ queued: 2, finished: 1, owner: 'one' });
    expect(await releaseWhenEmpty(opened.database, address, 'one')).toBe(false);
    expect(await opened.database.query('select platform_message_id as id from causo.message order by number')).toEqual([{ id: 'platform-7' }, { id: null }]);
    expect(await finish(opened.database, 'one', { address, row: rows[1]?.row ?? 0 })).toBe(false);
    expect(await counters()).toEqual({ queued: 2, finished: 2, owner: null });
  });

  it('counts a row once, however often it is finished', async () => {
    const { address } = await say('an', [outbound('1')]);
    const { row } = the((await loadOutbox(opened.database, testSealer, address))[0]);
    await finish(opened.database, 'one', { address, row });
    await finish(opened.database, 'one', { address, row });
    expect(await counters()).toMatchObject({ queued: 1, finished: 1 });
  });

  it('tells a process that has lost its lease', async () => {
    const { address } = await say('an', [outbound('1')]);
    await keepAlive(opened.database, 'two');
    await opened.database.query(`update causo.address set lease_owner = 'two'`);
    expect(await renewLease(opened.database, address, 'one')).toBe(false);
    expect(await finish(opened.database, 'one', { address, row: 0 })).toBe(false);
    expect(await releaseWhenEmpty(opened.database, address, 'one')).toBe(false);
    await release(opened.database, address, 'one');
    expect(await counters()).toMatchObject({ owner: 'two' });
    expect(await takeLease(opened.database, address, 'one')).toBeUndefined();
    expect(await takeLease(opened.database, address, 'two')).toMatchObject({ platformId: 'an', blocked: false });
  });

  it('gives everything back when a process retires, and nothing of the others', async () => {
    await say('an', [outbound('1')], 'one');
    await say('ba', [outbound('1')], 'two');
    await keepAlive(opened.database, 'one', 'two');
    await retire(opened.database, 'one');
    expect(await opened.database.query('select lease_owner as owner from causo.address order by id')).toEqual([{ owner: null }, { owner: 'two' }]);
    expect(await opened.database.query('select owner from causo.process')).toEqual([{ owner: 'two' }]);
  });

  it('forgets processes that have not been seen for an hour, at upkeep', async () => {
    await keepAlive(opened.database, 'old', 'new');
    await opened.database.query(`update causo.process set seen_at = now() - interval '61 minutes' where owner = 'old'`);
    expect(await applyRetention(opened.database, new Date())).toEqual({ process: 1 });
    expect(await opened.database.query('select owner from causo.process')).toEqual([{ owner: 'new' }]);
  });

  it('finds addresses with something due and nobody alive at it', async () => {
    const [due, held, put] = [await say('an', [outbound('1')]), await say('ba', [outbound('1')], 'two'), await say('chi', [outbound('1')])];
    await say('du', []);
    await keepAlive(opened.database, 'two');
    const [row] = await loadOutbox(opened.database, testSealer, put.address);
    expect(await postpone(opened.database, row?.row ?? 0, later(60_000), true)).toBe(1);
    expect(await addressesToDeliver(opened.database, now, 'three')).toEqual([due.address]);
    expect(await addressesToDeliver(opened.database, later(60_000), 'three')).toEqual([due.address, put.address]);
    expect(await addressesToDeliver(opened.database, now, 'two')).toEqual([due.address, held.address]);
    expect(await loadOutbox(opened.database, testSealer, put.address)).toMatchObject([{ attempts: 1, uncertain: true }]);
  });

  it('knows how many processes are alive', async () => {
    expect(await beat(opened.database, 'one')).toMatchObject({ alive: 1 });
    expect(await beat(opened.database, 'two')).toMatchObject({ alive: 2 });
    await opened.database.query(`update causo.process set seen_at = now() - interval '1 minute' where owner = 'one'`);
    expect(await beat(opened.database, 'two')).toMatchObject({ alive: 1 });
  });

  it('lets people who wait for a reply go before broadcasts, however long these have waited', async () => {
    const queued = await say('an', [outbound('1', { priority: 3 })]);
    const reply = await say('ba', [outbound('1')]);
    await opened.database.query(`update causo.outbox set due_at = due_at - interval '1 hour' where priority = 3`);
    expect(await addressesToDeliver(opened.database, now, 'three')).toEqual([reply.address, queued.address]);
  });

  it('begins no more broadcasts of a channel at once than will have their slots soon, and leaves room for those of others', async () => {
    const statement = `with person as (
        select id, row_number() over (order by id) as place from causo.contact
      ), addressed as (
        insert into causo.address (contact_id, channel, account, platform_id, queued)
        select id, case when place <= 150 then 'test' else 'other' end, 'bot', 'many-' || place, 1 from person order by place returning id, contact_id
      )
      insert into causo.outbox (address_id, contact_id, number, priority, message_number, payload, created_at, due_at, not_after)
      select id, contact_id, 1, 3, 0, '', $1, $1, $1 from addressed`;
    await opened.database.query('insert into causo.contact (created_at) select $1 from generate_series(1, 155)', [now]);
    await opened.database.query(statement, [now]);
    expect(await addressesToDeliver(opened.database, now, 'three')).toHaveLength(105);
  });

  it('knows how old its oldest row is', async () => {
    expect(await outboxAge(opened.database, now)).toEqual({ count: 0, seconds: 0 });
    await say('an', [outbound('1'), outbound('2')]);
    expect(await outboxAge(opened.database, later(30_000))).toEqual({ count: 2, seconds: 30 });
    expect(await outboxAge(opened.database, later(-30_000))).toEqual({ count: 2, seconds: 0 });
  });
});

describe.each(setUps.filter(({ databaseUrl }) => databaseUrl !== undefined))('letting go of an address on $name', (setUp) => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
  });
  afterEach(() => emptyTables(opened.database));
  afterAll(() => opened.drop());

  /** An address that `one` holds with nothing left to send. */
  const held = async (): Promise<{ readonly address: number; readonly contact: number }> => {
    const ids = await createContact(opened.database, 'an');
    await keepAlive(opened.database, 'one', 'two');
    await takeLease(opened.database, ids.address, 'one');
    return ids;
  };

  it('sees a row that another process commits at the very moment', async () => {
    const { address, contact } = await held();
    const turn = turnOf(await load(opened.database, contact), address, { outbound: [outbound('x')] });
    let released: Promise<boolean> = Promise.resolve(false);
    await opened.database.transaction(async (transaction) => {
      expect(await commitTurns(transaction, testSealer, 'two', [turn])).toMatchObject([{ holdsLease: false }]);
      released = releaseWhenEmpty(opened.database, address, 'one');
      await somebodyWaits(opened.database);
    });
    expect(await released).toBe(false);
  });

  it('leaves the address to a process whose commit had to wait for it', async () => {
    const { address, contact } = await held();
    const turn = turnOf(await load(opened.database, contact), address, { outbound: [outbound('x')] });
    let committed: ReturnType<typeof commitTurns> = Promise.resolve([]);
    await opened.database.transaction(async (transaction) => {
      expect(await releaseWhenEmpty(transaction, address, 'one')).toBe(true);
      committed = commitTurns(opened.database, testSealer, 'two', [turn]);
      await somebodyWaits(opened.database);
    });
    expect(await committed).toMatchObject([{ holdsLease: true }]);
  });

  it('never leaves rows behind that nobody knows of, whoever comes first', async () => {
    const { address, contact } = await held();
    for (let round = 0; round < 80; round += 1) {
      await takeLease(opened.database, address, 'one');
      const turn = turnOf(await load(opened.database, contact), address, { outbound: [outbound('x')] });
      const work = [
        () => releaseWhenEmpty(opened.database, address, 'one'),
        () => commitTurns(opened.database, testSealer, 'two', [turn]).then(([won]) => won?.holdsLease),
      ];
      const [first, second] = round % 2 === 0 ? work : work.toReversed();
      const outcomes = await Promise.all([first?.(), second?.()]);
      // Either `one` let go and `two` has it, or `one` keeps it and looks again; never both and never neither.
      const [letGo, taken] = round % 2 === 0 ? outcomes : outcomes.toReversed();
      expect(letGo).toBe(taken);
      const { row } = the((await loadOutbox(opened.database, testSealer, address))[0]);
      expect(await finish(opened.database, taken ? 'two' : 'one', { address, row })).toBe(false);
    }
    expect(await countRows(opened.database)).toEqual({ address: 1, contact: 1, inbound: 80 });
  });

  it('lets go with the last row that was sent only when nobody has written meanwhile, whoever comes first', async () => {
    const { address, contact } = await held();
    for (let round = 0; round < 80; round += 1) {
      await takeLease(opened.database, address, 'one');
      const add = async (owner: string) => commitTurns(opened.database, testSealer, owner, [turnOf(await load(opened.database, contact), address, { outbound: [outbound('x')] })]);
      await add('one');
      const { row } = the((await loadOutbox(opened.database, testSealer, address))[0]);
      const work = [() => finish(opened.database, 'one', { address, row }), () => add('two').then(([won]) => won?.holdsLease)];
      const [first, second] = round % 2 === 0 ? work : work.toReversed();
      const outcomes = await Promise.all([first?.(), second?.()]);
      const [goesOn, taken] = round % 2 === 0 ? outcomes : outcomes.toReversed();
      expect(goesOn).toBe(!taken);
      const rest = the((await loadOutbox(opened.database, testSealer, address))[0]);
      expect(await finish(opened.database, taken ? 'two' : 'one', { address, row: rest.row })).toBe(false);
    }
    expect(await countRows(opened.database)).toEqual({ address: 1, contact: 1, inbound: 160 });
  });

  it('does not end in a ring of waiting with an erasure or a masking of the same message', async () => {
    const { address, contact } = await held();
    await commitTurns(opened.database, testSealer, 'one', [
      turnOf(await load(opened.database, contact), address, { messages: [message('outbound', 'x', true)], outbound: [outbound('x', { message: 0 })] }),
    ]);
    const { row } = the((await loadOutbox(opened.database, testSealer, address))[0]);
    let finished: Promise<boolean> = Promise.resolve(false);
    await opened.database.transaction(async (transaction) => {
      await transaction.query('update causo.message set sensitive = false');
      finished = finish(opened.database, 'one', { address, row, sent: { contact, messageNumber: 1, id: '7' } });
      await somebodyWaits(opened.database);
      await transaction.query('update causo.address set queued = queued');
      await transaction.query('update causo.outbox set attempts = attempts');
    });
    await finished;
    expect(await countRows(opened.database)).toEqual({ address: 1, contact: 1, inbound: 1, message: 1 });
  });
});
