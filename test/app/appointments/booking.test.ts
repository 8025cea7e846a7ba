import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eraseContact } from '../../../src/store/erasure.ts';
import { testSetUps } from '../../support/set-ups.ts';
import { emptyTables, openTestDatabase, type TestDatabase } from '../../support/test-database.ts';
import { book, callService, createResident, readSeatRows, saveFacility, tuesday, checkSeats } from '../../support/appointments/support.ts';

describe.each(testSetUps())('appointments with seats on $name', (setUp) => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
  });
  afterEach(async () => {
    await checkSeats(opened.database);
    await emptyTables(opened.database);
  });
  afterAll(() => opened.drop());

  it('are confirmed at once while seats are left, and then the next free times are named', async () => {
    const { database } = opened;
    await saveFacility(database, { seats: 1 });
    const [an, ba] = [await createResident(database, 'an'), await createResident(database, 'ba')];
    expect(await book(database, an)).toMatchObject({ outcome: 'done', values: { state: 'confirmed', when: '2026-11-26 morning' } });
    const times = ['2026-11-26 afternoon', '2026-11-27 morning', '2026-11-27 afternoon'];
    expect(await book(database, ba)).toMatchObject({ outcome: 'full', values: { times, free: 3, time1: times[0], time2: times[1], time3: times[2] } });
    expect(await database.query('select who, from_state, to_state from causo.appointment_change')).toEqual([{ who: 'resident', from_state: null, to_state: 'confirmed' }]);
  });

  it('leave out holidays, closed days and times that are past when they name others', async () => {
    const { database } = opened;
    await saveFacility(database, { seats: 1, holidays: ['2026-11-30'] });
    const [an, ba] = [await createResident(database, 'an'), await createResident(database, 'ba')];
    await book(database, an, { when: '2026-11-28 afternoon' });
    expect(await book(database, ba, { when: '2026-11-28 afternoon' })).toMatchObject({ values: { times: ['2026-11-28 morning', '2026-12-01 morning', '2026-12-01 afternoon'] } });
    expect(await book(database, ba, { when: '2026-11-30 morning' })).toMatchObject({ outcome: 'not_open' });
    expect(await book(database, ba, { when: '2026-11-29 morning' })).toMatchObject({ outcome: 'not_open' });
    expect(await book(database, ba, { when: '2026-11-23 morning' })).toMatchObject({ outcome: 'too_late' });
  });

  it('take the earliest free time when any day will do', async () => {
    const { database } = opened;
    await saveFacility(database, { seats: 1 });
    const booked = [];
    for (const person of ['an', 'ba', 'tư']) booked.push((await book(database, await createResident(database, person), { when: 'any' })).values?.['when']);
    expect(booked).toEqual(['2026-11-24 morning', '2026-11-24 afternoon', '2026-11-25 morning']);
  });

  it('are for half an hour where a place counts so, the one asked for or the first free one', async () => {
    const { database } = opened;
    await saveFacility(database, { seats: 1, seatSize: '30_minutes' });
    const when = async (person: string, wanted: string): Promise<unknown> => {
      const { outcome, values } = await book(database, await createResident(database, person), { when: wanted });
      return outcome === 'done' ? values?.['when'] : [outcome, values?.['times']];
    };
    expect(await when('an', '2026-11-26T08:30')).toBe('2026-11-26T08:30');
    expect(await when('ba', '2026-11-26 morning')).toBe('2026-11-26T07:30');
    expect(await when('tư', '2026-11-26T08:30')).toEqual(['full', ['2026-11-26T08:00', '2026-11-26T14:00', '2026-11-27T07:30']]);
    expect(await when('năm', '2026-11-26T10:30')).toEqual(['full', ['2026-11-26T08:00', '2026-11-26T14:00', '2026-11-27T07:30']]);
  });

  it('ask before the same person is booked twice into one half-day, and not for another of the family', async () => {
    const { database } = opened;
    await saveFacility(database);
    const an = await createResident(database, 'an');
    await book(database, an);
    expect((await book(database, an, { again: false })).outcome).toBe('same_half_day');
    expect((await book(database, an, { again: false, person: ['TRẦN THỊ AN', '1960'] })).outcome).toBe('same_half_day');
    expect((await book(database, an, { again: false, person: ['Trần Thị an', '1990'] })).outcome).toBe('done');
    expect((await book(database, an, { again: true })).outcome).toBe('done');
    expect(await readSeatRows(database)).toMatchObject([{ taken: 3 }]);
  });

  it('stop at ten open ones, and are refused where a place is closed', async () => {
    const { database } = opened;
    await saveFacility(database, { seats: 50 });
    const an = await createResident(database, 'an');
    for (let count = 0; count < 10; count += 1) expect((await book(database, an, { again: true })).outcome).toBe('done');
    expect((await book(database, an, { again: true })).outcome).toBe('too_many');
    await saveFacility(database, { active: false, closed: true });
    expect((await book(database, await createResident(database, 'ba'))).outcome).toBe('place_closed');
  });

  it('give their seat back when they are cancelled, moved or erased', async () => {
    const { database } = opened;
    await saveFacility(database, { seats: 2 });
    const [an, ba] = [await createResident(database, 'an'), await createResident(database, 'ba')];
    const { values } = await book(database, an);
    await book(database, ba);
    const request = String(values?.['request']);
    expect(await callService(database, an, 'clinic.move', { request, when: '2026-11-27 morning' })).toMatchObject({ outcome: 'done', values: { state: 'confirmed', when: '2026-11-27 morning' } });
    expect(await readSeatRows(database)).toMatchObject([{ day: '2026-11-26', taken: 1 }, { day: '2026-11-27', taken: 1 }]);
    expect((await callService(database, an, 'clinic.cancel', { request })).outcome).toBe('done');
    expect((await callService(database, an, 'clinic.cancel', { request })).outcome).toBe('done');
    await database.transaction((transaction) => eraseContact(transaction, ba.contact, tuesday));
    expect(await readSeatRows(database)).toMatchObject([{ taken: 0 }, { taken: 0 }]);
  });

  it('keep their seat when the time that they shall move to is full', async () => {
    const { database } = opened;
    await saveFacility(database, { seats: 1 });
    const [an, ba] = [await createResident(database, 'an'), await createResident(database, 'ba')];
    const { values } = await book(database, an);
    await book(database, ba, { when: '2026-11-27 morning' });
    expect(await callService(database, an, 'clinic.move', { request: String(values?.['request']), when: '2026-11-27 morning' })).toMatchObject({ outcome: 'full' });
    expect(await readSeatRows(database)).toMatchObject([{ taken: 1 }, { taken: 1 }]);
  });

  it('never sell a seat twice, however many ask at once', async () => {
    const { database } = opened;
    await saveFacility(database, { seats: 7 });
    const residents = await Promise.all(Array.from({ length: 60 }, (_, index) => createResident(database, `r${index}`)));
    const outcomes = await Promise.all(residents.map((resident) => book(database, resident)));
    expect(outcomes.filter(({ outcome }) => outcome === 'done')).toHaveLength(7);
    const others = outcomes.filter(({ outcome }) => outcome !== 'done');
    expect(others.every(({ outcome, values }) => outcome === 'full' && values?.['free'] === 3)).toBe(true);
  });
});
