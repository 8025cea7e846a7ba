import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import { claimPending, park, returnPending, savePending, type Claim, type NewPending, type PendingMessage } from '../../src/store/pending.ts';
import { setWait, takeDueWait } from '../../src/store/waits.ts';
import { commitTurns } from '../../src/store/commit-turns.ts';
import { lockContact } from '../../src/store/turns.ts';
import { testSetUps } from '../support/set-ups.ts';
import { testSealer } from '../support/test-assistant.ts';
import { emptyTables, openTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { countRows, createContact, keepAlive, later, load, now, outbound, somebodyWaits, the, turnOf } from './rows.ts';

const setUps = testSetUps();

function pendingOf(ids: { readonly contact: number; readonly address: number }, updateId: string, channel = 'test'): NewPending {
  return { ...ids, channel, account: 'bot', updateId, payload: { text: updateId }, receivedAt: now };
}

const save = (database: Database, ...messages: readonly NewPending[]): Promise<unknown> => savePending(database, testSealer, messages);

const claim = (database: Database, whose: Claim['whose'] = 'untried', owner = 'one'): Promise<readonly PendingMessage[]> =>
  claimPending(database, testSealer, owner, { limit: 20, whose, except: [] });

describe.each(setUps)('messages that wait on $name', (setUp) => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
  });
  afterEach(() => emptyTables(opened.database));
  afterAll(() => opened.drop());

  const inboundStates = async (): Promise<unknown> =>
    opened.database.query('select update_id as id, state, payload is null as empty from causo.inbound order by id');

  it('are handed out one by one in the order in which they were saved', async () => {
    const ids = await createContact(opened.database, 'an');
    await save(opened.database, pendingOf(ids, 'b'), pendingOf(ids, 'a'), pendingOf(ids, 'c'));
    await save(opened.database, pendingOf(ids, 'd'));
    expect(await load(opened.database, ids.contact)).toMatchObject({ pending: 4, version: 2 });
    const found: string[] = [];
    for (;;) {
      const [next, ...others] = await claim(opened.database, ids.contact);
      if (!next) break;
      expect(others).toEqual([]);
      expect(next).toMatchObject({ ...ids, payload: { text: next.updateId }, attempts: 1, receivedAt: now, addressChannel: 'test' });
      found.push(next.updateId);
      const turn = turnOf(await load(opened.database, ids.contact), ids.address, { inbound: { channel: 'test', account: 'bot', updateId: next.updateId, pendingRow: next.row } });
      expect(await commitTurns(opened.database, testSealer, 'one', [turn])).toHaveLength(1);
    }
    expect(found).toEqual(['b', 'a', 'c', 'd']);
  });

  it('are handed out to one process at a time, and to another when that one dies or takes too long', async () => {
    const [an, ba] = [await createContact(opened.database, 'an'), await createContact(opened.database, 'ba')];
    await save(opened.database, pendingOf(an, 'a'), pendingOf(an, 'b'), pendingOf(ba, 'c'));
    await keepAlive(opened.database, 'one', 'two');
    const updates = async (owner: string, whose: Claim['whose'] = 'untried'): Promise<readonly string[]> => (await claim(opened.database, whose, owner)).map(({ updateId }) => updateId);
    expect(await updates('one', an.contact)).toEqual(['a']);
    expect(await updates('two')).toEqual(['c']);
    expect([await updates('one'), await updates('two'), await updates('three', 'tried')]).toEqual([[], [], []]);
    await opened.database.query(`delete from causo.process where owner = 'one'`);
    expect(await updates('two', 'tried')).toEqual(['a', 'c']);
    await opened.database.query(`update causo.inbound set tried_until = now() where update_id = 'c'`);
    expect(await updates('three', 'tried')).toEqual(['c']);
  });

  it('are handed out once each when many ask at the same time', async () => {
    const people = await Promise.all(Array.from({ length: 40 }, (_, index) => createContact(opened.database, `person-${index}`)));
    await save(opened.database, ...people.map((ids, index) => pendingOf(ids, String(index))));
    await keepAlive(opened.database, 'one', 'two', 'three');
    const claimed = await Promise.all(['one', 'two', 'three'].map((owner) => claim(opened.database, undefined, owner)));
    const rest = await claim(opened.database, undefined, 'one');
    const updates = [...claimed.flat(), ...rest].map(({ updateId }) => updateId);
    expect(updates).toHaveLength(new Set(updates).size);
  });

  it('make a turn lose that is still under way', async () => {
    const ids = await createContact(opened.database, 'an');
    const slow = turnOf(await load(opened.database, ids.contact), ids.address, { outbound: [outbound('x')] });
    await save(opened.database, { ...pendingOf(ids, 'x'), ...slow.inbound });
    expect(await commitTurns(opened.database, testSealer, 'one', [slow])).toEqual([]);
    expect(await countRows(opened.database)).toEqual({ address: 1, contact: 1, inbound: 1 });
  });

  it('are saved once, however often they come, and not at all when they were answered already', async () => {
    const ids = await createContact(opened.database, 'an');
    const done = turnOf(await load(opened.database, ids.contact), ids.address);
    await commitTurns(opened.database, testSealer, 'one', [done]);
    await save(opened.database, { ...pendingOf(ids, ''), ...done.inbound });
    await save(opened.database, pendingOf(ids, 'a'), pendingOf(ids, 'a'));
    await save(opened.database, pendingOf(ids, 'a'));
    expect(await load(opened.database, ids.contact)).toMatchObject({ pending: 1, version: 2 });
    expect(await countRows(opened.database)).toMatchObject({ inbound: 2 });
  });

  it('are settled by the turn that answers them, and then hold no text any more', async () => {
    const ids = await createContact(opened.database, 'an');
    await save(opened.database, pendingOf(ids, 'a'), pendingOf(ids, 'b'));
    const [first] = await claim(opened.database, ids.contact);
    const { row, updateId } = the(first);
    await commitTurns(opened.database, testSealer, 'one', [
      turnOf(await load(opened.database, ids.contact), ids.address, { inbound: { channel: 'test', account: 'bot', updateId, pendingRow: row } }),
    ]);
    expect(await inboundStates()).toEqual([{ id: 'a', state: 'done', empty: true }, { id: 'b', state: 'pending', empty: false }]);
    expect(await load(opened.database, ids.contact)).toMatchObject({ pending: 1, recentUpdates: ['test:a'] });
  });

  it('have their tries counted before they are made, and only while they wait', async () => {
    const ids = await createContact(opened.database, 'an');
    await save(opened.database, pendingOf(ids, 'a'));
    const tries: number[] = [];
    for (const isInnocent of [false, true, false]) {
      const message = the((await claim(opened.database, tries.length > 0 ? 'tried' : 'untried'))[0]);
      tries.push(message.attempts);
      await returnPending(opened.database, 'one', message.row, isInnocent);
    }
    expect(tries).toEqual([1, 2, 2]);
    await opened.database.query(`update causo.inbound set state = 'done'`);
    expect(await claim(opened.database, 'tried')).toEqual([]);
  });

  it('stay away for now when they have failed a moment ago, and those behind them too', async () => {
    const [an, ba] = [await createContact(opened.database, 'an'), await createContact(opened.database, 'ba')];
    await save(opened.database, pendingOf(an, 'a'), pendingOf(an, 'b'), pendingOf(ba, 'c'));
    const [failed, other] = await claim(opened.database);
    for (const message of [the(failed), the(other)]) await returnPending(opened.database, 'one', message.row, false);
    const left = await claimPending(opened.database, testSealer, 'one', { limit: 20, whose: 'tried', except: [the(failed).row] });
    expect(left.map(({ updateId }) => updateId)).toEqual(['c']);
  });

  it('are set aside once, with the notice in their place behind the others', async () => {
    const ids = await createContact(opened.database, 'an');
    await save(opened.database, pendingOf(ids, 'a'), pendingOf(ids, 'b'));
    const message = the((await claim(opened.database, ids.contact))[0]);
    const notice = pendingOf(ids, 'turn_failed-1-1', 'internal');
    await park(opened.database, testSealer, message, notice);
    await park(opened.database, testSealer, message, notice);
    expect(await inboundStates()).toMatchObject([{ id: 'a', state: 'parked' }, { id: 'b', state: 'pending' }, { id: 'turn_failed-1-1', state: 'pending' }]);
    expect(await load(opened.database, ids.contact)).toMatchObject({ pending: 2 });
  });

  it('are claimed once when they are waits that fall due, and not once they were moved', async () => {
    const { contact, address } = await createContact(opened.database, 'an');
    const wait = await setWait(opened.database, contact, 3, later(1000));
    expect(await takeDueWait(opened.database, wait.id, wait.version, now)).toBeUndefined();
    const moved = await setWait(opened.database, contact, 3, later(2000));
    expect(moved).toMatchObject({ id: wait.id, version: wait.version + 1 });
    expect(await takeDueWait(opened.database, wait.id, wait.version, later(9000))).toBeUndefined();
    expect(await takeDueWait(opened.database, wait.id, moved.version, later(2000))).toMatchObject({ question: 3, address });
    expect(await takeDueWait(opened.database, wait.id, moved.version, later(2000))).toBeUndefined();
  });
});

describe.each(setUps.filter(({ databaseUrl }) => databaseUrl !== undefined))('putting a message off beside its turn on $name', (setUp) => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
  });
  afterEach(() => emptyTables(opened.database));
  afterAll(() => opened.drop());

  it('waits for the turn that holds the contact and then leaves the answered message alone', async () => {
    const ids = await createContact(opened.database, 'an');
    let saved: Promise<unknown> = Promise.resolve();
    await opened.database.transaction(async (transaction) => {
      const contact = the(await lockContact(transaction, testSealer, ids.contact));
      const turn = turnOf(contact, ids.address);
      saved = save(opened.database, { ...pendingOf(ids, ''), ...turn.inbound });
      await somebodyWaits(opened.database);
      expect(await commitTurns(transaction, testSealer, 'one', [turn])).toHaveLength(1);
    });
    await saved;
    expect(await load(opened.database, ids.contact)).toMatchObject({ pending: 0, version: 1 });
    expect(await opened.database.query('select state from causo.inbound')).toEqual([{ state: 'done' }]);
  });

  it('saves nothing for an address that an erasure removes in that moment: nobody could ever answer it', async () => {
    const ids = await createContact(opened.database, 'an');
    let saved: Promise<ReadonlySet<number>> = Promise.resolve(new Set<number>());
    await opened.database.transaction(async (transaction) => {
      await lockContact(transaction, testSealer, ids.contact);
      saved = savePending(opened.database, testSealer, [pendingOf(ids, 'a')]);
      await somebodyWaits(opened.database);
      await transaction.query('delete from causo.address where id = $1', [ids.address]);
    });
    expect((await saved).size).toBe(0);
    expect(await countRows(opened.database)).toEqual({ contact: 1 });
  });

  it('skips contacts that are held when it shall not wait', async () => {
    const [an, ba] = [await createContact(opened.database, 'an'), await createContact(opened.database, 'ba')];
    await opened.database.transaction(async (transaction) => {
      await lockContact(transaction, testSealer, an.contact);
      const saved = await savePending(opened.database, testSealer, [pendingOf(an, 'a'), pendingOf(ba, 'b')], 'skip');
      expect([...saved]).toEqual([ba.contact]);
    });
    expect((await claim(opened.database)).map(({ updateId }) => updateId)).toEqual(['b']);
  });

  it('never sets a message aside that a turn is answering right now', async () => {
    const ids = await createContact(opened.database, 'an');
    await save(opened.database, pendingOf(ids, 'a'));
    const message = the((await claim(opened.database, ids.contact))[0]);
    let parked: Promise<void> = Promise.resolve();
    await opened.database.transaction(async (transaction) => {
      const contact = the(await lockContact(transaction, testSealer, ids.contact));
      parked = park(opened.database, testSealer, message, pendingOf(ids, 'turn_failed-1-1', 'internal'));
      await somebodyWaits(opened.database);
      const inbound = { channel: 'test', account: 'bot', updateId: 'a', pendingRow: message.row };
      expect(await commitTurns(transaction, testSealer, 'one', [turnOf(contact, ids.address, { inbound })])).toHaveLength(1);
    });
    await parked;
    expect(await opened.database.query('select state from causo.inbound')).toEqual([{ state: 'done' }]);
    expect(await load(opened.database, ids.contact)).toMatchObject({ pending: 0 });
  });
});
