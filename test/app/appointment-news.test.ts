import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { applyChange } from '../../src/app/appointments/change-appointment.ts';
import { offerSeats } from '../../src/app/appointments/offer-seats.ts';
import { tellChange } from '../../src/app/appointments/tell-change.ts';
import { drawCard } from '../../src/app/draw-card.ts';
import { sweep } from '../../src/app/sweep.ts';
import type { Change } from '../../src/services/appointments/mod.ts';
import { readQrPhoto } from '../../src/services/market/qr-photo.ts';
import { addWaitingPlace } from '../../src/store/waiting-places.ts';
import { testSetUps } from '../support/set-ups.ts';
import { createTestAssistant, messageFrom, testSealer, type TestAssistant } from '../support/test-assistant.ts';
import { emptyTables, openTestDatabase, type TestDatabase } from '../support/test-database.ts';

interface Row {
  readonly id: number;
  readonly number: string;
  readonly contact: number;
  readonly consent: number;
}

/** Everything up to a request that is noted. */
const request = ['chào', '1', 'đặt lịch khám', '2', '1', 'Trần Thị Bé 1960', 'bệnh viện Cà Mau', 'sáng thứ năm', '0912 345 678', 'đúng rồi'];

describe.each(testSetUps())('news of an appointment on $name', (setUp) => {
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

  const open = async (): Promise<TestAssistant> => {
    const test = await createTestAssistant({ database: opened.database });
    started.push(test);
    return test;
  };
  const settled = (): Promise<void> =>
    expect.poll(async () => (await opened.database.query(`select id from causo.address where queued <> finished union all select id from causo.inbound where state = 'pending'`)).length).toBe(0);
  const say = async (test: TestAssistant, ...said: readonly string[]): Promise<void> => {
    for (const text of said) {
      test.clock.advance(10_000);
      expect(await test.assistant.inbound.accept(messageFrom('an', text))).toBe('done');
      await settled();
    }
  };
  const appointment = async (): Promise<Row> => {
    const [row] = await opened.database.query<Row & { readonly [column: string]: unknown }>(
      'select id, number, contact_id as contact, consent_id as consent from causo.appointment order by id desc limit 1',
    );
    if (!row) throw new Error('Expected an appointment');
    return row;
  };
  /** What the staff of the clinic do. */
  const change = async ({ assistant, clock }: TestAssistant, name: Change): Promise<void> => {
    const { number, contact } = await appointment();
    const order = { change: name, by: 'staff', staff: 'Lan', tells: true, now: clock() } as const;
    expect(await opened.database.transaction((transaction) => applyChange(transaction, testSealer, { number }, order))).toMatchObject({ outcome: 'done' });
    await assistant.inbound.drain(contact);
    await settled();
  };
  /** Does the call that was made last. */
  const draw = async ({ assistant }: TestAssistant): Promise<void> => {
    const [call] = await opened.database.query<{ id: number; version: number }>('select id, version from causo.call order by id desc limit 1');
    if (!call) throw new Error('Expected a call');
    await assistant.calls.run(call);
    await settled();
  };
  const texts = ({ channel }: TestAssistant, from: number): readonly string[] => channel.sent.slice(from).map(({ message }) => message.text);
  const media = (): Promise<readonly { readonly bytes: Uint8Array; readonly expires: Date }[]> => opened.database.query('select bytes, expires_at as expires from causo.media');
  const context = ({ assistant, clock }: TestAssistant, contact: number): Parameters<typeof drawCard>[1] => ({
    ...assistant,
    ...assistant.conversation,
    connectors: {},
    contact,
    now: clock(),
    signal: new AbortController().signal,
  });

  it('come in words at once, and as a card when it is drawn', async () => {
    const test = await open();
    await say(test, ...request);
    const before = test.channel.sent.length;
    await change(test, 'confirm');
    const { number } = await appointment();
    const spaced = `${number.slice(0, 3)} ${number.slice(3)}`;
    expect(texts(test, before)).toEqual([expect.stringContaining(`đã nhận lịch khám số ${spaced}. Thứ Năm, ngày 26/11/2026 (18 tháng 10 âm lịch), buổi sáng. Mang thẻ căn cước`)]);
    await draw(test);
    const [, card, last] = test.channel.sent.slice(before).map(({ message }) => message);
    expect(card?.picture).toMatchObject({ mediaType: 'image/png', description: card?.text });
    expect(await readQrPhoto(card?.picture?.bytes ?? new Uint8Array())).toEqual({ outcome: 'done', contents: [number] });
    expect(last?.text).toContain('đổi lịch');
  });

  it('leave a card that lies sealed until the day is over', async () => {
    const test = await open();
    await say(test, ...request);
    await change(test, 'confirm');
    await draw(test);
    const [kept] = await media();
    expect(kept?.expires).toEqual(new Date('2026-11-27T00:00:00+07:00'));
    expect(Buffer.from(kept?.bytes ?? []).includes(Buffer.from('PNG'))).toBe(false);
  });

  it('come in words also when no card can be drawn', async () => {
    const test = await open();
    await say(test, ...request);
    const before = test.channel.sent.length;
    await change(test, 'confirm');
    expect(texts(test, before)).toHaveLength(1);
    test.clock.advance(120_000);
    await sweep(test.assistant);
    await expect.poll(() => texts(test, before)).toHaveLength(3);
    expect(texts(test, before)[1]).toContain('Máy chưa vẽ được hình lịch khám');
    expect(await media()).toEqual([]);
  });

  it('are drawn in the language of the chat', async () => {
    const test = await open();
    await say(test, ...request);
    await change(test, 'confirm');
    const { contact, number } = await appointment();
    expect(await drawCard({ number }, context(test, contact))).toMatchObject({ outcome: 'done' });
    await opened.database.query(`update causo.contact set language = 'en' where id = $1`, [contact]);
    expect(await drawCard({ number }, context(test, contact))).toMatchObject({ outcome: 'done' });
    const drawn = (await media()).map(({ bytes }) => testSealer.unsealBytes(bytes));
    expect(drawn).toHaveLength(2);
    expect(Buffer.compare(drawn[0] ?? Buffer.of(), drawn[1] ?? Buffer.of())).not.toBe(0);
  });

  it('draw nothing for somebody else, for a request that nobody has confirmed, or for what is no number', async () => {
    const test = await open();
    await say(test, ...request);
    const { contact, number } = await appointment();
    expect(await test.assistant.inbound.accept(messageFrom('ba', 'chào'))).toBe('done');
    const [other] = await opened.database.query<{ id: number }>('select id from causo.contact where id <> $1', [contact]);
    expect(await drawCard({ number }, context(test, contact))).toEqual({ outcome: 'gone' });
    await change(test, 'confirm');
    for (const [input, whose] of [[{ number }, other?.id ?? 0], [{ number: "1' or '1'='1" }, contact], [{}, contact], [{ number: ['1'] }, contact]] as const) {
      expect(await drawCard(input, context(test, whose))).toEqual({ outcome: 'gone' });
    }
    test.clock.advance(7 * 24 * 3_600_000);
    expect(await drawCard({ number }, context(test, contact))).toEqual({ outcome: 'gone' });
    expect(await media()).toEqual([]);
  });

  it('go with their cards when the consent to health data is taken back', async () => {
    const test = await open();
    await say(test, ...request);
    await change(test, 'confirm');
    await draw(test);
    expect(await media()).toHaveLength(1);
    await say(test, 'rút lại đồng ý');
    expect(await media()).toEqual([]);
  });

  it('are left untold when newer ones are on their way', async () => {
    const test = await open();
    await say(test, ...request);
    const { id, contact } = await appointment();
    await opened.database.query(`update causo.appointment set state = 'cancelled' where id = $1`, [id]);
    const before = test.channel.sent.length;
    const values = { request: String(id) };
    await opened.database.transaction((transaction) => tellChange(transaction, testSealer, { contact, change: 'confirmed', key: 'late', about: 'late', values, now: test.clock() }));
    await test.assistant.inbound.drain(contact);
    await settled();
    expect(texts(test, before)).toEqual([]);
  });

  it('offer a seat that came free, and make an appointment with a card of it', async () => {
    const test = await open();
    await say(test, ...request);
    const { contact, consent } = await appointment();
    await opened.database.query(`update causo.facility set mode = 'capacity', seats = 1 where id = 'general-ca-mau'`);
    const [seats] = await opened.database.query<{ id: number }>(
      `insert into causo.seats (facility_id, day, half_day, capacity, taken, to_offer) values ('general-ca-mau', '2026-11-27', 'morning', 1, 1, 1) returning id`,
    );
    const time = { day: '2026-11-27', halfDay: 'morning' } as const;
    await opened.database.transaction((transaction) =>
      addWaitingPlace(transaction, testSealer, { contact, consent, facility: 'general-ca-mau', time, name: 'Lê Văn Tí', birth: '1958', now: test.clock() }),
    );
    const before = test.channel.sent.length;
    await offerSeats(test.assistant, seats?.id ?? 0);
    await settled();
    expect(texts(test, before)).toEqual([
      expect.stringContaining('có chỗ trống ở Bệnh viện Đa khoa Cà Mau. Thứ Sáu, ngày 27/11/2026'),
      expect.stringMatching(/^Chỗ này giữ tới Thứ Ba, ngày 24\/11\/2026 .*, 10 giờ 1 sáng\. Nhận không ạ\?$/),
    ]);
    await say(test, 'nhận chỗ này');
    await draw(test);
    const { number } = await appointment();
    const picture = test.channel.sent.findLast(({ message }) => message.picture)?.message.picture;
    expect(await readQrPhoto(picture?.bytes ?? new Uint8Array())).toEqual({ outcome: 'done', contents: [number] });
  });
});
