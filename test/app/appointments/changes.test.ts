import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { applyChange, type ChangeOrder, type ChangeOutcome } from '../../../src/app/appointments/change-appointment.ts';
import { changeRules, type Change, type Changer } from '../../../src/services/appointments/mod.ts';
import { readChanges } from '../../../src/store/appointment-changes.ts';
import { openStates } from '../../../src/store/appointments.ts';
import { testSetUps } from '../../support/set-ups.ts';
import { testSealer } from '../../support/test-assistant.ts';
import { emptyTables, openTestDatabase, type TestDatabase } from '../../support/test-database.ts';
import { book, createResident, saveFacility, tuesday, wrongSeats } from '../../support/appointments/support.ts';

const names = Object.keys(changeRules).filter((name): name is Change => Object.hasOwn(changeRules, name));
const visitDay = new Date('2026-11-26T11:00:00+07:00');

describe.each(testSetUps())('changes of appointments on $name', (setUp) => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
  });
  afterEach(() => emptyTables(opened.database));
  afterAll(() => opened.drop());

  const apply = (number: string, order: Pick<ChangeOrder, 'change' | 'by'> & Partial<ChangeOrder>): Promise<ChangeOutcome> =>
    opened.database.transaction((transaction) => applyChange(transaction, testSealer, { number }, { tells: order.by === 'staff', now: tuesday, staff: 'Lan', ...order }));
  const request = async (mode: 'request' | 'capacity'): Promise<string> => {
    await saveFacility(opened.database, { mode, seats: 2 });
    const { values } = await book(opened.database, await createResident(opened.database, 'an'));
    return String(values?.['number']).replace(' ', '');
  };
  const news = async (): Promise<readonly unknown[]> => {
    const rows = await opened.database.query<{ payload: Uint8Array }>(`select payload from causo.inbound where channel = 'internal' order by id`);
    return rows.map(({ payload }) => (testSealer.unseal(payload) as { readonly event: unknown }).event);
  };

  it('lead from a request by a confirmation to the visit, each noted with who did it, and the resident hears', async () => {
    const number = await request('request');
    expect(await apply(number, { change: 'confirm', by: 'staff', slot: '08:30' })).toMatchObject({ outcome: 'done', appointment: { state: 'confirmed', version: 2, time: { day: '2026-11-26', halfDay: 'morning', slot: '08:30' } } });
    expect(await apply(number, { change: 'arrived', by: 'staff' })).toEqual({ outcome: 'too_early' });
    expect(await apply(number, { change: 'arrived', by: 'staff', now: visitDay })).toMatchObject({ outcome: 'done' });
    const [row] = await opened.database.query<{ id: number }>('select id from causo.appointment');
    expect((await readChanges(opened.database, row?.id ?? 0)).map(({ who, from, to }) => [who, from, to])).toEqual([
      ['resident', null, 'requested'],
      ['staff Lan', 'requested', 'confirmed'],
      ['staff Lan', 'confirmed', 'attended'],
    ]);
    expect(await news()).toMatchObject([{ type: 'appointment_changed', change: 'confirmed', flow: 'appointment_news', values: { number: expect.stringMatching(/^\d{3} \d{3}$/), facility: 'general-ca-mau', when: '2026-11-26T08:30' } }]);
  });

  it('are done once: who comes second hears what has become of it', async () => {
    const number = await request('request');
    const [one, other] = await Promise.all([apply(number, { change: 'confirm', by: 'staff', version: 1 }), apply(number, { change: 'decline', by: 'staff', version: 1 })]);
    expect([one, other].map(({ outcome }) => outcome).toSorted()).toEqual(['changed', 'done']);
    const lost = [one, other].find(({ outcome }) => outcome === 'changed');
    expect(lost).toMatchObject({ version: 2, state: one.outcome === 'done' ? 'confirmed' : 'declined' });
    expect(await apply('000000', { change: 'confirm', by: 'staff' })).toEqual({ outcome: 'gone' });
  });

  it('take a seat for the time that is proposed, and give it back when it is refused', async () => {
    const number = await request('capacity');
    const proposed = await apply(number, { change: 'propose', by: 'staff', time: { day: '2026-11-27', halfDay: 'afternoon' } });
    expect(proposed).toMatchObject({ outcome: 'done', appointment: { state: 'other_time_proposed' } });
    const taken = () => opened.database.query('select day::text as day, taken from causo.seats order by day');
    expect(await taken()).toEqual([{ day: '2026-11-26', taken: 0 }, { day: '2026-11-27', taken: 1 }]);
    expect(await apply(number, { change: 'refuse', by: 'resident' })).toMatchObject({ outcome: 'done' });
    expect(await taken()).toEqual([{ day: '2026-11-26', taken: 0 }, { day: '2026-11-27', taken: 0 }]);
  });

  it('are refused for a time that is past, too far, on a closed day, or not named', async () => {
    const number = await request('request');
    const propose = async (day: string) => (await apply(number, { change: 'propose', by: 'staff', time: { day, halfDay: 'morning' } })).outcome;
    expect([await propose('2026-11-23'), await propose('2027-11-23'), await propose('2026-11-29')]).toEqual(['too_late', 'too_late', 'not_open']);
    const anywhere = await book(opened.database, await createResident(opened.database, 'ba'), { facility: 'unknown', when: 'any' });
    const confirm = { change: 'confirm', by: 'staff' } as const;
    expect(await apply(String(anywhere.values?.['number']).replace(' ', ''), confirm)).toEqual({ outcome: 'no_place' });
    const anyDay = await book(opened.database, await createResident(opened.database, 'tư'), { when: 'any' });
    expect(await apply(String(anyDay.values?.['number']).replace(' ', ''), confirm)).toEqual({ outcome: 'no_time' });
  });

  it('follow the table in any order and any number of times, and never lose a seat', async () => {
    const step = fc.record({ change: fc.constantFrom(...names), twice: fc.boolean(), onTheDay: fc.boolean(), day: fc.constantFrom('2026-11-26', '2026-11-27', '2026-11-28') });
    const property = fc.asyncProperty(fc.constantFrom('request' as const, 'capacity' as const), fc.array(step, { maxLength: 12 }), async (mode, steps) => {
      await emptyTables(opened.database);
      const number = await request(mode);
      let [state, version] = [mode === 'capacity' ? 'confirmed' : 'requested', 1];
      for (const { change, twice, onTheDay, day } of steps) {
        const rule = changeRules[change];
        const by: Changer = rule.by[0] ?? 'staff';
        const time = { day, halfDay: 'afternoon' } as const;
        const order = { change, by, now: onTheDay ? visitDay : tuesday, ...(['propose', 'move', 'move_seat'].includes(change) ? { time } : {}) };
        const outcomes = await Promise.all(Array.from({ length: twice ? 2 : 1 }, () => apply(number, { ...order, version })));
        const done = outcomes.filter(({ outcome }) => outcome === 'done');
        expect(done.length).toBeLessThanOrEqual(1);
        expect(done.length === 0 || rule.from.some((from) => from === state)).toBe(true);
        if (done.length === 1) [state, version] = [rule.to, version + 1];
        expect(outcomes.every(({ outcome }) => ['done', 'changed', 'too_late', 'too_early'].includes(outcome))).toBe(true);
        expect(await opened.database.query('select state, version from causo.appointment')).toEqual([{ state, version }]);
        expect(await wrongSeats(opened.database)).toBe(0);
      }
      const [seats] = await opened.database.query<{ held: number }>('select count(seats_id)::int as held from causo.appointment');
      const keeps = ['attended', 'missed'].includes(state) || openStates.some((open) => open === state);
      expect(seats?.held).toBe(mode === 'capacity' && keeps ? 1 : 0);
      expect((await opened.database.query('select id from causo.appointment_change')).length).toBe(version);
    });
    await fc.assert(property, { numRuns: 25, endOnFailure: true });
  });
});
