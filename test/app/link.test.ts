import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { keepUp } from '../../src/app/keep-up.ts';
import { sweep } from '../../src/app/sweep.ts';
import type { InboundMessage } from '../../src/channels/channel.ts';
import { messagesAfter } from '../../src/store/messages.ts';
import { savePending } from '../../src/store/pending.ts';
import { setWait, takeDueWait } from '../../src/store/waits.ts';
import { testSetUps } from '../support/set-ups.ts';
import {
  createRecordingChannel,
  createTestAssistant,
  createTestClock,
  messageFrom,
  testSealer,
  type RecordingChannel,
  type TestAssistant,
  type TestClock,
} from '../support/test-assistant.ts';
import { emptyTables, openTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { placesOf, readEverything } from './everything.ts';

const minute = 60_000;
const joined = /^Đã nối xong: .* giờ là một\./;
const selling = ['chào', '1', 'làm mã nhận tiền', 'vietcombank'];
const bankQuestion = /Bước 1\/5/;
const accountQuestion = /Bước 2\/5/;
const amountQuestion = /Bước 3\/5/;

describe.each(testSetUps())('joining two accounts on $name', { timeout: 120_000 }, (setUp) => {
  let opened: TestDatabase;
  let clock: TestClock;
  let channels: Readonly<Record<'zalo' | 'telegram' | 'web', RecordingChannel>>;
  const started: TestAssistant[] = [];

  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
  });
  afterEach(async () => {
    await Promise.all(started.splice(0).map(({ assistant }) => assistant.stop()));
    await emptyTables(opened.database);
  });
  afterAll(() => opened.drop());

  /** A process; all of one test share clock and platforms. */
  const open = async (): Promise<TestAssistant> => {
    if (started.length === 0) {
      clock = createTestClock();
      channels = { zalo: createRecordingChannel('zalo'), telegram: createRecordingChannel('telegram'), web: createRecordingChannel('web') };
    }
    const test = await createTestAssistant({ database: opened.database, channels: Object.values(channels), clock });
    started.push(test);
    return test;
  };
  const rows = (table: string, where = 'true'): Promise<readonly Record<string, unknown>[]> => opened.database.query(`select * from causo.${table} where ${where} order by id`);
  const settled = async (): Promise<void> => {
    const left = (): Promise<unknown> => opened.database.query(
      `select 'outbox' as what from causo.outbox union all select 'inbound' from causo.inbound where state = 'pending'
       union all select 'link' from causo.link_code where state = 'agreed'`,
    );
    await expect.poll(left).toEqual([]);
  };
  type Where = keyof typeof channels;
  const tell = async (test: TestAssistant, channel: Where, content: string | InboundMessage['content'], person = 'an'): Promise<void> => {
    clock.advance(10_000);
    expect(await test.assistant.inbound.accept(messageFrom(person, content, { channel }))).toBe('done');
  };
  /** Says it all one after the other, and returns the texts that came back there since. */
  const say = async (test: TestAssistant, channel: Where, ...contents: readonly (string | InboundMessage['content'])[]): Promise<readonly string[]> => {
    const before = channels[channel].sent.length;
    for (const content of contents) {
      await tell(test, channel, content);
      await settled();
    }
    return textsOn(channel).slice(before);
  };
  const textsOn = (channel: Where): readonly string[] => channels[channel].sent.map(({ message }) => message.text);
  const lastOn = (channel: Where): string => textsOn(channel).at(-1) ?? '';
  const getCode = async (test: TestAssistant, channel: Where): Promise<string> => {
    const [text = ''] = await say(test, channel, 'nối tài khoản', 'lấy mã').then((texts) => texts.filter((one) => one.startsWith('Mã nối:')));
    return /\d{4} \d{4}/.exec(text)?.[0] ?? '';
  };
  /** Up to the question whether to join. */
  const typeCode = async (test: TestAssistant, channel: Where, code: string): Promise<void> => {
    await say(test, channel, 'nhập mã nối', code);
    expect(lastOn(channel)).toContain('Nối luôn không ạ?');
  };
  const hello = ['chào', '1'];
  /** Zalo and Telegram of one person, joined; both said hello and stood in the menu. */
  const join = async (test: TestAssistant, ...before: readonly string[]): Promise<void> => {
    await say(test, 'zalo', ...hello, ...before);
    const code = await getCode(test, 'zalo');
    await say(test, 'telegram', ...hello);
    await typeCode(test, 'telegram', code);
    await say(test, 'telegram', 'có');
  };

  /** Telegram agrees, and its process dies right after the commit. */
  const agreeAndDie = async (): Promise<{ readonly contact: number; readonly address: number }> => {
    const [telegram] = await rows('address', `channel = 'telegram'`);
    const ids = { contact: Number(telegram?.['contact_id']), address: Number(telegram?.['id']) };
    const agreed = `update causo.link_code set state = 'agreed', agreed_at = $1, taker_contact_id = $2, taker_address_id = $3`;
    await opened.database.query(agreed, [clock(), ids.contact, ids.address]);
    return ids;
  };

  it('is told at both places and leaves one contact, one session and all messages', async () => {
    const test = await open();
    await join(test);
    expect([lastOn('zalo'), lastOn('telegram')]).toEqual([expect.stringMatching(joined), expect.stringMatching(joined)]);
    expect(await rows('contact')).toHaveLength(1);
    expect((await rows('address')).map(({ channel }) => channel)).toEqual(['zalo', 'telegram']);
    const [contact] = await rows('contact');
    const kept = await messagesAfter(opened.database, testSealer, Number(contact?.['id']), 0, 100);
    expect(kept).toHaveLength((await rows('message')).length);
    // All but the two greetings from before the consent.
    expect(kept.filter(({ direction }) => direction === 'inbound')).toHaveLength(7);
  });

  it('answers where the message came from', async () => {
    const test = await open();
    await join(test);
    const before = channels.zalo.sent.length;
    await say(test, 'telegram', 'menu');
    expect([channels.zalo.sent.length, lastOn('telegram')]).toEqual([before, expect.stringContaining('Cần việc gì ạ?')]);
  });

  it('speaks first where the person wrote last, but not where they have blocked us', async () => {
    const test = await open();
    await join(test);
    const [contact] = await rows('contact');
    const addresses = await rows('address');
    const owed = async (question: number): Promise<unknown> => {
      const wait = await setWait(opened.database, Number(contact?.['id']), question, clock());
      return (await takeDueWait(opened.database, wait.id, wait.version, clock()))?.address;
    };
    await say(test, 'zalo', 'menu');
    expect(await owed(900)).toBe(addresses[0]?.['id']);
    await say(test, 'telegram', 'menu');
    expect(await owed(901)).toBe(addresses[1]?.['id']);
    await tell(test, 'telegram', { type: 'blocked' });
    expect(await owed(902)).toBe(addresses[0]?.['id']);
  });

  it('goes on with a service where it stands, at either place', async () => {
    const test = await open();
    await join(test, 'làm mã nhận tiền');
    expect([lastOn('zalo'), lastOn('telegram')]).toEqual([expect.stringMatching(bankQuestion), expect.stringMatching(bankQuestion)]);
    await say(test, 'telegram', 'vietcombank');
    expect(lastOn('telegram')).toMatch(accountQuestion);
  });

  it('never takes an answer at one place for the question that stands at the other', async () => {
    const test = await open();
    await join(test, 'làm mã nhận tiền');
    await say(test, 'telegram', 'vietcombank');
    await say(test, 'zalo', '1');
    expect(lastOn('zalo')).toMatch(/^Chuyện đang làm ở nơi kia[\s\S]*Bước 2\/5/);
    await say(test, 'zalo', '0071000123456');
    expect(lastOn('zalo')).toMatch(amountQuestion);
  });

  it('understands at both places what is no answer: a wish, danger, a command', async () => {
    const test = await open();
    await join(test, 'làm mã nhận tiền');
    await say(test, 'telegram', 'vietcombank');
    expect(await say(test, 'zalo', 'nhà tui cháy rồi')).toEqual([expect.stringMatching(/^Gọi ngay 114/)]);
    expect(await say(test, 'zalo', 'tui muốn đặt lịch khám')).toEqual([expect.stringContaining('Qua “Đặt lịch khám”')]);
    expect(await say(test, 'zalo', 'thôi')).toEqual([expect.stringContaining('Dạ, dừng ở đây.')]);
  });

  it('knows the old buttons of both places as old', async () => {
    const test = await open();
    await join(test, 'làm mã nhận tiền');
    for (const channel of ['zalo', 'telegram'] as const) {
      const old = channels[channel].sent.slice(0, -1).flatMap(({ message }) => message.options).filter(({ payload }) => /^#\d+\.\d+\.\d/.test(payload));
      const { payload } = old.at(-1) ?? { payload: '' };
      const texts = await say(test, channel, { type: 'tap', payload });
      expect([channel, texts]).toEqual([channel, [expect.stringMatching(/^Nút đó là của câu trước rồi\.\n.*Bước 1\/5/s)]]);
    }
  });

  it('does not let what was typed before it answer a question that it never saw', async () => {
    const test = await open();
    await say(test, 'zalo', ...selling);
    const code = await getCode(test, 'zalo');
    await say(test, 'telegram', ...hello);
    await typeCode(test, 'telegram', code);
    const telegram = await agreeAndDie();
    const late = { ...telegram, channel: 'telegram', account: 'bot', updateId: 'late', payload: { kind: 'message', message: messageFrom('an', '1') }, receivedAt: clock() };
    await savePending(opened.database, testSealer, [late]);
    clock.advance(minute);
    await sweep(test.assistant);
    await settled();
    expect(await rows('contact')).toHaveLength(1);
    expect(textsOn('telegram').at(-2)).toMatch(joined);
    expect(textsOn('telegram').at(-3)).toMatch(/^Chuyện đang làm ở nơi kia[\s\S]*Bước 2\/5/);
    await say(test, 'zalo', '0071000123456');
    expect(lastOn('zalo')).toMatch(amountQuestion);
  });

  it('keeps no code in any table, neither the shown one after an hour nor the typed one at all', async () => {
    const test = await open();
    await say(test, 'zalo', ...hello);
    const code = await getCode(test, 'zalo');
    await say(test, 'telegram', ...hello, 'nối tài khoản', '2', `mã của tui là ${code} nha`);
    expect(lastOn('telegram')).toContain('Nối luôn không ạ?');
    const bare = code.replace(' ', '');
    const inbound = (await readEverything(opened.database)).filter(({ table }) => table === 'message').filter(({ text }) => text.replace(/\s/g, '').includes(bare));
    expect(inbound.map(({ text }) => (JSON.parse(text) as { text: string }).text.startsWith('Mã nối:'))).toEqual([true]);
    await say(test, 'telegram', 'thôi');
    clock.advance(61 * minute);
    await keepUp(test.assistant);
    expect(placesOf(await readEverything(opened.database), [bare])).toEqual([]);
  });

  it.each(['noi tai khoan 1234 5678', 'mã 1234567', '12345678 hay 87654321', 'một hai ba bốn năm sáu bảy tám'])('keeps nothing readable of "%s" either', async (typed) => {
    const test = await open();
    await say(test, 'telegram', ...hello, 'nhập mã nối', typed);
    expect(placesOf(await readEverything(opened.database), ['12345678', '1234567', '87654321', 'bảytám'])).toEqual([]);
  });

  it.each(['code', 'my link code is', 'code:'])('reads the code behind "%s" also when it has to wait in the table first', async (words) => {
    const test = await open();
    await say(test, 'zalo', ...hello);
    const code = await getCode(test, 'zalo');
    await say(test, 'telegram', ...hello, 'nhập mã nối');
    await opened.database.query(`update causo.contact set pending = 1 where id = (select contact_id from causo.address where channel = 'telegram')`);
    const texts = await say(test, 'telegram', `${words} ${code}`);
    expect(texts.map((text) => text.includes('Nối luôn không ạ?'))).toEqual([true]);
  });

  it('shows nobody a number like our codes that had to wait and was not asked for', async () => {
    const test = await open();
    await say(test, 'telegram', ...hello);
    await opened.database.query('update causo.contact set pending = 1');
    const texts = await say(test, 'telegram', 'code 12345678');
    expect(texts.at(-1)).toContain('Đừng gửi mã 6 số (mã OTP) cho ai');
    expect(placesOf(await readEverything(opened.database), ['12345678'])).toEqual([]);
  });

  it('still warns of a one-time code that is typed at the question for the code', async () => {
    const test = await open();
    const texts = await say(test, 'telegram', ...hello, 'nhập mã nối', 'mã otp là 482913');
    expect(texts.at(-1)).toContain('Đừng gửi mã 6 số (mã OTP) cho ai');
    expect(placesOf(await readEverything(opened.database), ['482913'])).toEqual([]);
  });

  it('is done by any process when the one where it was agreed to is gone', async () => {
    const test = await open();
    await say(test, 'zalo', ...hello);
    const code = await getCode(test, 'zalo');
    await say(test, 'telegram', ...hello);
    await typeCode(test, 'telegram', code);
    await agreeAndDie();
    clock.advance(minute);
    const other = await open();
    await Promise.all([sweep(other.assistant), sweep(test.assistant), sweep(other.assistant)]);
    await settled();
    expect(await rows('contact')).toHaveLength(1);
    for (const channel of ['zalo', 'telegram'] as const) expect(textsOn(channel).filter((text) => joined.test(text))).toHaveLength(1);
  });

  it('is noticed by a process that knew the two as strangers', async () => {
    const [test, other] = [await open(), await open()];
    await say(other, 'zalo', ...hello);
    await say(other, 'telegram', ...hello);
    const code = await getCode(test, 'zalo');
    await typeCode(test, 'telegram', code);
    await say(test, 'telegram', 'có');
    await say(other, 'zalo', 'làm mã nhận tiền');
    await say(other, 'telegram', 'menu');
    expect([lastOn('zalo'), lastOn('telegram')]).toEqual([expect.stringMatching(bankQuestion), expect.stringContaining('Cần việc gì ạ?')]);
    expect(await rows('contact')).toHaveLength(1);
  });

  it('loses no message of many that arrive at both places in two processes meanwhile', async () => {
    const [test, other] = [await open(), await open()];
    await say(test, 'zalo', ...hello);
    const code = await getCode(test, 'zalo');
    await say(test, 'telegram', ...hello);
    await typeCode(test, 'telegram', code);
    const texts = ['menu', 'giúp', 'menu', 'giúp', 'menu'];
    const before = (await rows('inbound', `channel <> 'internal'`)).length;
    clock.advance(minute);
    const all = [
      test.assistant.inbound.accept(messageFrom('an', 'có', { channel: 'telegram' })),
      ...texts.flatMap((text) => [test, other].flatMap(({ assistant }) => (['zalo', 'telegram'] as const).map((channel) => assistant.inbound.accept(messageFrom('an', text, { channel }))))),
    ];
    expect(new Set(await Promise.all(all))).toEqual(new Set(['done']));
    await settled();
    expect((await rows('inbound', `channel <> 'internal' and state = 'done'`)).length - before).toBe(all.length);
    expect(await rows('contact', 'pending <> 0')).toEqual([]);
    expect(await rows('inbound', `state = 'parked'`)).toEqual([]);
  });

  it('ends kindly when the other half was erased before it was done', async () => {
    const test = await open();
    await say(test, 'zalo', ...hello);
    const code = await getCode(test, 'zalo');
    await say(test, 'telegram', ...hello);
    await typeCode(test, 'telegram', code);
    await agreeAndDie();
    await tell(test, 'zalo', 'xóa dữ liệu');
    clock.advance(minute);
    await sweep(test.assistant);
    await settled();
    expect(textsOn('telegram').some((text) => text.startsWith('Chưa nối được, hai nơi vẫn riêng như cũ.'))).toBe(true);
    expect((await rows('address')).map(({ contact_id }) => contact_id)).toHaveLength(2);
    expect(await rows('contact')).toHaveLength(2);
  });

  it('is taken apart by an erasure: each place begins anew, also in a process that knew them as one', async () => {
    const [test, other] = [await open(), await open()];
    await join(test);
    await say(other, 'telegram', 'menu');
    await say(test, 'zalo', 'xóa dữ liệu');
    await say(other, 'telegram', 'chào');
    await say(test, 'zalo', 'chào');
    expect([lastOn('zalo'), lastOn('telegram')]).toEqual([expect.stringContaining('Cho giữ không ạ?'), expect.stringContaining('Cho giữ không ạ?')]);
    expect(await rows('contact')).toHaveLength(2);
    expect(await rows('inbound', `state = 'pending'`)).toEqual([]);
  });

  it('waits for the welcome, since nobody is joined before they know who is writing', async () => {
    const test = await open();
    await say(test, 'telegram', 'noi tai khoan');
    expect(lastOn('telegram')).toContain('Cho giữ không ạ?');
    expect(await say(test, 'telegram', 'link account')).toEqual([expect.stringContaining('trả lời câu này trước giùm nha')]);
    await say(test, 'telegram', '2');
    expect(lastOn('telegram')).toContain('Lấy mã ở đây');
  });
});
