import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { offerSeats } from '../../../src/app/appointments/offer-seats.ts';
import { sweep } from '../../../src/app/sweep.ts';
import { eraseContact } from '../../../src/store/erasure.ts';
import { dueSeats } from '../../../src/store/seats.ts';
import { testSetUps } from '../../support/set-ups.ts';
import { createTestAssistant, createTestClock, type TestAssistant, type TestClock } from '../../support/test-assistant.ts';
import { emptyTables, openTestDatabase, type TestDatabase } from '../../support/test-database.ts';
import { book, callService, createResident, readSeatRows, saveFacility, checkSeats, type Resident } from '../../support/appointments/support.ts';

const minute = 60_000;
const hour = 60 * minute;

describe.each(testSetUps())('waiting for a seat on $name', (setUp) => {
  let opened: TestDatabase;
  let test: TestAssistant;
  let clock: TestClock;
  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
  });
  afterEach(async () => {
    await test.assistant.stop();
    await checkSeats(opened.database);
    await emptyTables(opened.database);
  });
  afterAll(() => opened.drop());

  /** One seat on Thursday morning, which `an` has, and others who wait for it in their order. */
  const fill = async (...waiting: readonly string[]): Promise<{ readonly an: Resident; readonly request: string; readonly line: readonly Resident[] }> => {
    clock = createTestClock();
    test = await createTestAssistant({ database: opened.database, clock });
    await saveFacility(opened.database, { seats: 1 });
    await test.assistant.places.refresh();
    const an = await createResident(opened.database, 'an');
    const { values } = await book(opened.database, an);
    const line = [];
    for (const person of waiting) {
      const resident = await createResident(opened.database, person);
      expect((await callService(opened.database, resident, 'clinic.wait_for_seat', resident.wish, clock())).outcome).toBe('done');
      line.push(resident);
    }
    return { an, request: String(values?.['request']), line };
  };
  /** What the timer does: whatever is due about seats. */
  const work = async (): Promise<void> => {
    for (const { id } of await dueSeats(opened.database, new Date(clock().getTime() + 1))) await offerSeats(test.assistant, id);
  };
  const places = async (): Promise<readonly unknown[]> => (await opened.database.query<{ state: string }>('select state from causo.waiting_place order by id')).map(({ state }) => state);
  const offer = async (): Promise<string> => String((await opened.database.query(`select id from causo.waiting_place where state = 'offered'`))[0]?.['id']);
  /** Who was told what, in order. */
  const told = async (): Promise<readonly unknown[]> => {
    const rows = await opened.database.query<{ update_id: string; contact_id: number }>(`select update_id, contact_id from causo.inbound where channel = 'internal' order by id`);
    return rows.map(({ update_id: key, contact_id: contact }) => [contact, key.split('-').at(-1)]);
  };

  it('begins only when all are taken, and nobody waits twice for one time', async () => {
    const { an, request } = await fill();
    const ba = await createResident(opened.database, 'ba');
    const wait = async () => (await callService(opened.database, ba, 'clinic.wait_for_seat', ba.wish)).outcome;
    expect([await wait(), await wait()]).toEqual(['done', 'done']);
    expect(await places()).toEqual(['waiting']);
    expect((await callService(opened.database, ba, 'clinic.leave_waiting', {})).outcome).toBe('done');
    expect((await callService(opened.database, ba, 'clinic.leave_waiting', {})).outcome).toBe('none');
    await callService(opened.database, an, 'clinic.cancel', { request });
    expect(await wait()).toBe('free');
  });

  it.each([
    ['a place that has closed', { active: false, closed: true }],
    ['a day that has become a holiday', { holidays: ['2026-11-26'] }],
  ])('ends without an offer at %s', async (_name, change) => {
    const { an, request } = await fill('ba');
    await saveFacility(opened.database, { seats: 1, ...change });
    await callService(opened.database, an, 'clinic.cancel', { request });
    await work();
    expect([await places(), await told()]).toEqual([['lapsed'], []]);
  });

  it('keeps a freed seat for the first in the line, and nobody else can take it', async () => {
    const { an, request, line } = await fill('ba', 'tư');
    const [ba] = line;
    const { due } = await callService(opened.database, an, 'clinic.cancel', { request });
    expect(due).toHaveLength(1);
    const năm = await createResident(opened.database, 'năm');
    expect((await book(opened.database, năm)).outcome).toBe('full');
    await work();
    expect(await places()).toEqual(['offered', 'waiting']);
    expect(await told()).toEqual([[ba?.contact, 'offered']]);
    expect((await book(opened.database, năm)).outcome).toBe('full');
    expect(await callService(opened.database, ba ?? an, 'clinic.accept_seat', { offer: await offer() }, clock())).toMatchObject({ outcome: 'done', values: { state: 'confirmed', when: '2026-11-26 morning', facility: 'general-ca-mau' } });
    expect(await places()).toEqual(['accepted', 'waiting']);
    await work();
    expect(await readSeatRows(opened.database)).toMatchObject([{ taken: 1, toOffer: 0 }]);
  });

  it('goes on to the next when the first refuses, and to the one after when the time is over', async () => {
    const { an, request, line } = await fill('ba', 'tư', 'năm');
    const [ba = an, tư = an, năm = an] = line;
    await callService(opened.database, an, 'clinic.cancel', { request });
    await work();
    const first = await offer();
    expect((await callService(opened.database, tư, 'clinic.refuse_seat', { offer: first })).outcome).toBe('gone');
    expect((await callService(opened.database, ba, 'clinic.refuse_seat', { offer: first })).outcome).toBe('done');
    await work();
    expect(await places()).toEqual(['refused', 'offered', 'waiting']);
    clock.advance(2 * hour - 1);
    await work();
    expect(await places()).toEqual(['refused', 'offered', 'waiting']);
    const second = await offer();
    clock.advance(1);
    expect((await callService(opened.database, tư, 'clinic.accept_seat', { offer: second }, clock())).outcome).toBe('gone');
    await work();
    expect(await places()).toEqual(['refused', 'lapsed', 'offered']);
    expect(await told()).toEqual([[ba.contact, 'offered'], [tư.contact, 'offered'], [tư.contact, 'lapsed'], [năm.contact, 'offered']]);
    clock.advance(2 * hour);
    await work();
    expect(await readSeatRows(opened.database)).toMatchObject([{ taken: 0, toOffer: 0 }]);
  });

  it('offers nothing at night, and asks for an answer sooner when the half-day is near', async () => {
    const { an, request } = await fill('ba');
    clock.advance(14 * hour);
    await callService(opened.database, an, 'clinic.cancel', { request }, clock());
    await work();
    expect(await places()).toEqual(['waiting']);
    expect(await opened.database.query('select due_at from causo.seats')).toEqual([{ due_at: new Date('2026-11-25T06:00:00+07:00') }]);
    clock.advance(8 * hour);
    await work();
    expect(await opened.database.query('select offer_until from causo.waiting_place')).toEqual([{ offer_until: new Date('2026-11-25T08:00:00+07:00') }]);
  });

  it('is over when the half-day is too near for anybody to come', async () => {
    const { an, request } = await fill('ba');
    clock.advance(46 * hour + 40 * minute);
    await callService(opened.database, an, 'clinic.cancel', { request }, clock());
    await work();
    expect(await places()).toEqual(['lapsed']);
    expect(await told()).toEqual([]);
    expect(await readSeatRows(opened.database)).toMatchObject([{ taken: 0 }]);
  });

  it('passes a kept seat on when the one who was offered it erases everything', async () => {
    const { an, request, line } = await fill('ba', 'tư');
    const [ba = an] = line;
    await callService(opened.database, an, 'clinic.cancel', { request });
    await work();
    await opened.database.transaction((transaction) => eraseContact(transaction, ba.contact, clock()));
    await work();
    expect(await places()).toEqual(['offered']);
  });

  it('is offered by the timer of a process when the queue has lost its job', async () => {
    const { an, request } = await fill('ba');
    await callService(opened.database, an, 'clinic.cancel', { request });
    clock.advance(5_001);
    await sweep(test.assistant);
    expect(await places()).toEqual(['offered']);
  });
});
