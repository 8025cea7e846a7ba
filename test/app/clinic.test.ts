import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { InboundMessage } from '../../src/channels/channel.ts';
import { testSetUps } from '../support/set-ups.ts';
import { createTestAssistant, messageFrom, testSealer, type TestAssistant, type TestAssistantOptions } from '../support/test-assistant.ts';
import { emptyTables, openTestDatabase, type TestDatabase } from '../support/test-database.ts';

type Said = string | InboundMessage['content'];

describe.each(testSetUps())('visits and plans on $name', (setUp) => {
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

  const open = async (options: Partial<TestAssistantOptions> = {}): Promise<TestAssistant> => {
    const test = await createTestAssistant({ database: opened.database, ...options });
    started.push(test);
    return test;
  };
  const say = (test: TestAssistant, ...said: readonly Said[]): Promise<readonly string[]> => sayAs('an', test, ...said);
  /** Says things one after the other and returns the texts of the answers to the last of them. */
  const sayAs = async (person: string, { assistant, channel, clock }: TestAssistant, ...said: readonly Said[]): Promise<readonly string[]> => {
    let before = 0;
    for (const content of said) {
      clock.advance(10_000);
      before = channel.sent.length;
      expect(await assistant.inbound.accept(messageFrom(person, content))).toBe('done');
      await expect.poll(async () => (await opened.database.query('select id from causo.address where queued <> finished')).length).toBe(0);
    }
    return channel.sent.slice(before).map(({ message }) => message.text);
  };
  const rows = (query: string): Promise<readonly Record<string, unknown>[]> => opened.database.query(query);
  const unsealed = (value: unknown): unknown => (value instanceof Uint8Array ? testSealer.unseal(value) : value);

  const hello = ['chào', '1'];
  const upToPhone = [...hello, 'đặt lịch khám', '2', '1', 'Trần Thị Bé 1960', 'bệnh viện Cà Mau', 'sáng thứ năm'];

  it('keep a request under the very consent that was given for it', async () => {
    const test = await open();
    const [noted, bring] = await say(test, ...upToPhone, '0912 345 678', 'đúng rồi');
    const [row] = await rows('select *, day::text as day from causo.appointment');
    const number = String(row?.['number']);
    expect(noted).toContain(`Đã ghi yêu cầu khám số ${number.slice(0, 3)} ${number.slice(3)}.`);
    expect(bring).toContain('hủy lịch khám');
    expect(row).toMatchObject({ state: 'requested', facility_id: 'general-ca-mau', day: '2026-11-26', half_day: 'morning' });
    expect([row?.['name'], row?.['birth'], row?.['phone'], row?.['note']].map(unsealed)).toEqual(['Trần Thị Bé', '1960', '+84912345678', null]);
    expect(await rows('select id, purpose, granted, text_version from causo.consent order by id')).toMatchObject([
      { purpose: 'general_use', granted: true },
      { id: row?.['consent_id'], purpose: 'health_data', granted: true, text_version: expect.stringMatching(/^[0-9a-f]{12}$/) },
    ]);
  });

  it('forget name and phone in the chat once the request is noted', async () => {
    const test = await open();
    await say(test, ...hello, 'đặt lịch khám', '2', '1', 'Đặng Thị Tư 1955', 'chưa rõ', 'sáng thứ năm', '0912 345 678', '1');
    const messages = await rows('select payload from causo.message');
    expect(messages.length).toBeGreaterThan(10);
    expect(JSON.stringify(messages.map(({ payload }) => unsealed(payload)))).not.toMatch(/Đặng|Thị Tư|1955|0912/);
    expect(await rows('select state from causo.contact')).toEqual([{ state: null }]);
  });

  it('forget a person who was offered and tapped, as they forget one who was typed', async () => {
    const test = await open();
    await say(test, ...hello, 'đặt lịch khám', '2', '1', 'Đặng Thị Tư 1955', 'chưa rõ', 'sáng thứ năm', '0912 345 678', '1');
    await say(test, 'đặt lịch khám', '2', '1');
    const offered = test.channel.sent.at(-1)?.message.options[0];
    expect(offered?.label).toBe('1. Đặng Thị Tư, sinh năm 1955');
    await say(test, { type: 'tap', payload: offered?.payload ?? '' }, 'chưa rõ', 'chiều thứ năm', '0912 345 678', '1');
    const messages = await rows('select payload from causo.message');
    expect(JSON.stringify(messages.map(({ payload }) => unsealed(payload)))).not.toMatch(/Đặng|Thị Tư|1955|0912/);
    expect(await rows('select distinct half_day from causo.appointment order by half_day')).toEqual([{ half_day: 'afternoon' }, { half_day: 'morning' }]);
  });

  it('offer the share card at the question for the phone, and take what it gives', async () => {
    const test = await open();
    await say(test, ...upToPhone);
    expect(test.channel.sent.at(-1)?.message.asks).toBe('phone');
    expect(test.channel.sent.filter(({ message }) => message.asks)).toHaveLength(1);
    const [readBack] = await say(test, { type: 'own_phone', phone: '+84987654321' });
    expect(readBack).toContain('số 0987 654 321');
    await say(test, '1');
    expect((await rows('select phone from causo.appointment')).map(({ phone }) => unsealed(phone))).toEqual(['+84987654321']);
  });

  it('take a shared card for nothing at any other question', async () => {
    const test = await open();
    const [again] = await say(test, ...hello, 'đặt lịch khám', '2', '1', { type: 'own_phone', phone: '+84987654321' });
    expect(again).toContain('danh bạ');
    expect(again).toContain('Ai đi khám');
  });

  it('never keep anything of whoever does not agree', async () => {
    const test = await open();
    await say(test, ...hello, 'đặt lịch khám', '2', 'không');
    expect(await rows('select id from causo.appointment')).toEqual([]);
    expect(await rows(`select granted from causo.consent where purpose = 'health_data'`)).toEqual([{ granted: false }]);
  });

  it('go when consent is withdrawn, with the proof of it', async () => {
    const test = await open();
    await say(test, ...upToPhone, '0912345678', '1', 'đăng ký vneid', '1', '2', 'thứ năm', 'rút lại đồng ý');
    expect(await rows('select id from causo.appointment')).toEqual([]);
    expect(await rows('select id from causo.reminder')).toEqual([]);
    expect(await rows(`select granted from causo.consent where purpose = 'health_data' order by id`)).toEqual([{ granted: true }, { granted: false }]);
  });

  it('go with everything else when data are erased, and are counted before', async () => {
    const test = await open();
    const [summary] = await say(test, ...upToPhone, '0912345678', '1', 'đăng ký vneid', '1', '2', 'thứ năm', 'xem dữ liệu');
    expect(summary).toContain('1 yêu cầu khám, 3 lời nhắc');
    await say(test, 'xóa dữ liệu');
    expect(await rows('select id from causo.appointment')).toEqual([]);
    expect(await rows('select id from causo.reminder')).toEqual([]);
  });

  it('are shown, moved and cancelled by the person they belong to', async () => {
    const test = await open();
    const [shown] = await say(test, ...upToPhone, '0912345678', '1', 'đổi lịch khám');
    expect(shown).toMatch(/^Yêu cầu số \d{3} \d{3}, ở Bệnh viện Đa khoa Cà Mau\. Thứ Năm, ngày 26\/11\/2026/);
    const [moved] = await say(test, 'đổi ngày', 'chiều mai');
    expect(moved).toContain('Thứ Tư, ngày 25/11/2026');
    expect(await rows('select day::text as day, half_day, state, version from causo.appointment')).toEqual([{ day: '2026-11-25', half_day: 'afternoon', state: 'requested', version: 2 }]);
    const [cancelled] = await say(test, 'huy lich kham', 'hủy');
    expect(cancelled).toContain('đã hủy số');
    expect(await rows('select state, version from causo.appointment')).toEqual([{ state: 'cancelled', version: 3 }]);
  });

  it('are said to be over when they are, and nobody is asked', async () => {
    const test = await open();
    await say(test, ...upToPhone, '0912345678', '1', 'hủy lịch khám');
    await rows(`update causo.appointment set state = 'attended'`);
    expect(await say(test, 'hủy')).toEqual([expect.stringMatching(/^Dạ, số \d{3} \d{3} không còn ở đây nữa/)]);
    await rows(`update causo.appointment set state = 'requested'`);
    await say(test, 'đổi lịch khám', 'đổi ngày');
    await rows('delete from causo.appointment');
    expect(await say(test, 'chiều mai')).toEqual([expect.stringMatching(/^Dạ, số \d{3} \d{3} không còn ở đây nữa/)]);
    expect(await rows('select id from causo.ticket')).toEqual([]);
  });

  it('stand as before, and a person is asked, when a clinic has already acted on them', async () => {
    const test = await open();
    await say(test, ...upToPhone, '0912345678', '1', 'đổi lịch khám', 'đổi ngày');
    await rows(`update causo.appointment set state = 'confirmed'`);
    expect(await say(test, 'chiều mai')).toEqual([
      expect.stringMatching(/^Máy chưa đổi ngày được, .* Số \d{3} \d{3} vẫn giữ nguyên như cũ/),
      expect.stringMatching(/^Đã ghi lại, số \d+\..*sẽ nhắn lại ở đây/),
    ]);
    expect(await rows('select day::text as day, half_day, state from causo.appointment')).toEqual([{ day: '2026-11-26', half_day: 'morning', state: 'confirmed' }]);
    expect(await rows('select topic from causo.ticket')).toEqual([{ topic: 'health' }]);
  });

  it('never show the request of somebody else', async () => {
    const test = await open();
    await say(test, ...upToPhone, '0912345678', '1');
    const [none] = await sayAs('ba', test, ...hello, 'hủy lịch khám');
    expect(none).toContain('Không thấy yêu cầu nào');
    expect(await rows('select state from causo.appointment')).toEqual([{ state: 'requested' }]);
  });

  it('set a reminder for the morning of the day that somebody wants to go to the police on', async () => {
    const test = await open();
    const [noted] = await say(test, ...hello, 'đăng ký vneid', '1', '2', 'thứ năm');
    expect(noted).toContain('đã ghi Thứ Năm, ngày 26/11/2026');
    const [row] = await rows(`select *, due_day::text as day from causo.reminder where kind = 'vneid_visit'`);
    expect(row).toMatchObject({ kind: 'vneid_visit', matter: 'self', day: '2026-11-26', due_at: new Date('2026-11-26T06:15:00+07:00'), version: 1, state: 'waiting' });
    expect(unsealed(row?.['payload'])).toEqual({ day: '2026-11-26', whom: 'self' });
  });

  it('set one for each person, and move it when the plan changes', async () => {
    const test = await open();
    await say(test, ...hello, 'đăng ký vneid', '1', '2', 'thứ năm', 'đăng ký vneid', '2', 'thứ sáu', 'đăng ký vneid', '1', '2', 'ngày mai');
    expect(await rows(`select matter, due_day::text as day, state from causo.reminder where kind = 'vneid_visit' order by matter, due_day`)).toEqual([
      { matter: 'parent', day: '2026-11-27', state: 'waiting' },
      { matter: 'self', day: '2026-11-25', state: 'waiting' },
      { matter: 'self', day: '2026-11-26', state: 'stopped' },
    ]);
  });

  it('set none for today, for any day, or without consent to keep anything', async () => {
    const test = await open();
    const [today] = await say(test, ...hello, 'đăng ký vneid', '1', '2', 'hôm nay');
    expect(today).toContain('Máy không giữ ngày này');
    await say(test, 'đăng ký vneid', '1', '2', 'ngày nào cũng được');
    await say(test, 'rút lại đồng ý', 'đăng ký vneid', '1', '2', 'thứ năm');
    expect(await rows('select id from causo.reminder')).toEqual([]);
  });

  it('stop being reminded of when somebody says so', async () => {
    const test = await open();
    await say(test, ...hello, 'đăng ký vneid', '1', '2', 'thứ năm', 'dừng nhắc');
    expect(await rows(`select state, version from causo.reminder where kind = 'vneid_visit'`)).toEqual([{ state: 'stopped', version: 2 }]);
  });
});
