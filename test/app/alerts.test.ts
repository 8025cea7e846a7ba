import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createSuspicion } from '../../src/app/alerts/suspect.ts';
import { checkAlerts } from '../../src/app/alerts/check-alerts.ts';
import { alertWarnings } from '../../src/app/alerts/warnings.ts';
import type { Reading } from '../../src/app/alerts/reading.ts';
import { keepUp } from '../../src/app/keep-up.ts';
import { SendError } from '../../src/channels/channel.ts';
import { createAdministratorCode } from '../../src/store/administrators.ts';
import { heldDatabase } from '../support/held-database.ts';
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
import { readEverything } from './everything.ts';

const minute = 60_000;
const hour = 60 * minute;

describe.each(testSetUps())('alerts on $name', (setUp) => {
  let opened: TestDatabase;
  let clock: TestClock;
  let channels: Readonly<Record<'zalo' | 'telegram' | 'web', RecordingChannel>>;
  /** What the watches find. */
  let found: readonly Reading[] = [];
  const started: TestAssistant[] = [];

  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
  });
  afterEach(async () => {
    await Promise.all(started.splice(0).map(({ assistant }) => assistant.stop()));
    found = [];
    await emptyTables(opened.database);
  });
  afterAll(() => opened.drop());

  const open = async (): Promise<TestAssistant> => {
    if (started.length === 0) {
      clock = createTestClock();
      channels = { zalo: createRecordingChannel('zalo'), telegram: createRecordingChannel('telegram'), web: createRecordingChannel('web') };
    }
    const test = await createTestAssistant({ database: opened.database, channels: Object.values(channels), clock, watches: [async () => found] });
    started.push(test);
    return test;
  };
  type Where = keyof typeof channels;
  const settled = async (): Promise<void> => {
    const left = (): Promise<unknown> => opened.database.query(`select 'outbox' as what from causo.outbox union all select 'inbound' from causo.inbound where state = 'pending'`);
    await expect.poll(left).toEqual([]);
  };
  const textsOn = (channel: Where): readonly string[] => channels[channel].sent.map(({ message }) => message.text);
  const say = async ({ assistant }: TestAssistant, channel: Where, person: string, ...texts: readonly string[]): Promise<readonly string[]> => {
    const before = channels[channel].sent.length;
    for (const text of texts) {
      clock.advance(10_000);
      expect(await assistant.inbound.accept(messageFrom(person, text, { channel }))).toBe('done');
      await settled();
    }
    return textsOn(channel).slice(before);
  };
  const newCode = async (): Promise<string> => (await createAdministratorCode(opened.database, testSealer, clock())).code;
  const makeAdministrator = async (test: TestAssistant, channel: Where, person = 'quản'): Promise<void> => {
    const texts = await say(test, channel, person, 'chào', '2', 'nhận báo động', await newCode());
    expect(texts).toContainEqual(expect.stringMatching(/^Xong, từ giờ máy trục trặc thì báo ở đây\./));
    // What they wrote is no traffic that could stop.
    await opened.database.query('delete from causo.inbound');
  };
  /** Upkeep, and what came of it on a channel. */
  const check = async (test: TestAssistant, channel: Where = 'telegram'): Promise<readonly string[]> => {
    const before = channels[channel].sent.length;
    await keepUp(test.assistant);
    await settled();
    return textsOn(channel).slice(before);
  };
  const count = async (table: string): Promise<number> => (await opened.database.query(`select id from causo.${table}`)).length;
  const webhook = (level: Reading['level']): Reading => ({ kind: 'webhook', channel: 'zalo', level, count: 7 });

  describe('a code', () => {
    it('makes the chat where it is typed an administrator\'s one, also with somebody who says nothing else first', async () => {
      const test = await open();
      const code = await newCode();
      const texts = await say(test, 'telegram', 'quản', 'nhận báo động', `${code.slice(0, 4)} ${code.slice(4)}`);
      expect(texts[0]).toMatch(/^Chỗ này cho người trông máy/);
      expect(texts[1]).toMatch(/^Xong, từ giờ máy trục trặc thì báo ở đây\./);
      // Who is writing is told right afterwards.
      expect(texts[2]).toMatch(/máy trả lời/);
      expect(await count('administrator')).toBe(1);
    });

    it('says on Zalo that nothing gets through after seven days', async () => {
      const test = await open();
      await makeAdministrator(test, 'zalo');
      expect(textsOn('zalo')).toContainEqual(expect.stringMatching(/quá 7 ngày Zalo không cho máy nhắn/));
    });

    it('works once, for ten minutes, and is told apart from a wrong one', async () => {
      const test = await open();
      const code = await newCode();
      await say(test, 'telegram', 'quản', 'chào', '2', 'nhận báo động', code);
      expect((await say(test, 'telegram', 'ba', 'chào', '2', 'nhận báo động', code)).at(-1)).toMatch(/^Mã này dùng rồi\./);
      const old = await newCode();
      clock.advance(10 * minute);
      expect((await say(test, 'telegram', 'ba', old)).at(-1)).toMatch(/^Mã này hết giờ rồi\./);
      expect((await say(test, 'telegram', 'ba', '1234 5678')).at(-1)).toMatch(/^Mã này chưa đúng\./);
      expect(await count('administrator')).toBe(1);
    });

    it('is not for joining accounts, nor the other way round', async () => {
      const test = await open();
      const code = await newCode();
      expect((await say(test, 'telegram', 'an', 'chào', '1', 'nhập mã nối', code)).at(-1)).toMatch(/^Mã này chưa đúng\./);
      const shown = (await say(test, 'zalo', 'ba', 'chào', '1', 'nối tài khoản', 'lấy mã')).map((text) => /\d{4} \d{4}/.exec(text)?.[0]).find((found) => found);
      expect((await say(test, 'telegram', 'an', 'nhận báo động', shown ?? '')).at(-1)).toMatch(/^Mã này chưa đúng\./);
      expect(await count('administrator')).toBe(0);
    });

    it('is kept nowhere in clear, however it was typed', async () => {
      const test = await open();
      const [one, two] = [await newCode(), await newCode()];
      await say(test, 'web', 'quản', 'chào', '1', `nhận báo động ${one}`, `mã là ${two.slice(0, 4)}-${two.slice(4)}`);
      expect(await count('administrator')).toBe(1);
      const everything = JSON.stringify(await readEverything(opened.database));
      for (const part of [one, two, one.slice(0, 4), two.slice(4)]) expect(everything).not.toContain(part);
    });

    it('is not taken for ten tries of a guesser', async () => {
      const test = await open();
      const code = await newCode();
      await say(test, 'telegram', 'kẻ', 'chào', '2', 'nhận báo động', '11111111', '22222222', '33333333', '44444444', '55555555');
      expect((await say(test, 'telegram', 'kẻ', code)).at(0)).toMatch(/^Có nhiều mã gõ sai quá/);
      expect(await count('administrator')).toBe(0);
    });
  });

  describe('an administrator\'s chat', () => {
    it('ends by the words for it and hears of nothing any more', async () => {
      const test = await open();
      await makeAdministrator(test, 'telegram');
      expect((await say(test, 'telegram', 'quản', 'thôi nhận báo động')).at(0)).toBe('Dạ, từ giờ chỗ này không nhận báo động nữa.');
      found = [webhook('bad')];
      expect(await check(test)).toEqual([]);
    });

    it('hears of alerts while staff of the account write there, who know nothing of them', async () => {
      const test = await open();
      await makeAdministrator(test, 'telegram');
      await opened.database.query('update causo.contact set staff_until = $1', [new Date(clock().getTime() + hour)]);
      found = [webhook('bad')];
      expect(await check(test)).toEqual([expect.stringMatching(/^Báo động:/)]);
    });

    it('ends with an erasure', async () => {
      const test = await open();
      await makeAdministrator(test, 'telegram');
      await say(test, 'telegram', 'quản', 'xóa dữ liệu');
      expect(await count('administrator')).toBe(0);
    });

    it('goes on in the question that is open', async () => {
      const test = await open();
      await makeAdministrator(test, 'telegram');
      await say(test, 'telegram', 'quản', 'làm mã nhận tiền', 'vietcombank');
      found = [webhook('bad')];
      expect(await check(test)).toEqual([expect.stringMatching(/^Báo động: Zalo giao tin/)]);
      expect((await say(test, 'telegram', 'quản', '0071000123456')).at(-1)).toMatch(/Bước 3\/5/);
    });
  });

  describe('trouble', () => {
    it('is told when it begins, once more after a day, and when it is over', async () => {
      const test = await open();
      await makeAdministrator(test, 'telegram');
      found = [webhook('bad')];
      expect(await check(test)).toEqual(['Báo động: Zalo giao tin tới máy không được, đang chờ 7 tin. Coi máy chủ và đường vào có chạy không. Trên máy chủ chạy: npm run channels -- check']);
      clock.advance(24 * hour - 1);
      expect(await check(test)).toEqual([]);
      clock.advance(1);
      expect(await check(test)).toEqual([expect.stringMatching(/^Vẫn chưa xong: Zalo giao tin/)]);
      clock.advance(48 * hour);
      expect(await check(test)).toEqual([]);
      found = [webhook('middling')];
      expect(await check(test)).toEqual([]);
      found = [webhook('good')];
      expect(await check(test)).toEqual(['Zalo đã ổn lại: “Giao tin tới máy không được”.']);
      expect(await check(test)).toEqual([]);
      found = [webhook('middling')];
      expect(await check(test)).toEqual([]);
    });

    it('is told once by two processes, and not again after a restart', async () => {
      const [one, two] = [await open(), await open()];
      await makeAdministrator(one, 'telegram');
      found = [webhook('bad')];
      const before = channels.telegram.sent.length;
      await Promise.all([keepUp(one.assistant), keepUp(two.assistant)]);
      await settled();
      await one.assistant.stop();
      expect(await check(await open())).toEqual([]);
      expect(channels.telegram.sent).toHaveLength(before + 1);
    });

    it('that nobody could be told of is told to the first administrator', async () => {
      const test = await open();
      found = [webhook('bad')];
      await keepUp(test.assistant);
      await makeAdministrator(test, 'telegram');
      expect(await check(test)).toEqual([expect.stringMatching(/^Báo động:/)]);
    });

    it('that was over before anybody could be told is not told', async () => {
      const test = await open();
      found = [webhook('bad')];
      await keepUp(test.assistant);
      await makeAdministrator(test, 'telegram');
      found = [webhook('good')];
      expect(await check(test)).toEqual([]);
    });

    it('with a channel is told elsewhere, and there only when there is nobody else to tell', async () => {
      const test = await open();
      await makeAdministrator(test, 'zalo');
      await makeAdministrator(test, 'web');
      found = [webhook('bad')];
      expect(await check(test, 'zalo')).toHaveLength(1);
      found = [webhook('good')];
      await check(test);
      await makeAdministrator(test, 'telegram');
      found = [webhook('bad')];
      const before = channels.zalo.sent.length;
      expect(await check(test)).toHaveLength(1);
      expect(channels.zalo.sent).toHaveLength(before);
    });

    it('stands in /readyz as long as it lasts, in the log each time, and nobody with it', async () => {
      const test = await open();
      found = [webhook('bad'), { kind: 'parked', channel: '', level: 'bad', count: 1 }];
      await keepUp(test.assistant);
      expect(await alertWarnings(opened.database)).toEqual([expect.stringMatching(/^zalo: the platform cannot deliver/), expect.stringMatching(/^messages could not be handled/)]);
      found = [webhook('good')];
      await keepUp(test.assistant);
      expect(await alertWarnings(opened.database)).toEqual([]);
    });

    it('with a channel that is off by now is let go without a word', async () => {
      const test = await open();
      await makeAdministrator(test, 'telegram');
      found = [{ ...webhook('bad'), channel: 'zalo' }];
      await check(test);
      await test.assistant.stop();
      const { assistant } = await createTestAssistant({ database: opened.database, channels: [channels.telegram, channels.web], clock });
      const before = channels.telegram.sent.length;
      await keepUp(assistant);
      await settled();
      await assistant.stop();
      expect(channels.telegram.sent).toHaveLength(before);
      expect(await alertWarnings(opened.database)).toEqual([]);
    });

    it('in finding out does not keep the rest from being told', async () => {
      const test = await createTestAssistant({ database: opened.database, watches: [() => Promise.reject(new Error('away')), async () => [{ ...webhook('bad'), channel: 'test' }]] });
      started.push(test);
      await keepUp(test.assistant);
      expect(await alertWarnings(opened.database)).toEqual([expect.stringMatching(/^test: the platform cannot deliver/)]);
    });
  });

  describe('of the rows', () => {
    it('tells that messages are stuck after five minutes, and that they go again', async () => {
      const test = await open();
      await makeAdministrator(test, 'telegram');
      await say(test, 'zalo', 'an', 'chào');
      let isAway = true;
      channels.zalo.beforeSend = () => {
        if (isAway) throw new SendError('away', { code: 'unavailable', retryable: true });
      };
      await test.assistant.inbound.accept(messageFrom('an', '1', { channel: 'zalo' }));
      const told = async (): Promise<readonly string[]> => {
        const before = channels.telegram.sent.length;
        await keepUp(test.assistant);
        await expect.poll(() => opened.database.query(`select o.id from causo.outbox o join causo.address a on a.id = o.address_id where a.channel = 'telegram'`)).toEqual([]);
        return textsOn('telegram').slice(before);
      };
      await expect.poll(() => opened.database.query('select id from causo.outbox where attempts > 0')).not.toEqual([]);
      clock.advance(5 * minute - 1);
      expect(await told()).toEqual([]);
      clock.advance(1);
      expect(await told()).toEqual([expect.stringMatching(/^Báo động: tin gửi qua Zalo bị kẹt, lâu nhất 5 phút\./)]);
      isAway = false;
      const [row] = await opened.database.query<{ address: number }>('select address_id as address from causo.outbox');
      test.assistant.delivery.wake(row?.address ?? 0);
      await settled();
      expect(await told()).toEqual(['Zalo đã ổn lại: “Tin gửi đi bị kẹt”.']);
    });

    it('tells of messages that were set aside, until a day has passed without another', async () => {
      const test = await open();
      await makeAdministrator(test, 'telegram');
      await opened.database.query(`insert into causo.inbound (channel, account, update_id, state, received_at) values ('zalo', 'bot', 'x', 'parked', $1)`, [clock()]);
      expect(await check(test)).toEqual([expect.stringMatching(/^Báo động: trong ngày có 1 tin máy làm không nổi/)]);
      clock.advance(24 * hour);
      expect(await check(test)).toEqual(['Đã ổn lại: “Có tin máy làm không nổi”.']);
    });

    it('tells that messages have to wait for their turn', async () => {
      const test = await open();
      await makeAdministrator(test, 'telegram');
      await opened.database.query(`insert into causo.inbound (channel, account, update_id, state, received_at) values ('zalo', 'bot', 'x', 'pending', $1)`, [new Date(clock().getTime() - 2 * minute)]);
      const before = channels.telegram.sent.length;
      await keepUp(test.assistant);
      await channels.telegram.arrived(before + 1);
      expect(textsOn('telegram').at(-1)).toMatch(/^Báo động: tin bà con gửi tới phải chờ, lâu nhất 2 phút\./);
    });

    const arrive = async (channel: Where, at: Date, times: number): Promise<void> => {
      for (let time = 0; time < times; time += 1) {
        await opened.database.query(
          `insert into causo.inbound (channel, account, update_id, state, received_at) values ($1, 'bot', $2, 'done', $3)`,
          [channel, `${at.getTime()}-${time}`, at],
        );
      }
    };

    it('tells that a channel has been silent for a day after one with traffic, until somebody writes, however long that takes', async () => {
      const test = await open();
      await makeAdministrator(test, 'telegram');
      await arrive('zalo', clock(), 3);
      clock.advance(24 * hour - 1);
      expect(await check(test)).toEqual([]);
      clock.advance(1);
      expect(await check(test)).toEqual([expect.stringMatching(/^Báo động: cả ngày không có tin nào từ Zalo/)]);
      clock.advance(20 * hour);
      expect(await check(test)).toEqual([]);
      clock.advance(30 * hour);
      expect((await check(test)).filter((text) => text.includes('Zalo'))).toEqual([expect.stringMatching(/^Vẫn chưa xong:/)]);
      await arrive('zalo', clock(), 1);
      expect(await check(test)).toEqual(['Zalo đã ổn lại: “Cả ngày không có tin”.']);
    });

    it('calls a channel silent neither at night nor when hardly anybody wrote the day before, nor our own page', async () => {
      const test = await open();
      await makeAdministrator(test, 'telegram');
      // 21:00; the clock began at 08:00.
      const evening = new Date(Date.parse('2026-11-24T21:00:00+07:00'));
      await arrive('zalo', evening, 3);
      await arrive('telegram', evening, 2);
      await arrive('web', evening, 9);
      clock.advance(evening.getTime() - clock().getTime() + 24 * hour);
      const silent = async (): Promise<readonly string[]> => (await check(test)).filter((text) => text.includes('cả ngày'));
      expect(await silent()).toEqual([]);
      clock.advance(10 * hour);
      expect(await silent()).toEqual([expect.stringMatching(/Zalo/)]);
    });

    it('are all told with one look at the chats that hear of them, so that nobody waits for another in a ring', async () => {
      const test = await open();
      await makeAdministrator(test, 'telegram');
      await makeAdministrator(test, 'zalo', 'quản hai');
      let saves = 0;
      const database = heldDatabase(opened.database, (text) => {
        if (text.includes('with locked as')) saves += 1;
      });
      found = [webhook('bad'), { kind: 'zalo_token_refused', channel: '', level: 'bad' }];
      await checkAlerts({ ...test.assistant, database });
      await settled();
      expect(saves).toBe(1);
      expect(textsOn('telegram').filter((text) => text.startsWith('Báo động'))).toHaveLength(2);
    });

    it('tells of wrong signatures that any process noted, until something genuine comes in', async () => {
      const test = await open();
      await makeAdministrator(test, 'telegram');
      const suspect = createSuspicion(test.assistant);
      suspect('zalo');
      await expect.poll(() => count('alert')).toBeGreaterThan(0);
      expect(await check(test)).toEqual([expect.stringMatching(/^Báo động: tin từ Zalo tới mà sai chữ ký/)]);
      clock.advance(minute);
      await arrive('zalo', clock(), 1);
      expect(await check(test)).toEqual(['Zalo đã ổn lại: “Tin tới sai chữ ký”.']);
    });
  });
});
