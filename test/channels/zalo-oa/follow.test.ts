import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { testSetUps } from '../../support/set-ups.ts';
import { emptyTables, openTestDatabase, type TestDatabase } from '../../support/test-database.ts';
import { startZaloAssistant, type ZaloAssistant } from '../../support/zalo-assistant.ts';

const person = '24684588352919792123';
const hour = 3_600_000;

describe.each(testSetUps())('somebody who follows the account, on $name', (setUp) => {
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
  const texts = ({ fake }: ZaloAssistant): readonly string[] => fake.messagesTo(person).map(({ text }) => text);
  /** All that was to be said, once everything is out. */
  const heard = async (running: ZaloAssistant): Promise<readonly string[]> => {
    await expect.poll(() => opened.database.query('select id from causo.outbox')).toHaveLength(0);
    return texts(running);
  };
  const introduction = expect.stringContaining('đây là trợ lý tự động');
  const question = expect.stringContaining('Cho giữ không ạ?');

  it('is greeted once, whatever Zalo delivers again, within the free window', async () => {
    const running = await open();
    const event = running.fake.people.follows(person);
    for (let time = 0; time < 3; time += 1) expect(await running.fake.deliver(event)).toBe(200);
    expect(await heard(running)).toEqual([introduction, question]);
    expect(running.fake.messagesTo(person).map(({ isPaid }) => isPaid)).toEqual([false, false]);
    expect(await opened.database.query('select id from causo.contact')).toHaveLength(1);
  });

  it.each(['the text', 'the following'])('is greeted once when both come together and %s is first', async (first) => {
    const running = await open();
    const { fake } = running;
    const events = [fake.people.writes(person, 'chào'), fake.people.follows(person)];
    for (const event of first === 'the text' ? events : events.toReversed()) await fake.deliver(event);
    expect(await heard(running)).toEqual([introduction, question]);
  });

  it('is greeted once when both come at the same moment', async () => {
    const running = await open();
    const { fake } = running;
    const statuses = await Promise.all([fake.deliver(fake.people.follows(person)), fake.deliver(fake.people.writes(person, 'chào'))]);
    expect(statuses).toEqual([200, 200]);
    expect(await heard(running)).toEqual([introduction, question]);
  });

  it('is greeted shortly on coming back, with the question that is still open', async () => {
    const running = await open();
    const { fake, clock } = running;
    await fake.deliver(fake.people.follows(person));
    await heard(running);
    clock.advance(hour);
    await fake.deliver(fake.people.unfollows(person));
    clock.advance(hour);
    await fake.deliver(fake.people.follows(person));
    expect((await heard(running)).slice(2)).toEqual([expect.stringMatching(/^Dạ chào.*Cho giữ không ạ\?$/s)]);
    expect(await opened.database.query('select id from causo.address where blocked_at is not null')).toEqual([]);
  });

  it('is not greeted by an event that comes after the talk it began with', async () => {
    const running = await open();
    const { fake, clock } = running;
    const late = fake.people.follows(person);
    clock.advance(60_000);
    await fake.deliver(fake.people.writes(person, 'chào'));
    await heard(running);
    clock.advance(hour);
    await fake.deliver(late);
    expect(await heard(running)).toEqual([introduction, question]);
  });
});
