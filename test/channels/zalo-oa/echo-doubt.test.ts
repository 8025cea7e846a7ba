import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sweep } from '../../../src/app/sweep.ts';
import { findOrCreateAddress, type AddressIds } from '../../../src/store/contacts.ts';
import { saveMedia } from '../../../src/store/media.ts';
import { commitTurns } from '../../../src/store/commit-turns.ts';
import type { TurnOutbound } from '../../../src/store/turns.ts';
import { load, outbound, turnOf } from '../../store/rows.ts';
import { testSealer } from '../../support/test-assistant.ts';
import { testSetUps } from '../../support/set-ups.ts';
import { emptyTables, openTestDatabase, type TestDatabase } from '../../support/test-database.ts';
import { startZaloAssistant, type ZaloAssistant } from '../../support/zalo-assistant.ts';

const person = '24684588352919792123';
const minute = 60_000;

describe.each(testSetUps())('the echo of an earlier message with the same words, on $name', (setUp) => {
  let opened: TestDatabase;
  let running: ZaloAssistant;
  let ids: AddressIds;
  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
  });
  afterEach(async () => {
    await running.close();
    await emptyTables(opened.database);
  });
  afterAll(() => opened.drop());

  /** The person is known, and no echo comes by itself. */
  const begin = async (): Promise<void> => {
    running = await startZaloAssistant(opened.database);
    running.fake.addUser(person);
    running.fake.withholdEchoes();
    ids = await findOrCreateAddress(opened.database, { channel: 'zalo', account: running.fake.oaId, platformId: person }, running.clock());
  };
  const say = async (text: string, more: Partial<TurnOutbound> = {}): Promise<void> => {
    const { assistant, clock } = running;
    const row = outbound(text, { notAfter: new Date(clock().getTime() + 600 * minute), ...more });
    const contact = await load(opened.database, ids.contact);
    await commitTurns(opened.database, testSealer, assistant.owner, [turnOf(contact, ids.address, { now: clock(), outbound: [row] })]);
    assistant.delivery.wake(ids.address);
  };
  const waiting = (where = 'true'): Promise<readonly unknown[]> => opened.database.query(`select id from causo.outbox where ${where}`);
  const isPutOff = () => expect.poll(() => waiting('attempts > 0')).toHaveLength(1);
  const isDone = () => expect.poll(() => waiting()).toHaveLength(0);
  /** What waits is due now. */
  const goOn = async (): Promise<void> => {
    running.clock.advance(minute);
    await sweep(running.assistant);
  };
  const got = (text: string): number => running.fake.messagesTo(person).filter((message) => message.text === text).length;
  /** Tells of a message after all, as late as the platform likes. */
  const tellOf = async (place: number): Promise<void> => {
    const { fake } = running;
    const sent = fake.messagesTo(person)[place];
    const name = sent?.picture ? 'oa_send_image' : 'oa_send_text';
    const message = { text: sent?.text, msg_id: sent?.messageId };
    expect(await fake.deliver({ ...fake.people.staffWrites(person, ''), event_name: name, sender: { id: fake.oaId }, message })).toBe(200);
  };

  it('does not pass for a message that never left, when the earlier one was sent two times', async () => {
    await begin();
    running.fake.trouble({ kind: 'lost_answer' }, { userId: person, times: 1 });
    await say('Dạ.');
    await isPutOff();
    await goOn();
    await isDone();
    expect(got('Dạ.')).toBe(2);
    running.fake.trouble({ kind: 'cut' }, { userId: person, times: 1 });
    await say('Dạ.');
    await isPutOff();
    await tellOf(0);
    await goOn();
    await isDone();
    expect(got('Dạ.')).toBe(3);
  });

  it('does not pass for it either when both answers of the earlier one were lost', async () => {
    await begin();
    running.fake.trouble({ kind: 'lost_answer' }, { userId: person, times: 2 });
    await say('Dạ.');
    await isPutOff();
    await goOn();
    await expect.poll(() => waiting('attempts = 2')).toHaveLength(1);
    await tellOf(1);
    await isDone();
    running.fake.trouble({ kind: 'cut' }, { userId: person, times: 1 });
    await say('Dạ.');
    await isPutOff();
    await tellOf(0);
    await goOn();
    await isDone();
    expect(got('Dạ.')).toBe(3);
  });

  it('does not pass for a message that never left, when the earlier one was put away for a newer question', async () => {
    await begin();
    running.fake.trouble({ kind: 'lost_answer' }, { userId: person, times: 1 });
    await say('Ngày nào?', { question: 1 });
    await isPutOff();
    running.clock.advance(2 * minute);
    await say('Giờ nào?', { question: 2 });
    await isDone();
    running.fake.trouble({ kind: 'cut' }, { userId: person, times: 1 });
    await say('Ngày nào?', { question: 3 });
    await isPutOff();
    await tellOf(0);
    running.clock.advance(10_000);
    await sweep(running.assistant);
    await isDone();
    expect(got('Ngày nào?')).toBe(2);
  });

  it('does not pass for a picture that never left, when it is that of an earlier picture', async () => {
    await begin();
    const bytes = Buffer.from('89504e470d0a1a0a', 'hex');
    const now = running.clock();
    const media = { bytes, mediaType: 'image/png', contact: ids.contact, now, expiresAt: new Date(now.getTime() + 600 * minute) };
    const id = await saveMedia(opened.database, testSealer, media);
    const payload = { text: 'Quét đi.', options: [{ label: '1. Xong', payload: '#1.1.1', role: 'answer' }], picture: { id, description: 'Mã' } };
    const pictures = (): number => running.fake.messagesTo(person).filter(({ picture }) => picture !== undefined).length;
    await say('', { payload });
    await isDone();
    expect(pictures()).toBe(1);
    running.fake.trouble({ kind: 'cut' }, { userId: person, times: 1 });
    await say('', { payload });
    await isPutOff();
    await tellOf(0);
    await goOn();
    await isDone();
    expect(pictures()).toBe(2);
    expect(got('Quét đi.')).toBe(2);
  });

  it('still spares the person the second copy of other words', async () => {
    await begin();
    running.fake.trouble({ kind: 'lost_answer' }, { userId: person, times: 1 });
    await say('Dạ.');
    await isPutOff();
    await goOn();
    await isDone();
    running.fake.trouble({ kind: 'lost_answer' }, { userId: person, times: 1 });
    await say('Dạ, rồi.');
    await isPutOff();
    await tellOf(2);
    await goOn();
    await isDone();
    expect(got('Dạ, rồi.')).toBe(1);
  });
});
