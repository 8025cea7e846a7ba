import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { endWaiting, removeReminders, setReminder, type NewReminder } from '../../src/store/reminders.ts';
import { applyRetention } from '../../src/store/retention.ts';
import { testSetUps } from '../support/set-ups.ts';
import { testSealer } from '../support/test-assistant.ts';
import { emptyTables, openTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { createContact, now } from './rows.ts';

const morningOf = (day: string): Date => new Date(`${day}T06:15:00+07:00`);

describe.each(testSetUps())('reminders on $name', (setUp) => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
  });
  afterEach(() => emptyTables(opened.database));
  afterAll(() => opened.drop());

  const plan = (contact: number, day: string, more: Partial<NewReminder> = {}): ReturnType<typeof setReminder> =>
    setReminder(opened.database, testSealer, { contact, kind: 'vneid_visit', matter: 'self', dueAt: morningOf(day), payload: { day }, now, ...more });
  const rows = (): Promise<readonly Record<string, unknown>[]> =>
    opened.database.query('select kind, matter, due_day::text as day, version, state from causo.reminder order by due_day, matter');

  it('wait for their moment, with what they will say sealed', async () => {
    const { contact } = await createContact(opened.database, 'an');
    const set = await plan(contact, '2026-11-26');
    expect(set).toMatchObject({ version: 1, dueAt: morningOf('2026-11-26') });
    const [row] = await opened.database.query<{ payload: Uint8Array }>('select id, payload, state, created_at, due_day::text as day from causo.reminder');
    expect(row).toMatchObject({ id: set?.id, state: 'waiting', created_at: now, day: '2026-11-26' });
    expect(testSealer.unseal(row?.payload ?? new Uint8Array())).toEqual({ day: '2026-11-26' });
  });

  it('go by the day of Cà Mau: half past eleven at night in Greenwich is the next morning', async () => {
    const { contact } = await createContact(opened.database, 'an');
    await plan(contact, '', { dueAt: new Date('2026-11-25T23:15:00Z') });
    expect(await rows()).toMatchObject([{ day: '2026-11-26' }]);
  });

  it('are one for each matter: another day takes the place of the first, under a higher version', async () => {
    const { contact } = await createContact(opened.database, 'an');
    await plan(contact, '2026-11-26');
    await plan(contact, '2026-11-28');
    expect(await rows()).toEqual([
      { kind: 'vneid_visit', matter: 'self', day: '2026-11-26', version: 2, state: 'stopped' },
      { kind: 'vneid_visit', matter: 'self', day: '2026-11-28', version: 1, state: 'waiting' },
    ]);
    expect(await plan(contact, '2026-11-26')).toMatchObject({ version: 3 });
    expect(await rows()).toMatchObject([{ state: 'waiting' }, { state: 'stopped', version: 2 }]);
  });

  it('leave other matters, other kinds and other people alone', async () => {
    const [an, ba] = [await createContact(opened.database, 'an'), await createContact(opened.database, 'ba')];
    await plan(an.contact, '2026-11-26');
    await plan(an.contact, '2026-11-27', { matter: 'parent' });
    await plan(an.contact, '2026-11-28', { kind: 'market_day' });
    await plan(ba.contact, '2026-11-29');
    expect((await rows()).map(({ state }) => state)).toEqual(['waiting', 'waiting', 'waiting', 'waiting']);
    expect(await endWaiting(opened.database, { contact: an.contact }, 'stopped', now)).toBe(3);
    expect(await endWaiting(opened.database, { contact: an.contact }, 'stopped', now)).toBe(0);
    expect((await rows()).map(({ state, version }) => `${String(state)} ${String(version)}`)).toEqual(['stopped 2', 'stopped 2', 'stopped 2', 'waiting 1']);
  });

  it('are removed for one person alone', async () => {
    const [an, ba] = [await createContact(opened.database, 'an'), await createContact(opened.database, 'ba')];
    await plan(an.contact, '2026-11-26');
    await plan(ba.contact, '2026-11-27');
    expect(await removeReminders(opened.database, an.contact)).toBe(1);
    expect(await rows()).toMatchObject([{ day: '2026-11-27' }]);
  });

  it('are set once when the same wish comes many times at once', async () => {
    const { contact } = await createContact(opened.database, 'an');
    await Promise.all(Array.from({ length: 10 }, () => plan(contact, '2026-11-26')));
    expect(await rows()).toEqual([{ kind: 'vneid_visit', matter: 'self', day: '2026-11-26', version: 10, state: 'waiting' }]);
  });

  it('are removed seven days after their day, whatever became of them', async () => {
    const { contact } = await createContact(opened.database, 'an');
    await plan(contact, '2026-11-26');
    await applyRetention(opened.database, new Date('2026-12-03T16:59:59Z'));
    expect(await rows()).toHaveLength(1);
    await applyRetention(opened.database, new Date('2026-12-03T17:00:00Z'));
    expect(await rows()).toEqual([]);
  });
});
