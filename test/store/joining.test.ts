import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { newSession, type Session } from '../../src/core/mod.ts';
import { requestAppointment } from '../../src/store/appointments.ts';
import { addCall } from '../../src/store/calls.ts';
import { findConsent, recordConsent } from '../../src/store/consents.ts';
import { createContact, later, load, message, now, outbound, the, turnOf, waiting } from './rows.ts';
import { joinContacts, type Joined } from '../../src/store/join-contacts.ts';
import { joinRules } from '../../src/store/join-rules.ts';
import { agreeToLink, checkLinkCode, createLinkCode } from '../../src/store/link-codes.ts';
import { saveMedia } from '../../src/store/media.ts';
import { messagesAfter } from '../../src/store/messages.ts';
import { loadOutbox } from '../../src/store/outbox.ts';
import { savePending } from '../../src/store/pending.ts';
import { setReminder } from '../../src/store/reminders.ts';
import { openTicket } from '../../src/store/tickets.ts';
import { commitTurns } from '../../src/store/commit-turns.ts';
import type { Turn } from '../../src/store/turns.ts';
import { setWait } from '../../src/store/waits.ts';
import { leaveToStaff, type AddressIds } from '../../src/store/contacts.ts';
import type { Database, Queryable } from '../../src/store/database.ts';
import { testSetUps } from '../support/set-ups.ts';
import { testSealer } from '../support/test-assistant.ts';
import { emptyTables, openTestDatabase, type TestDatabase } from '../support/test-database.ts';

const hour = 3_600_000;
const idleFlows = ['menu'];

async function commit(database: Queryable, turn: Turn): Promise<void> {
  expect(await commitTurns(database, testSealer, 'one', [turn])).toHaveLength(1);
}

/** Agrees that the second joins the first, as a turn of the second does. */
async function agree(database: Queryable, giver: AddressIds, taker: AddressIds): Promise<number> {
  const code = await createLinkCode(database, testSealer, giver, now);
  const checked = await checkLinkCode(database, testSealer, taker, code, now);
  if (checked.outcome !== 'done') throw new Error(`Expected a code that can be used, got ${checked.outcome}`);
  expect(await agreeToLink(database, taker, checked.link, now)).toBe('done');
  return checked.link;
}

function join(database: Database, link: number): Promise<Joined | undefined> {
  return database.transaction((transaction) => joinContacts(transaction, testSealer, { link, now: later(1000), masked: (payload) => payload, idleFlows }));
}

async function joinBoth(database: Database, giver: AddressIds, taker: AddressIds): Promise<number> {
  const joined = await join(database, await agree(database, giver, taker));
  expect(joined).toMatchObject({ outcome: 'joined', addresses: [giver.address, taker.address] });
  return the(joined).contact;
}

const idle: Session = { ...newSession, profile: waiting.profile };

describe.each(testSetUps())('two contacts that become one on $name', { timeout: 120_000 }, (setUp) => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
  });
  afterEach(() => emptyTables(opened.database));
  afterAll(() => opened.drop());

  const two = async (first = 'zalo', second = 'telegram', person = 'an'): Promise<readonly [AddressIds, AddressIds]> => [
    await createContact(opened.database, person, first),
    await createContact(opened.database, person, second),
  ];
  const rows = (table: string, columns = '*'): Promise<readonly Record<string, unknown>[]> => opened.database.query(`select ${columns} from causo.${table} order by id`);
  const talk = async (ids: AddressIds, more: Partial<Turn> = {}): Promise<void> => commit(opened.database, turnOf(await load(opened.database, ids.contact), ids.address, more));

  it('have a rule for every column that names a contact, and none for a column that is not there', async () => {
    const columns = await opened.database.query<{ name: string }>(
      `select table_name || '.' || column_name as name from information_schema.columns where table_schema = 'causo' and column_name like '%contact%'`,
    );
    expect(Object.keys(joinRules).toSorted()).toEqual(columns.map(({ name }) => name).toSorted());
    expect(Object.values(joinRules).every(({ says }) => says.length > 4)).toBe(true);
  });

  it.each([[60_000, 30_000, 'first'], [30_000, 60_000, 'second'], [60_000, undefined, 'first'], [undefined, 60_000, 'second']] as const)(
    'leave the talking to staff where they talk longest: %s and %s ms',
    async (first, second, longest) => {
      const { database } = opened;
      const [an, ba] = await two();
      const leave = async (milliseconds: number | undefined, channel: string): Promise<void> => {
        if (milliseconds !== undefined) await leaveToStaff(database, { channel, account: 'bot', platformId: 'an' }, later(milliseconds));
      };
      await leave(first, 'zalo');
      await leave(second, 'telegram');
      const joined = await load(database, await joinBoth(database, an, ba));
      expect(joined.staffTalk).toEqual({ address: longest === 'first' ? an.address : ba.address, until: later(60_000) });
    },
  );

  it('keep all rows that either has, whatever they are', async () => {
    const { database } = opened;
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(side, side, fc.constantFrom<readonly [string, string]>(['zalo', 'telegram'], ['web', 'zalo'], ['telegram', 'web']), async (first, second, channels) => {
        // Others from earlier runs stay in the tables: they must not be touched either.
        const person = `person-${(runs += 1)}`;
        const [an, ba] = await two(...channels, person);
        await fillSide(database, an, first, `${person} an`);
        await fillSide(database, ba, second, `${person} ba`);
        const link = await agree(database, an, ba);
        const before = await snapshot(database);
        const joined = the(await join(database, link));
        expect(await snapshot(database)).toEqual(before);
        const contacts = await rows('contact', 'id, pending, message_number');
        const messages = first.messages.length + second.messages.length + numbersOf(channels);
        expect(contacts).toHaveLength(runs);
        expect(contacts.find(({ id }) => id === joined.contact)).toMatchObject({ message_number: messages, pending: first.pending + second.pending });
        await expectNoneLeft(database, [an, ba].map(({ contact }) => contact).filter((contact) => contact !== joined.contact));
      }),
      { numRuns: 15 },
    );
  });

  it('number on: messages keep their order and what is unsent still belongs to the message that it was made from', async () => {
    const { database } = opened;
    const [an, ba] = await two();
    await talk(an, { messages: [message('inbound', 'a1'), message('outbound', 'a2')], outbound: [outbound('a2', { message: 1 })] });
    await talk(ba, { messages: [message('inbound', 'b1'), message('outbound', 'b2'), message('outbound', 'b3')], outbound: [outbound('b2', { message: 1 }), outbound('b3', { message: 2 }), outbound('nowhere')] });
    const contact = await joinBoth(database, an, ba);
    const kept = await messagesAfter(database, testSealer, contact, 0, 20);
    const textOf = (number: number): unknown => (kept.find((one) => one.number === number)?.payload as { text: string } | undefined)?.text;
    expect(kept.map(({ payload }) => (payload as { text: string }).text)).toEqual(['b1', 'b2', 'b3', 'a1', 'a2']);
    const waitingRows = [...(await loadOutbox(database, testSealer, an.address)), ...(await loadOutbox(database, testSealer, ba.address))];
    expect(waitingRows.map(({ payload, messageNumber, contact: owner }) => [(payload as { text: string }).text, textOf(messageNumber), owner])).toEqual([
      ['a2', 'a2', contact], ['b2', 'b2', contact], ['b3', 'b3', contact], ['nowhere', undefined, contact],
    ]);
  });

  it.each([['web', 'zalo'], ['zalo', 'web']] as const)('leave the numbers of the web chat as an open page knows them (%s joined by %s)', async (first, second) => {
    const { database } = opened;
    const [an, ba] = await two(first, second);
    const [web, other] = first === 'web' ? [an, ba] : [ba, an];
    await talk(other, { messages: [message('inbound', 'z1'), message('outbound', 'z2')] });
    await talk(web, { messages: [message('inbound', 'w1'), message('outbound', 'w2')] });
    const shown = await messagesAfter(database, testSealer, web.contact, 0, 9, web.address);
    const contact = await joinBoth(database, an, ba);
    expect(await messagesAfter(database, testSealer, contact, 0, 9, web.address)).toEqual(shown);
    await talk({ contact, address: web.address }, { messages: [message('inbound', 'w3')] });
    const last = the(shown.at(-1)).number;
    expect((await messagesAfter(database, testSealer, contact, last, 9, web.address)).map(({ payload }) => payload)).toMatchObject([{ text: 'w3' }]);
    expect(await messagesAfter(database, testSealer, contact, 0, 9)).toHaveLength(5);
  });

  it('go on with the session that was used last', async () => {
    const [an, ba] = await two();
    await talk(an, { now: later(-2000), session: { ...waiting, counters: { session: 7, question: 9, call: 3 } } });
    await talk(ba, { now: later(-1000), session: { ...waiting, frames: waiting.frames.map((frame) => ({ ...frame, node: 'sell_note' })) } });
    const contact = await joinBoth(opened.database, an, ba);
    expect(contact).toBe(ba.contact);
    const { session } = await load(opened.database, contact);
    expect(session.frames).toMatchObject([{ node: 'sell_note' }]);
    expect(session.counters).toEqual({ session: 8, question: 10, call: 4 });
  });

  it.each([['nothing', idle], ['the menu', { ...waiting, frames: [{ flow: 'menu', hash: 'h1', node: 'which', slots: {}, history: [] }] }]] as const)(
    'go on with the service that is under way when the newer session stands in %s',
    async (_, session) => {
      const [an, ba] = await two();
      await talk(an, { now: later(-2000) });
      await talk(ba, { now: later(-1000), session });
      expect(await joinBoth(opened.database, an, ba)).toBe(an.contact);
    },
  );

  it('make a slow turn of either lose', async () => {
    const { database } = opened;
    const [an, ba] = await two();
    const link = await agree(database, an, ba);
    const slow = [turnOf(await load(database, an.contact), an.address), turnOf(await load(database, ba.contact), ba.address)];
    await join(database, link);
    expect(await commitTurns(database, testSealer, 'one', slow)).toEqual([]);
  });

  it('end what only the ended session waited for, and keep the rest waiting in its order', async () => {
    const { database } = opened;
    const [an, ba] = await two();
    const wait = (ids: AddressIds, updateId: string, channel: string) => savePending(database, testSealer, [{ ...ids, channel, account: '', updateId, payload: { text: updateId }, receivedAt: now }]);
    await wait(an, 'a1', 'zalo');
    await wait(an, 'wait_timed_out-7-1', 'internal');
    await wait(ba, 'b1', 'telegram');
    await wait(ba, 'call_finished-5-1', 'internal');
    await wait(an, 'turn_failed-3-1', 'internal');
    await database.query(`update causo.contact set state_at = $1 where id = $2`, [now, ba.contact]);
    await setWait(database, an.contact, 4, later(hour));
    await setWait(database, ba.contact, 4, later(hour));
    for (const ids of [an, ba]) await addCall(database, testSealer, { ...ids, number: 1, service: 'x', input: {}, now, giveUpAt: later(hour) });
    const contact = await joinBoth(database, an, ba);
    expect(contact).toBe(ba.contact);
    const pending = await database.query<{ update: string; address: number }>(
      `select update_id as update, address_id as address from causo.inbound where state = 'pending' and contact_id = $1 order by id`,
      [contact],
    );
    expect(pending.map(({ update, address }) => [update, address])).toEqual([
      ['a1', an.address], ['b1', ba.address], ['call_finished-5-1', ba.address], ['turn_failed-3-1', an.address],
    ]);
    expect(await load(database, contact)).toMatchObject({ pending: 4 });
    for (const table of ['wait', 'call']) expect([table, await rows(table, 'contact_id')]).toEqual([table, [{ contact_id: ba.contact }]]);
  });

  it('have one open ticket with what was asked in both chats', async () => {
    const { database } = opened;
    const [an, ba] = await two();
    await openTicket(database, testSealer, { ...an, topic: 'market', summary: [{ flow: 'a' }], now });
    await openTicket(database, testSealer, { ...ba, topic: 'health', summary: [{ flow: 'b' }], now: later(1) });
    await joinBoth(database, an, ba);
    const tickets = await rows('ticket');
    expect(tickets.map(({ topic, state }) => [topic, state])).toEqual([['market', 'waiting'], ['health', 'closed']]);
    expect(testSealer.unseal(tickets[0]?.['summary'] as Uint8Array)).toEqual([{ flow: 'a' }, { flow: 'b' }]);
  });

  it('keep the ticket that somebody has taken, although it is the younger one', async () => {
    const [an, ba] = await two();
    await openTicket(opened.database, testSealer, { ...an, topic: 'market', summary: [], now });
    const { id } = await openTicket(opened.database, testSealer, { ...ba, topic: 'health', summary: [], now: later(1) });
    await opened.database.query(`update causo.ticket set state = 'claimed' where id = $1`, [id]);
    await joinBoth(opened.database, an, ba);
    expect((await rows('ticket')).map(({ state }) => state)).toEqual(['closed', 'claimed']);
  });

  it('have one reminder for a matter: the newer plan', async () => {
    const { database } = opened;
    const [an, ba] = await two();
    const plan = (ids: AddressIds, matter: string, days: number) => setReminder(database, testSealer, { contact: ids.contact, kind: 'vneid_visit', matter, dueAt: later(days * 24 * hour), payload: {}, now });
    await plan(an, 'self', 3);
    await plan(ba, 'self', 5);
    await plan(ba, 'parent', 4);
    await plan(an, 'parent', 4);
    await plan(an, 'child', 9);
    const contact = await joinBoth(database, an, ba);
    const all = await opened.database.query(`select matter, state, contact_id from causo.reminder order by matter, id`);
    expect(all).toEqual([
      { matter: 'child', state: 'waiting', contact_id: contact },
      { matter: 'parent', state: 'waiting', contact_id: contact },
      { matter: 'self', state: 'stopped', contact_id: contact },
      { matter: 'self', state: 'waiting', contact_id: contact },
    ]);
  });

  it.each([[true, false, 'refused'], [false, true, 'granted']] as const)('follow the newest word on what may be kept (%s, then %s)', async (first, last, consent) => {
    const { database } = opened;
    const [an, ba] = await two();
    const decide = (ids: AddressIds, granted: boolean) => recordConsent(database, testSealer, { contact: ids.contact, purpose: 'general_use', textVersion: 'v1', granted, channel: 'test', at: now });
    await decide(an, first);
    await decide(ba, last);
    const contact = await joinBoth(database, an, ba);
    expect((await load(database, contact)).session.profile.consent).toBe(consent);
    expect(await findConsent(database, contact, 'general_use')).toMatchObject({ granted: last });
  });

  it('are joined once, however often it is tried', async () => {
    const [an, ba] = await two();
    const link = await agree(opened.database, an, ba);
    expect(await join(opened.database, link)).toMatchObject({ outcome: 'joined', channels: ['zalo', 'telegram'] });
    expect(await join(opened.database, link)).toBeUndefined();
    expect(await rows('contact')).toHaveLength(1);
  });

  it('stay two, untouched, when the joining breaks off in the middle, and are joined by the next try', async () => {
    const { database } = opened;
    const [an, ba] = await two();
    await fillSide(database, an, full, 'an');
    await fillSide(database, ba, full, 'ba');
    const link = await agree(database, an, ba);
    const before = [await snapshot(database), await rows('contact'), await rows('address')];
    const broken = database.transaction(async (transaction) => {
      await joinContacts(transaction, testSealer, { link, now, masked: (payload) => payload, idleFlows });
      throw new Error('killed');
    });
    await expect(broken).rejects.toThrow('killed');
    expect([await snapshot(database), await rows('contact'), await rows('address')]).toEqual(before);
    expect(await join(database, link)).toMatchObject({ outcome: 'joined' });
  });

  it('cannot be joined by two codes that were typed crosswise at once more than one time', async () => {
    const { database } = opened;
    const [an, ba] = await two();
    const links = [await agree(database, an, ba), await agree(database, ba, an)];
    const done = await Promise.all([...links, ...links].map((link) => join(database, link)));
    expect(done.filter((one) => one?.outcome === 'joined')).toHaveLength(1);
    expect(done.filter((one) => one?.outcome === 'failed')).toEqual([]);
    expect(await rows('contact')).toHaveLength(1);
    expect((await rows('link_code')).map(({ state }) => state)).toEqual(['used', 'used']);
  });

  it('are not joined once one has got an address on the channel of the other', async () => {
    const { database } = opened;
    const [an, ba] = await two();
    const bo = await createContact(database, 'bo', 'telegram');
    const links = [await agree(database, an, ba), await agree(database, an, bo)];
    expect(await join(database, the(links[0]))).toMatchObject({ outcome: 'joined' });
    expect(await join(database, the(links[1]))).toEqual({ outcome: 'failed', contact: bo.contact, address: bo.address });
    expect(await join(database, the(links[1]))).toBeUndefined();
  });

  it('grow to three channels, one after the other', async () => {
    const { database } = opened;
    const [an, ba] = await two();
    const contact = await joinBoth(database, an, ba);
    const web = await createContact(database, 'an', 'web');
    const joined = await join(database, await agree(database, web, { contact, address: ba.address }));
    expect(joined).toMatchObject({ outcome: 'joined', channels: ['zalo', 'telegram', 'web'] });
  });
});

/** What one of the two has in each table. */
interface Side {
  readonly messages: readonly boolean[];
  readonly unsent: number;
  readonly pending: number;
  readonly pictures: number;
  readonly requests: number;
  readonly closedTickets: number;
  readonly consents: readonly boolean[];
  readonly reminders: readonly string[];
  readonly wrongCodes: number;
}

const few = fc.nat({ max: 3 });
const side: fc.Arbitrary<Side> = fc.record({
  messages: fc.array(fc.boolean(), { maxLength: 6 }),
  unsent: few,
  pending: few,
  pictures: few,
  requests: few,
  closedTickets: few,
  consents: fc.array(fc.boolean(), { maxLength: 3 }),
  reminders: fc.uniqueArray(fc.constantFrom('one', 'two', 'three'), { maxLength: 3 }),
  wrongCodes: few,
});
const full: Side = { messages: [true, false], unsent: 2, pending: 2, pictures: 1, requests: 1, closedTickets: 1, consents: [true], reminders: ['one'], wrongCodes: 1 };

async function fillSide(database: Database, ids: AddressIds, has: Side, name: string): Promise<void> {
  const { contact, address } = ids;
  const each = async (count: number, make: (index: number) => Promise<unknown>): Promise<void> => {
    for (let index = 0; index < count; index += 1) await make(index);
  };
  await commit(
    database,
    turnOf(await load(database, contact), address, {
      messages: has.messages.map((inbound, index) => message(inbound ? 'inbound' : 'outbound', `${name} ${index}`)),
      outbound: Array.from({ length: has.unsent }, (_, index) => outbound(`${name} ${index}`, index < has.messages.length ? { message: index } : {})),
    }),
  );
  await each(has.pending, (index) => savePending(database, testSealer, [{ ...ids, channel: 'test', account: name, updateId: `waits-${index}`, payload: {}, receivedAt: now }]));
  await each(has.pictures, (index) => saveMedia(database, testSealer, { contact, bytes: Buffer.from(`${name} ${index}`), mediaType: 'image/png', now, expiresAt: later(hour) }));
  const consent = await recordConsent(database, testSealer, { contact, purpose: 'health_data', textVersion: 'v1', granted: true, channel: 'test', at: now });
  for (const granted of has.consents) await recordConsent(database, testSealer, { contact, purpose: 'general_use', textVersion: 'v1', granted, channel: 'test', at: now });
  await each(has.requests, (index) => requestAppointment(database, testSealer, { contact, address, consent, name: `${name} ${index}`, birth: '1960', now }));
  await each(has.closedTickets, async () => {
    await openTicket(database, testSealer, { contact, address, topic: name, summary: [], now });
    await database.query(`update causo.ticket set state = 'closed', closed_at = $1 where contact_id = $2`, [now, contact]);
  });
  for (const matter of has.reminders) await setReminder(database, testSealer, { contact, kind: 'vneid_visit', matter: `${name} ${matter}`, dueAt: later(hour), payload: {}, now });
  await each(has.wrongCodes, () => database.query('insert into causo.link_try (contact_id, at) values ($1, $2)', [contact, later(-hour)]));
}

/** All rows of all tables, without what says whose they are. */
async function snapshot(database: Database): Promise<unknown> {
  const columns: Readonly<Record<string, string>> = {
    address: 'id, channel, platform_id, queued, finished, last_inbound_at, blocked_at',
    message: 'id, address_id, direction, payload, created_at',
    outbox: 'id, address_id, number, payload, due_at',
    inbound: 'id, channel, account, update_id, address_id, state, payload',
    media: 'id, hash, bytes',
    ticket: 'id, topic, state, summary',
    appointment: 'id, number, consent_id, state, name',
    reminder: 'id, matter, state, version, due_at',
    consent: 'id, subject, purpose, granted',
    link_try: 'id, at',
  };
  const found = await Promise.all(Object.entries(columns).map(async ([table, list]) => [table, await database.query(`select ${list} from causo.${table} order by id`)]));
  return Object.fromEntries(found);
}

/** Web contacts begin to count at the seconds since 2026. */
function numbersOf(channels: readonly string[]): number {
  return channels.includes('web') ? Math.floor(now.getTime() / 1000) - 1_767_225_600 : 0;
}

async function expectNoneLeft(database: Database, gone: readonly number[]): Promise<void> {
  for (const name of Object.keys(joinRules)) {
    const [table, column] = name.split('.');
    const others = await database.query(`select id from causo.${table} where ${column} = any($1::bigint[])`, [gone]);
    expect([name, others]).toEqual([name, []]);
  }
}
