import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sweep } from '../../../src/app/sweep.ts';
import type { Channel } from '../../../src/channels/channel.ts';
import { echoesOfNobodyElse } from '../../../src/store/echoes.ts';
import { applyRetention } from '../../../src/store/retention.ts';
import { testSetUps } from '../../support/set-ups.ts';
import { emptyTables, openTestDatabase, type TestDatabase } from '../../support/test-database.ts';
import { startZaloAssistant, type ZaloAssistant } from '../../support/zalo-assistant.ts';

const person = '24684588352919792123';
const minute = 60_000;

describe.each(testSetUps())('a message of Zalo whose answer got lost, on $name', (setUp) => {
  let opened: TestDatabase;
  const started: ZaloAssistant[] = [];
  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
  });
  afterEach(async () => {
    await Promise.all(started.splice(0).map((each) => each.close()));
    await emptyTables(opened.database);
  });
  afterAll(() => opened.drop());

  const open = async (): Promise<ZaloAssistant> => {
    const running = await startZaloAssistant(opened.database);
    started.push(running);
    return running;
  };
  const rows = (table: string, where = 'true'): Promise<readonly Readonly<Record<string, unknown>>[]> => opened.database.query(`select * from causo.${table} where ${where}`);
  const texts = ({ fake }: ZaloAssistant): readonly string[] => fake.messagesTo(person).map(({ text }) => text);
  /** Somebody writes for the first time; two messages answer. */
  const greet = ({ fake }: ZaloAssistant): Promise<number> => fake.deliver(fake.people.writes(person, 'chào'));
  /** Waits until a row was put off. */
  const isPutOff = () => expect.poll(() => rows('outbox', 'attempts > 0')).toHaveLength(1);
  /** The same where the echo is there already: then the row may be taken off in the very next moment. */
  const wasPutOff = (running: ZaloAssistant, times = 1) =>
    expect.poll(() => running.metric('causo_retries_total{channel="zalo",code="unknown_outcome"}')).toBe(times);
  /** Moves the clock and does what the workers' timer does, until nothing waits any more. */
  const workUntilSent = async (running: ZaloAssistant): Promise<void> => {
    await expect
      .poll(async () => {
        running.clock.advance(minute);
        await sweep(running.assistant);
        return rows('outbox');
      })
      .toHaveLength(0);
  };

  it('reaches the person once when its echo came, and counts as sent under the id in it', async () => {
    const running = await open();
    running.fake.trouble({ kind: 'lost_answer' }, { userId: person, times: 1 });
    await greet(running);
    await wasPutOff(running);
    await workUntilSent(running);
    expect(new Set(texts(running)).size).toBe(2);
    expect(texts(running)).toHaveLength(2);
    expect(await running.metric('causo_sent_total{channel="zalo",outcome="found_by_echo"}')).toBe(1);
    expect(await rows('echo', 'not taken')).toEqual([]);
  });

  it('reaches the person at least once when no echo comes', async () => {
    const running = await open();
    running.fake.withholdEchoes();
    running.fake.trouble({ kind: 'lost_answer' }, { userId: person, times: 1 });
    await greet(running);
    await isPutOff();
    await workUntilSent(running);
    const [first, second, third] = texts(running);
    expect([first, third]).toEqual([second, expect.stringContaining('Cho giữ không ạ?')]);
  });

  it('is not sent again before an echo had some time to come, and goes on as soon as one is there', async () => {
    const running = await open();
    const { fake, assistant, clock } = running;
    fake.withholdEchoes();
    fake.trouble({ kind: 'lost_answer' }, { userId: person, times: 1 });
    await greet(running);
    await isPutOff();
    clock.advance(4_900);
    await sweep(assistant);
    const [sent] = fake.messagesTo(person);
    expect(fake.messagesTo(person)).toHaveLength(1);
    // The one that was withheld comes now; nobody has to wait for the next round then.
    const echo = { ...fake.people.staffWrites(person, ''), sender: { id: fake.oaId }, message: { text: sent?.text, msg_id: sent?.messageId } };
    expect(await fake.deliver(echo)).toBe(200);
    await expect.poll(() => fake.messagesTo(person).length).toBe(2);
    expect(new Set(texts(running)).size).toBe(2);
  });

  it('is not taken for arrived by what staff wrote, what another person got, or what was sent before', async () => {
    const running = await open();
    const { fake } = running;
    fake.withholdEchoes();
    fake.trouble({ kind: 'lost_answer' }, { userId: person, times: 1 });
    await greet(running);
    await isPutOff();
    const [sent] = texts(running);
    const other = '24684588352919792999';
    await fake.deliver(fake.people.staffWrites(person, sent ?? ''));
    await fake.deliver({ ...fake.people.staffWrites(other, ''), sender: { id: fake.oaId }, message: { text: sent, msg_id: 'aa01' } });
    await fake.deliver({ ...fake.people.staffWrites(person, ''), sender: { id: '1' }, message: { text: sent, msg_id: 'aa02' } });
    await fake.deliver({ ...fake.people.staffWrites(person, ''), sender: { id: fake.oaId }, message: { text: 'Chuyện khác', msg_id: 'aa03' } });
    await workUntilSent(running);
    expect(texts(running).filter((text) => text === sent)).toHaveLength(2);
  });

  it('uses an echo once: of two equal messages the second is sent as well', async () => {
    const running = await open();
    const { fake } = running;
    await greet(running);
    await expect.poll(() => rows('outbox')).toHaveLength(0);
    await fake.deliver(fake.people.taps(person, '1. Đồng ý'));
    await expect.poll(() => texts(running).length).toBe(4);
    const shown = (): number => texts(running).filter((text) => text.includes('mà máy chưa hiểu')).length;
    const sticker = () => fake.people.sends(person, 'user_send_sticker', { attachments: [{ type: 'sticker', payload: { id: '1', url: 'https://x.example/a' } }] });
    for (const count of [1, 2]) {
      // A little later, since stickers that come together get one answer.
      running.clock.advance(minute);
      fake.trouble({ kind: 'lost_answer' }, { userId: person, times: 1 });
      await fake.deliver(sticker());
      await wasPutOff(running, count);
      await workUntilSent(running);
      expect(shown()).toBe(count);
    }
    // The late second copy of an echo proves nothing about a third message.
    const [first] = fake.messagesTo(person).filter(({ text }) => text.includes('mà máy chưa hiểu'));
    fake.withholdEchoes();
    running.clock.advance(minute);
    fake.trouble({ kind: 'cut' }, { userId: person, times: 1 });
    await fake.deliver(sticker());
    await isPutOff();
    await fake.deliver({ ...fake.people.staffWrites(person, ''), sender: { id: fake.oaId }, message: { text: first?.text, msg_id: first?.messageId } });
    await workUntilSent(running);
    expect(shown()).toBe(3);
  });

  it('leaves no words behind: a keyed hash for a day, gone with an erasure', async () => {
    const running = await open();
    const { fake, clock } = running;
    fake.trouble({ kind: 'lost_answer' }, { userId: person, times: 1 });
    await greet(running);
    await isPutOff();
    const [echo] = await rows('echo');
    expect(Object.keys(echo ?? {}).toSorted()).toEqual(['address_id', 'message_id', 'seen_at', 'taken', 'trace']);
    expect(echo?.trace).toHaveLength(32);
    await workUntilSent(running);
    await applyRetention(opened.database, new Date(clock().getTime() + 23 * 60 * minute));
    expect((await rows('echo')).length).toBeGreaterThan(0);
    await fake.deliver(fake.people.withdraws(person));
    expect(await rows('echo')).toEqual([]);
    await opened.database.query(`insert into causo.echo (address_id, message_id, taken, seen_at) select id, 'a', true, $1 from causo.address limit 1`, [clock()]);
    await applyRetention(opened.database, new Date(clock().getTime() + 25 * 60 * minute));
    expect(await rows('echo')).toEqual([]);
  });

  it('keeps nothing of an echo that tells nothing new', async () => {
    const running = await open();
    const { fake } = running;
    await greet(running);
    await expect.poll(() => rows('outbox')).toHaveLength(0);
    const before = await rows('echo');
    await fake.deliver({ ...fake.people.staffWrites(person, ''), sender: { id: fake.oaId }, message: { text: 'Tin cũ', msg_id: 'aa04' } });
    expect(await rows('echo')).toEqual(before);
    const [address] = await rows('address');
    const words = before.flatMap(({ trace }) => (trace instanceof Uint8Array ? [[trace]] : []));
    expect(await echoesOfNobodyElse(opened.database, { row: 0, address: Number(address?.id) }, new Date(0), words)).toEqual([]);
  });

  it('of several parts only those go again that have not arrived', async () => {
    const running = await open();
    const { fake, assistant } = running;
    await greet(running);
    await expect.poll(() => rows('outbox')).toHaveLength(0);
    const [channel] = assistant.channels as readonly [Channel];
    const picture = { bytes: Buffer.from('89504e470d0a1a0a', 'hex'), mediaType: 'image/png', description: 'Mã' } as const;
    const message = { text: 'Quét đi', options: [{ label: '1. Xong', payload: '#1.1.1', role: 'answer' }], picture } as const;
    expect(channel.traces?.(message)).toEqual(['picture ', 'words Quét đi']);
    const id = await channel.send({ channel: 'zalo', account: fake.oaId, platformId: person }, message, AbortSignal.timeout(5_000), { landed: { parts: 1, id: 'aa05' } });
    expect(fake.messagesTo(person).slice(2)).toMatchObject([{ messageId: id, text: 'Quét đi' }]);
    expect(await channel.send({ channel: 'zalo', account: fake.oaId, platformId: person }, message, AbortSignal.timeout(5_000), { landed: { parts: 2, id: 'aa06' } })).toBe('aa06');
    expect(fake.messagesTo(person)).toHaveLength(3);
  });
});
