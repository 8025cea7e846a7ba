import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ReminderKind } from '../../../src/app/reminders/reminder-kind.ts';
import { reminderKinds } from '../../../workers/reminders/mod.ts';
import { testSetUps } from '../../support/set-ups.ts';
import { createTestAssistant, type TestAssistant, type TestAssistantOptions } from '../../support/test-assistant.ts';
import { emptyTables, openTestDatabase, type TestDatabase } from '../../support/test-database.ts';
import { at, day, hour, peopleOf, type People } from './people.ts';

describe.each(testSetUps())('firing reminders on $name', (setUp) => {
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

  const open = async (options: Partial<TestAssistantOptions> = {}): Promise<TestAssistant & { readonly people: People }> => {
    const test = await createTestAssistant({ database: opened.database, ...options });
    started.push(test);
    return { ...test, people: peopleOf(test, opened.database) };
  };
  const asked = 'Bữa Thứ Ba, ngày 24/11/2026';

  it('tells it at its time and not before, once, and notes how late it was', async () => {
    const { people, assistant } = await open();
    await people.say('an', 'chào', '1');
    await people.set('an', { kind: 'vneid_activation', dueAt: at('2026-11-27T08:00') });
    expect(await people.waitUntil(at('2026-11-27T07:59'))).toEqual([]);
    const told = await people.waitUntil(at('2026-11-27T08:00'));
    expect(told).toEqual([expect.stringContaining(asked)]);
    expect(await people.waitUntil(at('2026-11-27T09:00'))).toEqual([]);
    expect(await people.reminders()).toMatchObject([{ state: 'done', outcome: 'told', version: 1 }]);
    expect(await assistant.metrics.page()).toContain('causo_reminder_lateness_seconds_count{kind="vneid_activation"} 1');
  });

  it('is fired by a job together with all others of the same moment', async () => {
    const { people, assistant, clock, channel } = await open();
    await people.say('an', 'chào', '1');
    await people.say('binh', 'chào', '1');
    const before = channel.sent.length;
    await people.set('an', { kind: 'vneid_activation', dueAt: at('2026-11-27T08:00') });
    await people.set('binh', { kind: 'vneid_activation', dueAt: at('2026-11-27T08:00') });
    clock.advance(at('2026-11-27T08:00').getTime() - clock().getTime());
    assistant.reminders.fire();
    await channel.arrived(before + 2);
    expect((await people.reminders()).map(({ outcome }) => outcome)).toEqual(['told', 'told']);
  });

  it('does nothing for a plan that was moved, and tells the new one', async () => {
    const { people } = await open();
    await people.say('an', 'chào', '1');
    await people.set('an', { kind: 'vneid_activation', dueAt: at('2026-11-27T08:00') });
    await people.set('an', { kind: 'vneid_activation', dueAt: at('2026-11-29T08:00') });
    expect(await people.waitUntil(at('2026-11-28T08:00'))).toEqual([]);
    expect(await people.waitUntil(at('2026-11-29T08:00'))).toHaveLength(1);
    expect(await people.reminders()).toMatchObject([{ outcome: 'not_wanted', state: 'stopped' }, { outcome: 'told' }]);
  });

  it('wakes nobody: what falls due at night comes at six, under a new version', async () => {
    const { people } = await open();
    await people.say('an', 'chào', '1');
    await people.set('an', { kind: 'vneid_activation', dueAt: at('2026-11-27T20:59') });
    expect(await people.waitUntil(at('2026-11-27T21:00'))).toEqual([]);
    expect(await people.reminders()).toMatchObject([{ state: 'waiting', due: '2026-11-28 06:00', version: 2 }]);
    expect(await people.waitUntil(at('2026-11-28T06:00'))).toHaveLength(1);
  });

  it('lets people have their Tết, unless they named that very day', async () => {
    const { people } = await open();
    await people.say('an', 'chào', '1');
    await people.set('an', { kind: 'vneid_activation', dueAt: at('2027-02-06T08:00') });
    await people.set('an', { kind: 'vneid_visit', dueAt: at('2027-02-06T06:15'), payload: { day: '2027-02-06', whom: 'self' }, onItsDay: true });
    expect(await people.waitUntil(at('2027-02-06T08:00'))).toEqual([expect.stringContaining('Bữa nay tính ra công an')]);
    expect(await people.reminders()).toMatchObject([{ state: 'waiting', due: '2027-02-11 08:00' }, { outcome: 'told' }]);
    expect(await people.waitUntil(at('2027-02-11T08:00'))).toHaveLength(1);
  });

  it('does not come twice on a day: what is put off to a day that has one already is not wanted', async () => {
    const { people } = await open();
    await people.say('an', 'chào', '1');
    await people.set('an', { kind: 'vneid_activation', dueAt: at('2026-11-28T08:00') });
    await opened.database.query(`update causo.reminder set state = 'done', outcome = 'told'`);
    await people.set('an', { kind: 'vneid_activation', dueAt: at('2026-11-27T22:00') });
    expect(await people.waitUntil(at('2026-11-27T22:30'))).toEqual([]);
    expect((await people.reminders()).map(({ outcome }) => outcome)).toEqual(['told', 'not_wanted']);
    expect(await people.set('an', { kind: 'vneid_activation', dueAt: at('2026-11-28T10:00') })).toBeUndefined();
  });

  it('ends where nobody can be written to any more', async () => {
    const { people } = await open();
    await people.say('an', 'chào', '1');
    await people.set('an', { kind: 'vneid_activation', dueAt: at('2026-11-27T08:00') });
    await opened.database.query('delete from causo.address');
    expect(await people.waitUntil(at('2026-11-27T08:00'))).toEqual([]);
    expect(await people.reminders()).toMatchObject([{ state: 'stopped', outcome: 'unreachable' }]);
  });

  it('tells everybody once when two processes fire at the same moment', async () => {
    const [one, two] = [await open(), await open()];
    const persons = Array.from({ length: 40 }, (_, index) => `person ${index}`);
    for (const person of persons) await one.people.say(person, 'chào');
    for (const person of persons) await one.people.set(person, { kind: 'vneid_activation', dueAt: at('2026-11-27T08:00') });
    const before = one.channel.sent.length;
    for (const { clock } of [one, two]) clock.advance(at('2026-11-27T08:00').getTime() - clock().getTime());
    await Promise.all([one, two, one].map(({ assistant, clock }) => assistant.reminders.fireDue(clock())));
    // Whom the other process had in hand is found by the next look.
    await one.assistant.reminders.fireDue(one.clock());
    await expect.poll(() => one.channel.sent.length + two.channel.sent.length).toBe(before + persons.length);
    const told = [one, two].flatMap(({ channel }) => channel.sent.filter(({ message }) => message.text.includes(asked)).map(({ to }) => to.platformId));
    expect(told.toSorted()).toEqual(persons.toSorted());
  });

  it('asks a kind again that could not say, tells all others, and gives up in the end', async () => {
    const broken: ReminderKind = { kind: 'broken', series: [], onItsDay: false, askedFor: false, plan: () => [], judge: async (_, { transaction }) => (await transaction.query('select nothing from nowhere'), []) };
    const { people } = await open({ reminderKinds: new Map([...reminderKinds, ['broken', broken]]) });
    await people.say('an', 'chào', '1');
    await people.say('binh', 'chào', '1');
    await people.set('an', { kind: 'broken', dueAt: at('2026-11-27T08:00') });
    await people.set('an', { kind: 'unheard_of', dueAt: at('2026-11-27T08:00') });
    await people.set('binh', { kind: 'vneid_activation', dueAt: at('2026-11-27T08:00') });
    expect(await people.waitUntil(at('2026-11-27T08:00'))).toHaveLength(1);
    expect(await people.reminders()).toMatchObject([{ kind: 'broken', due: '2026-11-27 08:10', version: 2 }, { kind: 'unheard_of', due: '2026-11-27 08:10' }, { outcome: 'told' }]);
    for (let tries = 1; tries < 6; tries += 1) await people.waitUntil(at(`2026-11-27T08:${tries}5`));
    expect((await people.reminders()).map(({ outcome }) => outcome)).toEqual(['failed', 'failed', 'told']);
  });

  it('comes behind what the person wrote and nobody has answered yet', async () => {
    const { people, assistant, channel } = await open();
    await people.say('an', 'chào', '1');
    await people.set('an', { kind: 'vneid_activation', dueAt: at('2026-11-27T08:00') });
    await opened.database.query('update causo.contact set pending = pending + 1');
    await opened.database.query(
      `insert into causo.inbound (channel, account, update_id, contact_id, address_id, state, payload, received_at)
       select channel, account, '999999', contact_id, id, 'pending', $1, now() from causo.address`,
      [assistant.sealer.seal({ kind: 'message', message: { channel: 'test', account: 'bot', platformId: 'an', updateId: '999999', sentAt: 0, content: { type: 'text', text: 'menu' } } })],
    );
    const before = channel.sent.length;
    await people.waitUntil(at('2026-11-27T08:00'));
    await expect.poll(() => channel.sent.length).toBe(before + 2);
    expect(channel.sent.at(-1)?.message.text).toContain(asked);
  });

  it('puts what is near into the queue when its turn is committed, and a few of each moment when the queue is filled', async () => {
    const { people, assistant, queue, clock } = await open();
    const persons = Array.from({ length: 12 }, (_, index) => `person ${index}`);
    for (const person of persons) await people.say(person, 'chào');
    const now = clock().getTime();
    for (const person of persons) await people.set(person, { kind: 'vneid_activation', dueAt: new Date(now + 5 * 60_000) });
    await people.set('person 0', { kind: 'vneid_activation', matter: 'far', dueAt: new Date(now + hour) });
    expect(await assistant.reminders.fillQueue(new Date(now + 10 * 60_000))).toBe(8);
    expect(queue.scheduled.filter(({ kind }) => kind === 'reminder').map(({ dueAt }) => dueAt)).toEqual(Array.from({ length: 8 }, () => now + 5 * 60_000));
    assistant.reminders.schedule([{ id: 7, version: 3, dueAt: new Date(now + 60_000) }, { id: 8, version: 1, dueAt: new Date(now + day) }]);
    expect(queue.scheduled.at(-1)).toEqual({ kind: 'reminder', rowId: '7', version: 3, dueAt: now + 60_000 });
  });
});
