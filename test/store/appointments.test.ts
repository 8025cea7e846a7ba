import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  countOpenAppointments,
  nextOpenAppointment,
  removeAppointments,
  requestAppointment,
  type NewAppointment,
} from '../../src/store/appointments.ts';
import { findConsent, recordConsent } from '../../src/store/consents.ts';
import { applyRetention } from '../../src/store/retention.ts';
import { testSetUps } from '../support/set-ups.ts';
import { testSealer } from '../support/test-assistant.ts';
import { emptyTables, openTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { createContact, later, now, the } from './rows.ts';

const today = '2026-11-24';
const day = 86_400_000;

describe.each(testSetUps())('appointments on $name', (setUp) => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
  });
  afterEach(() => emptyTables(opened.database));
  afterAll(() => opened.drop());

  /** Somebody who has agreed to health data being kept, with what a request of theirs needs. */
  const createPatient = async (person: string): Promise<NewAppointment> => {
    const { contact, address } = await createContact(opened.database, person);
    const consent = await recordConsent(opened.database, testSealer, { contact, purpose: 'health_data', textVersion: 'v1', granted: true, channel: 'test', at: now });
    return { contact, address, consent, name: 'Trần Thị Bé', birth: '1960', now };
  };
  const morning = (date: string): Pick<NewAppointment, 'time'> => ({ time: { day: date, halfDay: 'morning' } });

  it('begin as requests under a number of six digits, with everything about the patient sealed', async () => {
    const patient = await createPatient('an');
    const { id, number } = await requestAppointment(opened.database, testSealer, { ...patient, ...morning('2026-11-26'), facility: 'general-ca-mau', phone: '+84912345678', note: 'đau bụng' });
    expect(number).toMatch(/^[1-9]\d{5}$/);
    const [row] = await opened.database.query('select *, day::text as day from causo.appointment');
    expect(row).toMatchObject({ id, number, contact_id: patient.contact, address_id: patient.address, consent_id: patient.consent, state: 'requested', version: 1, facility_id: 'general-ca-mau', day: '2026-11-26', half_day: 'morning', requested_at: now, changed_at: now });
    const sealed = ['name', 'birth', 'phone', 'note'].map((column) => row?.[column]);
    expect(sealed.map((bytes) => (bytes instanceof Uint8Array ? testSealer.unseal(bytes) : bytes))).toEqual(['Trần Thị Bé', '1960', '+84912345678', 'đau bụng']);
    expect(JSON.stringify(sealed.map((bytes) => Buffer.from(bytes instanceof Uint8Array ? bytes : []).toString('utf8')))).not.toMatch(/Trần|1960|8491/);
  });

  it('may be for any day, anywhere, without a phone', async () => {
    const patient = await createPatient('an');
    await requestAppointment(opened.database, testSealer, patient);
    expect(await opened.database.query('select facility_id, day, half_day, phone, note from causo.appointment')).toEqual([
      { facility_id: null, day: null, half_day: null, phone: null, note: null },
    ]);
  });

  it('refuse half a day without a day, a state that does not exist, and a consent that nobody gave', async () => {
    const patient = await createPatient('an');
    await requestAppointment(opened.database, testSealer, patient);
    await expect(opened.database.query(`update causo.appointment set half_day = 'morning'`)).rejects.toThrow();
    await expect(opened.database.query(`update causo.appointment set state = 'booked'`)).rejects.toThrow();
    await expect(requestAppointment(opened.database, testSealer, { ...patient, consent: 999_999 })).rejects.toThrow();
  });

  it('never share a number', async () => {
    const patient = await createPatient('an');
    const numbers = await Promise.all(Array.from({ length: 50 }, () => requestAppointment(opened.database, testSealer, patient)));
    expect(new Set(numbers.map(({ number }) => number)).size).toBe(50);
    await expect(opened.database.query(`update causo.appointment set number = '${numbers[0]?.number}'`)).rejects.toThrow();
  });

  it('are shown one after the other, and the first comes again behind the last', async () => {
    const [an, ba] = [await createPatient('an'), await createPatient('ba')];
    const first = await requestAppointment(opened.database, testSealer, { ...an, ...morning('2026-11-26'), facility: 'station-32167' });
    await requestAppointment(opened.database, testSealer, ba);
    const second = await requestAppointment(opened.database, testSealer, an);
    const next = (after: number): ReturnType<typeof nextOpenAppointment> => nextOpenAppointment(opened.database, an.contact, after, today);
    const shown = the(await next(0));
    expect(shown).toMatchObject({ ...first, state: 'requested', facility: 'station-32167', time: { day: '2026-11-26', halfDay: 'morning' } });
    const other = the(await next(shown.id));
    expect(other).toEqual({ ...second, state: 'requested' });
    expect(await next(other.id)).toEqual(shown);
    expect(await countOpenAppointments(opened.database, an.contact, today)).toBe(2);
  });

  it('are over once their day is past', async () => {
    const an = await createPatient('an');
    await requestAppointment(opened.database, testSealer, { ...an, ...morning('2026-11-24') });
    expect(await countOpenAppointments(opened.database, an.contact, '2026-11-24')).toBe(1);
    expect(await countOpenAppointments(opened.database, an.contact, '2026-11-25')).toBe(0);
    expect(await nextOpenAppointment(opened.database, an.contact, 0, '2026-11-25')).toBeUndefined();
  });

  it('are kept until seven days after their day, and thirty days when there is none', async () => {
    const an = await createPatient('an');
    await requestAppointment(opened.database, testSealer, { ...an, ...morning('2026-11-26') });
    await requestAppointment(opened.database, testSealer, an);
    const left = async (moment: Date): Promise<number> => {
      await applyRetention(opened.database, moment);
      return (await opened.database.query('select id from causo.appointment')).length;
    };
    expect(await left(new Date('2026-12-03T16:59:59Z'))).toBe(2);
    expect(await left(new Date('2026-12-03T17:00:00Z'))).toBe(1);
    expect(await left(later(30 * day))).toBe(1);
    expect(await left(later(30 * day + 1))).toBe(0);
  });

  it('go with everything else of theirs, and never those of others', async () => {
    const [an, ba] = [await createPatient('an'), await createPatient('ba')];
    for (const patient of [an, an, ba]) await requestAppointment(opened.database, testSealer, patient);
    expect(await removeAppointments(opened.database, an.contact, now)).toBe(2);
    expect(await removeAppointments(opened.database, an.contact, now)).toBe(0);
    expect(await countOpenAppointments(opened.database, ba.contact, today)).toBe(1);
  });
});

describe.each(testSetUps())('consents on $name', (setUp) => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
  });
  afterAll(() => opened.drop());

  it('count as the person last said, for each purpose alone', async () => {
    const { contact } = await createContact(opened.database, 'an');
    const say = (purpose: string, granted: boolean): Promise<number> =>
      recordConsent(opened.database, testSealer, { contact, purpose, textVersion: 'v1', granted, channel: 'test', at: now });
    expect(await findConsent(opened.database, contact, 'health_data')).toBeUndefined();
    await say('general_use', true);
    const granted = await say('health_data', true);
    expect(await findConsent(opened.database, contact, 'health_data')).toEqual({ id: granted, granted: true });
    const refused = await say('health_data', false);
    expect(await findConsent(opened.database, contact, 'health_data')).toEqual({ id: refused, granted: false });
    expect(await findConsent(opened.database, contact, 'general_use')).toMatchObject({ granted: true });
  });
});
