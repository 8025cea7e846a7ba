import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { newSession } from '../../src/core/mod.ts';
import { isUniqueViolation } from '../../src/store/contacts.ts';
import { loadOutbox } from '../../src/store/outbox.ts';
import { messagesAfter } from '../../src/store/messages.ts';
import { commitTurns } from '../../src/store/commit-turns.ts';
import { loadContacts, type Turn } from '../../src/store/turns.ts';
import { testSetUps } from '../support/set-ups.ts';
import { testSealer } from '../support/test-assistant.ts';
import { emptyTables, openTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { countRows, createContact, keepAlive, later, load, message, now, outbound, the, turnOf, waiting } from './rows.ts';

const setUps = testSetUps();

describe.each(setUps)('committing turns on $name', (setUp) => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
  });
  afterEach(() => emptyTables(opened.database));
  afterAll(() => opened.drop());

  const commit = (turns: readonly Turn[], owner = 'one') => commitTurns(opened.database, testSealer, owner, turns);

  it('writes session, key, messages and outbox together and gives the session back as it was', async () => {
    const { contact, address } = await createContact(opened.database, 'an');
    const turn = turnOf(await load(opened.database, contact), address, {
      messages: [message('inbound', 'bán cá'), message('outbound', 'Ngân hàng nào ạ?')],
      outbound: [outbound('Ngân hàng nào ạ?', { question: 1, message: 1 })],
    });
    expect(await commit([turn])).toMatchObject([{ contact, holdsLease: true }]);
    expect(await countRows(opened.database)).toEqual({ address: 1, contact: 1, inbound: 1, message: 2, outbox: 1 });
    const loaded = await load(opened.database, contact);
    expect(loaded).toMatchObject({ version: 1, pending: 0, messageNumber: 2, recentUpdates: [`test:${turn.inbound.updateId}`] });
    expect(loaded.session).toEqual(waiting);
    expect(await messagesAfter(opened.database, testSealer, contact, 0, 10)).toMatchObject([{ number: 1 }, { number: 2 }]);
    expect(await loadOutbox(opened.database, testSealer, address)).toMatchObject([{ number: 1, question: 1, messageNumber: 2 }]);
  });

  it('writes nothing anywhere for a contact that has moved on since it was loaded', async () => {
    const { contact, address } = await createContact(opened.database, 'an');
    const stale = await load(opened.database, contact);
    await commit([turnOf(stale, address)]);
    const before = await countRows(opened.database);
    const late = turnOf(stale, address, { messages: [message('inbound', 'x')], outbound: [outbound('y')], session: newSession });
    expect(await commit([late])).toEqual([]);
    expect(await countRows(opened.database)).toEqual(before);
    const [row] = await opened.database.query('select version, message_number, recent_updates from causo.contact');
    expect(row).toMatchObject({ version: 1, message_number: 0 });
    const [home] = await opened.database.query('select queued, finished, lease_owner from causo.address');
    expect(home).toEqual({ queued: 0, finished: 0, lease_owner: null });
  });

  it('lets the others of a group win when one has lost', async () => {
    const people = await Promise.all(['an', 'ba', 'chi'].map((person) => createContact(opened.database, person)));
    const turns = await Promise.all(people.map(async ({ contact, address }) => turnOf(await load(opened.database, contact), address, { outbound: [outbound('chào')] })));
    await opened.database.query('update causo.contact set version = 7 where id = $1', [people[1]?.contact]);
    const won = await commit(turns.toReversed());
    expect(won.map(({ contact }) => contact).toSorted((a, b) => a - b)).toEqual([people[0]?.contact, people[2]?.contact]);
    expect(await countRows(opened.database)).toMatchObject({ inbound: 2, outbox: 2 });
  });

  it('writes nothing of the whole group when one update was handled before', async () => {
    const [an, ba] = [await createContact(opened.database, 'an'), await createContact(opened.database, 'ba')];
    const first = turnOf(await load(opened.database, an.contact), an.address);
    await commit([first]);
    const before = await countRows(opened.database);
    const again = turnOf(await load(opened.database, an.contact), an.address, { inbound: first.inbound, messages: [message('inbound', 'x')], outbound: [outbound('y')] });
    const other = turnOf(await load(opened.database, ba.contact), ba.address, { outbound: [outbound('z')] });
    const failed = await commit([again, other]).then(() => undefined, (error: unknown) => error);
    expect(isUniqueViolation(failed)).toBe(true);
    expect(await countRows(opened.database)).toEqual(before);
    expect(await load(opened.database, an.contact)).toMatchObject({ version: 1 });
    expect(await load(opened.database, ba.contact)).toMatchObject({ version: 0 });
  });

  it('counts outbox rows on per address, whoever writes them', async () => {
    const { contact, address } = await createContact(opened.database, 'an');
    await commit([turnOf(await load(opened.database, contact), address, { outbound: [outbound('1'), outbound('2')] })], 'one');
    await commit([turnOf(await load(opened.database, contact), address, { outbound: [outbound('3')] })], 'two');
    await commit([turnOf(await load(opened.database, contact), address, { outbound: [outbound('4', { priority: 0 }), outbound('5')] })], 'one');
    const rows = await loadOutbox(opened.database, testSealer, address);
    expect(rows.map(({ number, payload }) => [number, payload])).toEqual(
      ['4', '1', '2', '3', '5'].map((text) => [Number(text), { text, options: [] }]),
    );
  });

  it('remembers the last eight updates of a contact, newest first', async () => {
    const { contact, address } = await createContact(opened.database, 'an');
    for (let turn = 0; turn < 10; turn += 1) {
      const inbound = { channel: 'test', account: 'bot', updateId: `n${turn}` };
      await commit([turnOf(await load(opened.database, contact), address, { inbound })]);
    }
    const { recentUpdates } = await load(opened.database, contact);
    expect(recentUpdates).toEqual([9, 8, 7, 6, 5, 4, 3, 2].map((number) => `test:n${number}`));
  });

  it('keeps no state of a contact who has nothing under way', async () => {
    const { contact, address } = await createContact(opened.database, 'an');
    await commit([turnOf(await load(opened.database, contact), address)]);
    await commit([turnOf(await load(opened.database, contact), address, { session: { ...newSession, profile: waiting.profile, counters: waiting.counters } })]);
    expect(await opened.database.query('select state, flow, flow_hash, language, self_name from causo.contact')).toEqual([
      { state: null, flow: null, flow_hash: null, language: 'vi', self_name: 'bà' },
    ]);
  });

  it('stores texts with NUL, which only stand in sealed columns', async () => {
    const { contact, address } = await createContact(opened.database, 'an');
    const turn = turnOf(await load(opened.database, contact), address, { messages: [message('inbound', 'a\0b')], outbound: [outbound('c\0d')] });
    expect(await commit([turn])).toHaveLength(1);
    expect(await messagesAfter(opened.database, testSealer, contact, 0, 9)).toMatchObject([{ payload: { text: 'a\0b' } }]);
  });

  it('knows nothing of a contact that is not there', async () => {
    expect(await loadContacts(opened.database, testSealer, [999_999])).toEqual(new Map());
    const { contact, address } = await createContact(opened.database, 'an');
    const gone = turnOf(await load(opened.database, contact), address, { outbound: [outbound('x')] });
    await opened.database.query('delete from causo.contact');
    expect(await commit([gone])).toEqual([]);
    expect(await countRows(opened.database)).toEqual({});
  });

  it('opens the window again for what the person wrote, not for what happened inside', async () => {
    const { contact, address } = await createContact(opened.database, 'an');
    await opened.database.query('update causo.address set blocked_at = $1', [now]);
    await commit([turnOf(await load(opened.database, contact), address, { inbound: { channel: 'internal', account: '', updateId: 'wait_timed_out-1-1' } })]);
    expect(await opened.database.query('select last_inbound_at as at, blocked_at is null as free from causo.address')).toEqual([{ at: null, free: false }]);
    await commit([turnOf(await load(opened.database, contact), address, { now: later(5000) })]);
    expect(await opened.database.query('select last_inbound_at as at, blocked_at is null as free from causo.address')).toEqual([{ at: later(5000), free: true }]);
  });
});

describe.each(setUps)('who may deliver after a commit on $name', (setUp) => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
  });
  afterEach(() => emptyTables(opened.database));
  afterAll(() => opened.drop());

  /** Commits as `me` one row while the address stands as given; tells whether `me` holds the lease then, and who does. */
  const commitOver = async (holder: string | null, until: string, rows = 1): Promise<readonly [boolean | undefined, unknown]> => {
    const { contact, address } = await createContact(opened.database, 'an');
    await opened.database.query(`update causo.address set lease_owner = $1, lease_until = now() + $2::interval`, [holder, until]);
    const turn = turnOf(await load(opened.database, contact), address, { outbound: Array.from({ length: rows }, () => outbound('x')) });
    const [won] = await commitTurns(opened.database, testSealer, 'me', [turn]);
    const [row] = await opened.database.query<{ owner: string | null }>('select lease_owner as owner from causo.address');
    return [won?.holdsLease, row?.owner];
  };

  it('takes a free address', async () => {
    expect(await commitOver(null, '0 s')).toEqual([true, 'me']);
  });

  it('goes on with its own', async () => {
    await keepAlive(opened.database, 'me');
    expect(await commitOver('me', '1 hour')).toEqual([true, 'me']);
  });

  it('leaves it to another process that is alive', async () => {
    await keepAlive(opened.database, 'other');
    expect(await commitOver('other', '1 hour')).toEqual([false, 'other']);
  });

  it('takes it over from a process that has not been seen for long', async () => {
    await keepAlive(opened.database, 'other');
    await opened.database.query(`update causo.process set seen_at = now() - interval '4 s'`);
    expect(await commitOver('other', '1 hour')).toEqual([true, 'me']);
  });

  it('takes it over from a process that was never seen', async () => {
    expect(await commitOver('other', '1 hour')).toEqual([true, 'me']);
  });

  it('takes it over when the lease has ended although its holder is alive', async () => {
    await keepAlive(opened.database, 'other');
    expect(await commitOver('other', '-1 s')).toEqual([true, 'me']);
  });

  it('takes nothing when it has nothing to send', async () => {
    expect(await commitOver(null, '0 s', 0)).toEqual([false, null]);
  });
});

describe.each(setUps.filter(({ databaseUrl }) => databaseUrl !== undefined))('turns of several processes on $name', (setUp) => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
  });
  afterEach(() => emptyTables(opened.database));
  afterAll(() => opened.drop());

  it('never wait for each other in a ring and let each contact be won once', async () => {
    const people = [];
    for (let index = 0; index < 60; index += 1) people.push(await createContact(opened.database, `person-${index}`));
    for (let round = 0; round < 15; round += 1) {
      const loaded = await loadContacts(opened.database, testSealer, people.map(({ contact }) => contact));
      const turns = people.map(({ contact, address }) => turnOf(the(loaded.get(contact)), address, { outbound: [outbound('x')] }));
      const others = people.map(({ contact, address }) => turnOf(the(loaded.get(contact)), address, { outbound: [outbound('y')] }));
      const won = await Promise.all([
        commitTurns(opened.database, testSealer, 'one', turns),
        commitTurns(opened.database, testSealer, 'two', others.toReversed()),
        commitTurns(opened.database, testSealer, 'three', turns.slice(20, 40).toReversed().map((turn) => ({ ...turn, inbound: { ...turn.inbound, updateId: `${turn.inbound.updateId}-b` } }))),
      ]);
      expect(won.flat().map(({ contact }) => contact).toSorted((a, b) => a - b)).toEqual(people.map(({ contact }) => contact));
    }
    expect(await countRows(opened.database)).toMatchObject({ outbox: 900, inbound: 900 });
    const [numbers] = await opened.database.query('select min(number) as first, max(number) as last from causo.outbox');
    expect(numbers).toEqual({ first: 1, last: 15 });
  });

  it('leave out a contact that another process holds, instead of keeping the others waiting', async () => {
    const [an, ba] = [await createContact(opened.database, 'an'), await createContact(opened.database, 'ba')];
    const [first, second] = [await load(opened.database, an.contact), await load(opened.database, ba.contact)];
    await opened.database.transaction(async (transaction) => {
      await commitTurns(transaction, testSealer, 'one', [turnOf(first, an.address, { outbound: [outbound('first')] })]);
      const group = [turnOf(first, an.address, { outbound: [outbound('again')] }), turnOf(second, ba.address, { outbound: [outbound('second')] })];
      expect(await commitTurns(opened.database, testSealer, 'two', group)).toMatchObject([{ contact: ba.contact }]);
    });
    expect(await countRows(opened.database)).toMatchObject({ outbox: 2, inbound: 2 });
  });
});
