import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { testSetUps } from '../../support/set-ups.ts';
import { emptyTables, openTestDatabase, type TestDatabase } from '../../support/test-database.ts';
import { startZaloAssistant, type ZaloAssistant } from '../../support/zalo-assistant.ts';

const person = '24684588352919792123';
const minute = 60_000;

describe.each(testSetUps())('staff who write in OA Manager, on $name', (setUp) => {
  let opened: TestDatabase;
  let running: ZaloAssistant;
  const started: ZaloAssistant[] = [];
  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
  });
  afterEach(async () => {
    await Promise.all(started.splice(0).map((each) => each.close()));
    await emptyTables(opened.database);
  });
  afterAll(() => opened.drop());

  const open = async (): Promise<void> => {
    running = await startZaloAssistant(opened.database);
    started.push(running);
  };
  /** What the person hears of the assistant after writing this. */
  const answersTo = async (text: string): Promise<readonly string[]> => {
    const { fake } = running;
    const before = fake.messagesTo(person).length;
    expect(await fake.deliver(fake.people.writes(person, text))).toBe(200);
    await expect.poll(() => opened.database.query('select id from causo.outbox')).toHaveLength(0);
    return fake.messagesTo(person).slice(before).map((each) => each.text);
  };
  const staffWrites = async (): Promise<void> => {
    expect(await running.fake.deliver(running.fake.people.staffWrites(person, 'Cán bộ xã đây'))).toBe(200);
  };

  it('have the talk for themselves until half an hour after their last words, and then it goes on where it stood', async () => {
    await open();
    await answersTo('chào');
    await staffWrites();
    expect(await answersTo('dạ con nghe')).toEqual([]);
    running.clock.advance(29 * minute);
    await staffWrites();
    running.clock.advance(29 * minute);
    expect(await answersTo('1')).toEqual([]);
    expect(await opened.database.query(`select id from causo.contact where consent = 'granted'`)).toEqual([]);
    running.clock.advance(2 * minute);
    expect(await answersTo('chào')).toEqual([expect.stringMatching(/^Dạ chào.*Cho giữ không ạ\?$/s)]);
  });

  it('do not come before danger, the wish to stop and the rights of the person', async () => {
    await open();
    await answersTo('chào');
    await answersTo('1');
    await staffWrites();
    expect(await answersTo('nhà tui cháy rồi cứu với')).toEqual([expect.stringContaining('114')]);
    expect((await answersTo('dừng nhắc'))[0]).toContain('không nhắc nữa');
    expect((await answersTo('xóa dữ liệu')).join()).toContain('Mã biên nhận');
    await staffWrites();
    expect(await answersTo('thôi')).toHaveLength(1);
  });

  it('are not taken for somebody who is new to us', async () => {
    await open();
    await staffWrites();
    expect(await opened.database.query('select id from causo.contact')).toEqual([]);
    expect(await answersTo('chào')).toHaveLength(2);
  });

  it('of another account stop nobody', async () => {
    await open();
    await answersTo('chào');
    const event = running.fake.people.staffWrites(person, 'Tài khoản khác');
    await running.fake.deliver({ ...event, sender: { id: '1', admin_id: '2' } });
    expect(await answersTo('1')).toHaveLength(2);
  });
});
