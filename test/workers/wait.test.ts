import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fireWait } from '../../src/app/fire-wait.ts';
import { testSetUps } from '../support/set-ups.ts';
import { createTestAssistant, messageFrom, type TestAssistant, type TestAssistantOptions } from '../support/test-assistant.ts';
import { emptyTables, openTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { askWhetherMoneyArrived, count, waitMinutes } from './chat.ts';

const minute = 60_000;

describe.each(testSetUps())('a question that nobody answers, on $name', (setUp) => {
  let opened: TestDatabase;
  const started: TestAssistant[] = [];

  const open = async (options: Partial<TestAssistantOptions> = {}): Promise<TestAssistant> => {
    const test = await createTestAssistant({ database: opened.database, ...options });
    started.push(test);
    return test;
  };
  /** Everything said so far, after the last reply was sent. */
  const said = async ({ assistant, channel }: TestAssistant): Promise<readonly string[]> => {
    await expect.poll(() => count(assistant.database, 'outbox')).toBe(0);
    return channel.sent.map(({ message }) => message.text);
  };

  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
  });
  afterEach(async () => {
    await Promise.all(started.splice(0).map(({ assistant }) => assistant.stop()));
    await emptyTables(opened.database);
  });
  afterAll(() => opened.drop());

  it('is not in the queue yet while its time is far away', async () => {
    const test = await open();
    const now = test.clock().getTime();
    const { due } = await askWhetherMoneyArrived(test, 'an');
    expect(due.getTime()).toBe(now + waitMinutes * minute);
    expect(test.queue.scheduled).toEqual([]);
  });

  it('goes on when it is due, once, however often it is called', async () => {
    const test = await open();
    const { id, version } = await askWhetherMoneyArrived(test, 'an');
    const before = await said(test);
    test.clock.advance(waitMinutes * minute);
    await Promise.all([fireWait(test.assistant, id, version), fireWait(test.assistant, id, version)]);
    await fireWait(test.assistant, id, version);
    expect((await said(test)).length).toBe(before.length + 1);
    expect(await count(opened.database, 'wait', 'done_at is not null')).toBe(1);
    expect(await count(opened.database, 'inbound', `channel = 'internal' and state = 'done'`)).toBe(1);
  });

  it('goes on once when two processes call it at the same moment', async () => {
    const [one, two] = [await open(), await open()];
    const { id, version } = await askWhetherMoneyArrived(one, 'an');
    const before = await said(one);
    one.clock.advance(waitMinutes * minute);
    two.clock.advance(waitMinutes * minute);
    await Promise.all([fireWait(one.assistant, id, version), fireWait(two.assistant, id, version)]);
    expect((await said(one)).length + (await said(two)).length).toBe(before.length + 1);
  });

  it('is left alone before its time', async () => {
    const test = await open();
    const { id, version } = await askWhetherMoneyArrived(test, 'an');
    const before = await said(test);
    test.clock.advance(waitMinutes * minute - 1);
    await fireWait(test.assistant, id, version);
    expect(await said(test)).toEqual(before);
    expect(await count(opened.database, 'wait', 'done_at is null')).toBe(1);
  });

  it('is left alone by a job of before it was moved, and goes on by the newer one', async () => {
    const test = await open();
    const { id, version } = await askWhetherMoneyArrived(test, 'an');
    const before = await said(test);
    await opened.database.query(`update causo.wait set version = version + 1, due_at = due_at + interval '5 min'`);
    test.clock.advance((waitMinutes + 6) * minute);
    await fireWait(test.assistant, id, version);
    expect(await said(test)).toEqual(before);
    await fireWait(test.assistant, id, version + 1);
    expect((await said(test)).length).toBe(before.length + 1);
  });

  it('says nothing more when it was answered meanwhile', async () => {
    const test = await open();
    const { id, version } = await askWhetherMoneyArrived(test, 'an');
    await test.assistant.inbound.accept(messageFrom('an', '1'));
    const before = await said(test);
    test.clock.advance(waitMinutes * minute);
    await fireWait(test.assistant, id, version);
    expect(await said(test)).toEqual(before);
    expect(await count(opened.database, 'contact', 'pending = 0')).toBe(1);
  });

  it('is gone with everything else of a person who had their data erased', async () => {
    const test = await open();
    const { id, version } = await askWhetherMoneyArrived(test, 'an');
    await test.assistant.inbound.accept(messageFrom('an', 'xóa dữ liệu'));
    const before = await said(test);
    expect(await count(opened.database, 'wait')).toBe(0);
    test.clock.advance(waitMinutes * minute);
    await fireWait(test.assistant, id, version);
    expect(await said(test)).toEqual(before);
    expect(await count(opened.database, 'inbound', `channel = 'internal'`)).toBe(0);
  });

  it('stands behind a message that came before and still waits for its turn', async () => {
    const test = await open();
    const { id, version, contact } = await askWhetherMoneyArrived(test, 'an');
    const before = await said(test);
    // The answer could not be handled yet.
    await opened.database.query('update causo.contact set pending = 1');
    await opened.database.query(
      `insert into causo.inbound (channel, account, update_id, contact_id, state, received_at) values ('test', 'bot', 'blocks', $1, 'parked', now())`,
      [contact],
    );
    expect(await test.assistant.inbound.accept(messageFrom('an', '1'))).toBe('done');
    test.clock.advance(waitMinutes * minute);
    await fireWait(test.assistant, id, version);
    // "It has arrived" ends the question, so its time-out finds nothing to do any more.
    expect((await said(test)).length).toBe(before.length + 1);
  });
});
