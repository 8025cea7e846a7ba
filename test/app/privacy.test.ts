import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { InboundMessage } from '../../src/channels/channel.ts';
import { erasureRules } from '../../src/store/erasure.ts';
import { messagesAfter } from '../../src/store/messages.ts';
import { keepUp } from '../../src/app/keep-up.ts';
import { testSetUps } from '../support/set-ups.ts';
import { createRecordingChannel, createTestAssistant, messageFrom, testSealer, type RecordingChannel, type TestAssistant } from '../support/test-assistant.ts';
import { emptyTables, openTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { placesOf, readEverything, type Held } from './everything.ts';

const account = '0071000123456';
const secrets = ['482913', 'hoamai2024', '4111111111111111', '096123456789'];
const withSecrets = ['mã otp là 482913', 'mật khẩu là hoamai2024', 'số thẻ 4111 1111 1111 1111', 'căn cước 096 123 456 789'];
const minute = 60_000;
const hour = 60 * minute;

/** Sells fish by code: bank, account, amount, note; the read-back stands open at the end. */
const selling = ['chào', '1', 'menu', '3', '2', 'vietcombank', account, '50k', 'tiền cá bà Bảy'];

describe.each(testSetUps())('what people tell on $name', (setUp) => {
  let opened: TestDatabase;
  const started: TestAssistant[] = [];

  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
  });
  afterEach(async () => {
    await Promise.all(started.splice(0).map(({ assistant }) => assistant.stop()));
    await emptyTables(opened.database);
  });
  afterAll(() => opened.drop());

  const open = async (id = 'test'): Promise<TestAssistant> => {
    const test = await createTestAssistant({ database: opened.database, channel: createRecordingChannel(id) });
    started.push(test);
    return test;
  };
  /** Says it all one after the other and waits until every reply is out. */
  const talk = async ({ assistant, channel }: TestAssistant, contents: readonly (string | InboundMessage['content'])[], person = 'an'): Promise<string> => {
    for (const content of contents) expect(await assistant.inbound.accept(messageFrom(person, content, { channel: channel.id }))).toBe('done');
    await expect.poll(() => opened.database.query('select id from causo.outbox')).toEqual([]);
    return lastText(channel);
  };
  const rows = (table: string, where = 'true'): Promise<readonly Record<string, unknown>[]> => opened.database.query(`select * from causo.${table} where ${where}`);
  const everything = (): Promise<readonly Held[]> => readEverything(opened.database);
  const keptTexts = async (): Promise<readonly string[]> => {
    const [contact] = await rows('contact');
    const kept = await messagesAfter(opened.database, testSealer, Number(contact?.['id']), 0, 200);
    return kept.map(({ payload }) => (payload as { text: string }).text);
  };
  /** A row of this person in every table there is. */
  const tellAll = async (test: TestAssistant): Promise<void> => {
    await talk(test, [...selling, 'gặp người', '1', 'menu', '3', '3', '2']);
    for (const table of ['contact', 'address', 'inbound', 'message', 'media', 'consent', 'ticket', 'wait']) expect([table, await rows(table)]).not.toEqual([table, []]);
  };

  it('has a rule for its erasure in every table', async () => {
    const tables = await opened.database.query<{ name: string }>(`select table_name as name from information_schema.tables where table_schema = 'causo' order by 1`);
    expect(Object.keys(erasureRules).toSorted()).toEqual(tables.map(({ name }) => name));
  });

  it('is gone at "xóa dữ liệu" but for the way of the receipt, keys without text and the proof without a name', async () => {
    const test = await open();
    await tellAll(test);
    expect(await talk(test, ['xóa dữ liệu'])).toMatch(/^Đã xóa \d+ mục.*Mã biên nhận: \d{12}\.$/);
    for (const table of ['message', 'media', 'ticket', 'wait', 'outbox']) expect([table, await rows(table)]).toEqual([table, []]);
    expect(await rows('inbound', 'payload is not null')).toEqual([]);
    expect(await rows('contact')).toMatchObject([{ state: null, flow: null, consent: 'unknown', self_name: 'none', pending: 0 }]);
    expect(placesOf(await everything(), [account, 'Bảy', 'bàBảy', 'vietcombank', '970436'])).toEqual([]);
    expect(await rows('consent')).toMatchObject([{ contact_id: null, granted: true }]);
  });

  it('leaves nothing that leads to the person once the receipt was sent', async () => {
    const test = await open();
    await tellAll(test);
    const [contact] = await rows('contact');
    await talk(test, ['xóa dữ liệu']);
    test.clock.advance(11 * minute);
    await keepUp(test.assistant);
    expect([await rows('contact'), await rows('address')]).toEqual([[], []]);
    expect(placesOf(await everything(), ['"an"'])).toEqual([]);
    const [proof] = await rows('consent');
    expect(Buffer.from(proof?.['subject'] as Uint8Array)).toEqual(testSealer.lookUp(`contact ${Number(contact?.['id'])}`));
    test.clock.advance(49 * hour);
    await keepUp(test.assistant);
    expect(await rows('inbound')).toEqual([]);
  });

  it.each([0, 11 * minute])('begins anew with the welcome when the person writes again %i ms after the erasure', async (later) => {
    const test = await open();
    await talk(test, [...selling, 'xóa dữ liệu']);
    const before = test.channel.sent.length;
    test.clock.advance(later);
    if (later > 0) await keepUp(test.assistant);
    await talk(test, ['chào']);
    expect(test.channel.sent.slice(before).map(({ message }) => message.text)).toMatchObject([expect.stringContaining('máy trả lời'), expect.stringContaining('Cho giữ không')]);
    await keepUp(test.assistant);
    test.clock.advance(11 * minute);
    await keepUp(test.assistant);
    expect(await rows('contact')).toHaveLength(1);
  });

  it('is not mixed with what others tell', async () => {
    const test = await open();
    await talk(test, selling, 'ba');
    const before = await everything();
    await talk(test, [...selling, 'xóa dữ liệu'], 'an');
    const [other] = await rows('address', `platform_id = 'ba'`);
    const held = await rows('message', `contact_id = ${Number(other?.['contact_id'])}`);
    expect(held).toHaveLength(before.filter(({ table, column }) => table === 'message' && column === 'id').length);
  });

  it('is counted right at "xem dữ liệu"', async () => {
    const test = await open();
    await tellAll(test);
    const messages = (await rows('message')).length;
    const text = await talk(test, ['thôi', 'xem dữ liệu']);
    // "Thôi" and its answer are two more.
    expect(text).toContain(`đang giữ ${messages + 2} tin nhắn, 1 phiếu nhờ người, 0 yêu cầu khám, 0 lời nhắc, từ 24/11/2026`);
    expect(text).toContain('cho giữ tin nhắn: có');
  });

  it('is no longer kept after "rút lại đồng ý", and that is noted', async () => {
    const test = await open();
    await tellAll(test);
    await talk(test, ['rút lại đồng ý', 'menu']);
    expect(await rows('message')).toEqual([]);
    expect((await rows('consent')).map(({ granted }) => granted)).toEqual([true, false]);
    expect(await rows('contact')).toMatchObject([{ consent: 'refused' }]);
  });

  it('stays on the web for a day after "rút lại đồng ý", because the page has nothing else to show', async () => {
    const test = await open('web');
    await talk(test, [...selling, 'thôi', 'rút lại đồng ý', 'menu']);
    expect((await rows('message')).length).toBeGreaterThan(10);
    expect(await rows('message', `expires_at > created_at + interval '24 hours'`)).toEqual([]);
    test.clock.advance(24 * hour + minute);
    await keepUp(test.assistant);
    expect(await rows('message')).toEqual([]);
  });

  it('is not written down without consent, neither before the answer nor after a no', async () => {
    const test = await open();
    await talk(test, ['chào']);
    expect(await rows('message')).toEqual([]);
    await talk(test, ['2', ...selling.slice(2)]);
    expect(await rows('message')).toEqual([]);
    expect(test.channel.sent.at(-1)?.message.text).toContain('0071 0001 2345 6');
  });

  it('is forgotten a day after it was answered without consent, and kept until then', async () => {
    const test = await open();
    await talk(test, ['chào', '2', ...selling.slice(2)]);
    test.clock.advance(24 * hour - minute);
    await keepUp(test.assistant);
    expect(await rows('contact', 'state is not null')).toHaveLength(1);
    test.clock.advance(2 * minute);
    await keepUp(test.assistant);
    expect(await rows('contact', 'state is not null')).toEqual([]);
    expect(placesOf(await everything(), [account])).toEqual([]);
  });

  it('holds an account number only until the code is drawn, in no table any longer', async () => {
    const test = await open();
    await talk(test, [...selling, 'gặp người']);
    expect(placesOf(await everything(), [account])).not.toEqual([]);
    await talk(test, ['1']);
    expect(test.channel.sent.some(({ message }) => message.picture)).toBe(true);
    expect(placesOf(await everything(), [account])).toEqual([]);
    expect(await keptTexts()).toContain('•••456');
    expect((await keptTexts()).filter((text) => text.includes('số •••456, thu 50.000 đồng'))).not.toEqual([]);
  });

  it.each(['thôi', '0', 'xóa dữ liệu'])('holds no account number any longer after "%s" either', async (word) => {
    const test = await open();
    await talk(test, [...selling.slice(0, 7), ...Array.from({ length: word === '0' ? 2 : 1 }, () => word)]);
    expect(placesOf(await everything(), [account])).toEqual([]);
  });

  it('holds numbers that did not fit the question about the account for an hour at most', async () => {
    const test = await open();
    await talk(test, [...selling.slice(0, 6), `${account} hay 0071000999888`, 'để coi lại']);
    test.clock.advance(hour + minute);
    await keepUp(test.assistant);
    expect(placesOf(await everything(), [account, '0071000999888'])).toEqual([]);
    expect(await keptTexts()).toContain('để coi lại');
  });

  it('never brings a code, password, card or identity number into any table', async () => {
    const test = await open();
    const captioned = withSecrets.map((caption) => ({ type: 'media' as const, media: { kind: 'photo' as const }, caption }));
    await talk(test, [...withSecrets, ...selling.slice(0, 6), ...withSecrets, ...captioned]);
    await talk(test, [account, '50k', ...withSecrets.map((words) => `ghi ${words}`), 'gặp người']);
    expect(placesOf(await everything(), secrets)).toEqual([]);
    expect(test.channel.sent.filter(({ message }) => secrets.some((secret) => message.text.replaceAll(' ', '').includes(secret)))).toEqual([]);
    expect((await keptTexts()).filter((text) => text.includes('•••')).length).toBeGreaterThan(8);
  });

  it('covers them in messages that have to wait or are set aside, and still warns', async () => {
    const test = await open();
    await talk(test, ['chào', '1']);
    await opened.database.query('update causo.contact set pending = 1');
    const waiting = withSecrets.map((words) => test.assistant.inbound.accept(messageFrom('an', words)));
    expect(new Set(await Promise.all(waiting))).toEqual(new Set(['done']));
    expect(placesOf(await everything(), secrets)).toEqual([]);
    await test.channel.arrived(test.channel.sent.length + 1);
    await expect.poll(() => rows('inbound', `state = 'pending'`)).toEqual([]);
    await expect.poll(() => rows('outbox')).toEqual([]);
    const texts = test.channel.sent.map(({ message }) => message.text).join('\n');
    for (const warning of ['mã OTP', 'mật khẩu vừa rồi', 'số thẻ ngân hàng', 'số căn cước']) expect(texts).toContain(warning);
  });

  it('stands sealed: no plain column says anything of a person but the platform id', async () => {
    const test = await open();
    await talk(test, ['bà tên Nguyễn Thị Bảy, bà muốn bán cá', ...selling.slice(1), 'gặp người', '1', 'menu', '3', '3', '2']);
    const plain = (await everything()).filter(({ sealed }) => !sealed);
    expect(placesOf(plain, ['Nguyễn', 'Bảy', 'bán', 'cá', account, '970436', 'ietcombank', '50000', '50.000', 'Ngân hàng'])).toEqual([]);
    const withText = new Set(plain.filter(({ text }) => /\p{L}{3}/u.test(text) && !/^(?:null|true|false|"\d{4}-.*|"?[\da-f]+"?)$/.test(text)).map(({ table, column }) => `${table}.${column}`));
    expect([...withText].toSorted()).toEqual(plainTexts);
  });
});

/** Columns with readable words in them: names of channels, flows, states, topics and processes, and what everybody may know of places. */
const plainTexts = [
  'address.account', 'address.channel', 'consent.channel', 'consent.purpose', 'contact.consent', 'contact.flow', 'contact.recent_updates', 'contact.self_name',
  'facility.former_district', 'facility.id', 'facility.kind', 'facility.mode', 'facility.name', 'facility.seat_size', 'facility.source', 'facility.words', 'inbound.account', 'inbound.channel', 'inbound.state', 'media.media_type', 'message.direction', 'process.owner', 'reminder.kind', 'reminder.matter', 'reminder.state', 'ticket.flow', 'ticket.node', 'ticket.state', 'ticket.topic',
];

function lastText(channel: RecordingChannel): string {
  return channel.sent.at(-1)?.message.text ?? '';
}
