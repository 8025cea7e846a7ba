import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SendError } from '../../src/channels/channel.ts';
import { createLog } from '../../src/app/log.ts';
import { keepUp } from '../../src/app/keep-up.ts';
import { testSetUps } from '../support/set-ups.ts';
import { createTestAssistant, messageFrom, type TestAssistant, type TestAssistantOptions } from '../support/test-assistant.ts';
import { emptyTables, openTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { askWhetherMoneyArrived, count, waitMinutes } from './chat.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/**
 * A row that upkeep removes once it is older than `age`, counted from $1. Contact 1 and its address 1 are there.
 * `where`: what is left of it while it is kept.
 */
interface Rule {
  readonly what: string;
  readonly age: number;
  readonly insert: string;
  readonly table: string;
  readonly where?: string;
}

const inbound = (state: string): string =>
  `insert into causo.inbound (channel, account, update_id, contact_id, address_id, state, received_at) values ('test', 'bot', 'old', 1, 1, '${state}', $1)`;
const session = (consent: string): string =>
  `update causo.contact set consent = '${consent}', state = 'x', flow = 'market_payment', flow_hash = 'h', state_at = $1::timestamptz`;
const ticket = (state: string, closed: string): string =>
  `insert into causo.ticket (contact_id, address_id, state, topic, opened_at, closed_at) values (1, 1, '${state}', 'market', $1, ${closed})`;
const consent = (contact: string, erased: string): string =>
  `insert into causo.consent (contact_id, subject, purpose, text_version, granted, channel, at, erased_at) values (${contact}, 'x', 'general_use', 'v', true, 'test', $1::timestamptz - interval '3 years', ${erased})`;
const month24 = (): number => Date.parse('2026-11-24T08:00:00+07:00') - Date.parse('2024-11-24T08:00:00+07:00');

const rules: readonly Rule[] = [
  { what: 'a message after its time', age: 0, table: 'message', insert: `insert into causo.message (contact_id, number, address_id, direction, payload, created_at, expires_at) values (1, 1, 1, 'inbound', 'x', $1, $1)` },
  { what: 'a picture after its time', age: 0, table: 'media', insert: `insert into causo.media (contact_id, hash, media_type, bytes, created_at, expires_at) values (1, 'x', 'image/png', 'x', $1, $1)` },
  { what: 'the key of an answered message after 48 hours', age: 48 * hour, table: 'inbound', insert: inbound('done') },
  { what: 'a message that was set aside after 30 days', age: 30 * day, table: 'inbound', insert: inbound('parked') },
  { what: 'a session without consent after 24 hours', age: 24 * hour, table: 'contact', where: 'state is not null', insert: session('refused') },
  { what: 'a session before any answer about consent after 24 hours', age: 24 * hour, table: 'contact', where: 'state is not null', insert: session('unknown') },
  { what: 'a session with consent after 30 days', age: 30 * day, table: 'contact', where: 'state is not null', insert: session('granted') },
  { what: 'a wait that is done after 48 hours', age: 48 * hour, table: 'wait', insert: 'insert into causo.wait (contact_id, question, due_at, done_at) values (1, 1, $1, $1)' },
  { what: 'a call to the outside that has ended after 48 hours', age: 48 * hour, table: 'call', insert: `insert into causo.call (contact_id, address_id, number, service, due_at, give_up_at, created_at, done_at) values (1, 1, 1, 'market.check_qr', $1, $1, $1, $1)` },
  { what: 'a closed ticket after 90 days', age: 90 * day, table: 'ticket', insert: ticket('closed', '$1') },
  { what: 'the proof of consent 24 months after an erasure', age: month24(), table: 'consent', insert: consent('null', '$1::timestamptz') },
];

/** What stays, however old it is. */
const kept: readonly Rule[] = [
  { what: 'a message that still waits for its answer', age: 365 * day, table: 'inbound', insert: inbound('pending') },
  { what: 'an open ticket', age: 365 * day, table: 'ticket', insert: ticket('waiting', 'null') },
  { what: 'a consent that stands', age: 900 * day, table: 'consent', insert: consent('1', 'null') },
];

describe.each(testSetUps())('upkeep on $name', (setUp) => {
  let opened: TestDatabase;
  const started: TestAssistant[] = [];

  const open = async (options: Partial<TestAssistantOptions> = {}): Promise<TestAssistant> => {
    const test = await createTestAssistant({ database: opened.database, ...options });
    started.push(test);
    return test;
  };
  const settled = (): Promise<void> => expect.poll(() => count(opened.database, 'outbox')).toBe(0);
  /** Somebody with the numbers 1 and 1, and nothing else. */
  const createContact = async ({ clock }: TestAssistant): Promise<void> => {
    await opened.database.query('insert into causo.contact (id, created_at) overriding system value values (1, $1)', [clock()]);
    await opened.database.query(`insert into causo.address (id, contact_id, channel, account, platform_id) overriding system value values (1, 1, 'test', 'bot', 'an')`);
  };

  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
  });
  afterEach(async () => {
    await Promise.all(started.splice(0).map(({ assistant }) => assistant.stop()));
    await emptyTables(opened.database);
  });
  afterAll(() => opened.drop());

  it.each(rules)('removes $what, and not a moment earlier', async ({ age, insert, table, where }) => {
    const test = await open();
    await createContact(test);
    await opened.database.query(insert, [new Date(test.clock().getTime() - age)]);
    await keepUp(test.assistant);
    expect(await count(opened.database, table, where)).toBe(1);
    test.clock.advance(1);
    await keepUp(test.assistant);
    expect(await count(opened.database, table, where)).toBe(0);
    // The person is still known.
    expect(await count(opened.database, 'contact')).toBe(1);
  });

  it.each(kept)('keeps $what', async ({ age, insert, table }) => {
    const test = await open();
    await createContact(test);
    await opened.database.query(insert, [new Date(test.clock().getTime() - age)]);
    await keepUp(test.assistant);
    expect(await count(opened.database, table)).toBe(1);
  });

  it('makes a turn lose that still builds on a session which was removed', async () => {
    const test = await open();
    await test.assistant.inbound.accept(messageFrom('an', 'chào'));
    await settled();
    const version = async (): Promise<unknown> => (await opened.database.query('select version from causo.contact'))[0];
    expect(await version()).toEqual({ version: 1 });
    test.clock.advance(25 * hour);
    await keepUp(test.assistant);
    expect(await version()).toEqual({ version: 2 });
    await test.assistant.inbound.accept(messageFrom('an', 'chào'));
    await test.channel.arrived(4);
  });

  it('masks numbers that were for one step only after an hour, whether the step was finished or not', async () => {
    const test = await open();
    for (const text of ['tui muốn làm mã nhận tiền', '1', 'Vietcombank', '0071000123456']) await test.assistant.inbound.accept(messageFrom('an', text));
    await settled();
    const sensitive = await count(opened.database, 'message', 'sensitive');
    expect(sensitive).toBeGreaterThan(0);
    test.clock.advance(hour);
    await keepUp(test.assistant);
    expect(await count(opened.database, 'message', 'sensitive')).toBe(sensitive);
    test.clock.advance(1);
    await keepUp(test.assistant);
    expect(await count(opened.database, 'message', 'sensitive')).toBe(0);
  });

  it('removes a person who had their data erased only after the receipt was sent', async () => {
    const test = await open();
    for (const text of ['chào', '1']) await test.assistant.inbound.accept(messageFrom('an', text));
    await settled();
    const sent = test.channel.sent.length;
    let isAway = true;
    test.channel.beforeSend = () => {
      if (isAway) throw new SendError('away', { code: 'unavailable', retryable: true });
    };
    await test.assistant.inbound.accept(messageFrom('an', 'xóa dữ liệu'));
    await expect.poll(() => count(opened.database, 'outbox', 'attempts = 1')).toBe(1);
    test.clock.advance(hour);
    await keepUp(test.assistant);
    expect(await count(opened.database, 'address')).toBe(1);
    isAway = false;
    const [row] = await opened.database.query<{ address: number }>('select address_id as address from causo.outbox');
    test.assistant.delivery.wake(row?.address ?? 0);
    await settled();
    expect(test.channel.sent).toHaveLength(sent + 1);
    await keepUp(test.assistant);
    expect(await count(opened.database, 'contact')).toBe(0);
    expect(await count(opened.database, 'address')).toBe(0);
    expect(await count(opened.database, 'consent', 'contact_id is null and erased_at is not null')).toBe(1);
    // The next word is that of somebody new.
    await test.assistant.inbound.accept(messageFrom('an', 'chào'));
    await settled();
    expect(await count(opened.database, 'contact', `consent = 'unknown'`)).toBe(1);
  });

  it('tops the queue up with what falls due in the next ten minutes', async () => {
    const test = await open();
    const { id, version, due } = await askWhetherMoneyArrived(test, 'an');
    await keepUp(test.assistant);
    expect(test.queue.scheduled).toEqual([]);
    test.clock.advance((waitMinutes - 10) * minute + 1);
    await keepUp(test.assistant);
    expect(test.queue.scheduled).toEqual([{ kind: 'wait', rowId: String(id), version, dueAt: due.getTime() }]);
  });

  it('says in the log what it removed, in numbers, and nothing when there was nothing', async () => {
    const lines: string[] = [];
    const test = await open({ log: createLog('info', { write: (line) => void lines.push(line) }) });
    await keepUp(test.assistant);
    expect(lines).toEqual([]);
    await test.assistant.inbound.accept(messageFrom('an', 'chào'));
    await settled();
    test.clock.advance(3 * day);
    await keepUp(test.assistant);
    expect(lines.map((line): unknown => JSON.parse(line))).toEqual([
      expect.objectContaining({ msg: 'upkeep', inbound: 1, session_without_consent: 1, masked: 0 }),
    ]);
  });

  it('does no harm when two processes do it at the same moment', async () => {
    const [one, two] = [await open(), await open()];
    await createContact(one);
    for (const { insert, age } of rules.filter(({ table }) => table !== 'contact')) {
      await opened.database.query(insert, [new Date(one.clock().getTime() - age - 1)]).catch(() => undefined);
    }
    await Promise.all([keepUp(one.assistant), keepUp(two.assistant)]);
    for (const table of ['message', 'media', 'inbound', 'wait', 'ticket', 'consent']) expect(await count(opened.database, table)).toBe(0);
  });
});
