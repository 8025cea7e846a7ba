import type { Slots } from '../../../src/core/mod.ts';
import type { ServiceContext, ServiceResult } from '../../../src/app/service.ts';
import { runService } from '../../../src/app/services.ts';
import { createTexts, readTextTable } from '../../../src/app/texts.ts';
import { shippedFacilities, shippedPlaces } from '../../../src/services/clinic/mod.ts';
import { recordConsent } from '../../../src/store/consents.ts';
import { findOrCreateAddress, holdContact } from '../../../src/store/contacts.ts';
import type { Database, Row } from '../../../src/store/database.ts';
import { writeFacilities } from '../../../src/store/facilities.ts';
import type { Facility } from '../../../src/store/facility.ts';
import type { Sealer } from '../../../src/store/seal.ts';
import type { SeatsDue } from '../../../src/store/seats.ts';
import { reminderKinds } from '../../../workers/reminders/mod.ts';
import { testSealer } from '../test-assistant.ts';

/** Tuesday, eight in the morning in Cà Mau. */
export const tuesday = new Date('2026-11-24T08:00:00+07:00');

/** Mornings and afternoons from Monday to Saturday, from half past seven to half past nine and from two to four. */
const opening: NonNullable<Facility['opening']> = [1, 2, 3, 4, 5, 6].flatMap((day) => [
  { day, halfDay: 'morning' as const, from: '07:30', to: '09:30' },
  { day, halfDay: 'afternoon' as const, from: '14:00', to: '16:00' },
]);

/** A facility that is open on weekdays; by default it counts three seats a half-day. */
export async function saveFacility(database: Database, more: Partial<Facility> = {}): Promise<Facility> {
  const shipped = shippedFacilities.find(({ id }) => id === 'general-ca-mau');
  if (!shipped) throw new Error('Expected the general hospital in the shipped list');
  const facility: Facility = { ...shipped, mode: 'capacity', seatSize: 'half_day', seats: 3, opening, holidays: [], ...more };
  await writeFacilities(database, [facility], tuesday);
  return facility;
}

/** Somebody with consent to health data, and what they say. */
export interface Resident {
  readonly contact: number;
  readonly address: number;
  readonly wish: Slots;
}

export async function createResident(database: Database, person: string, more: Slots = {}, sealer: Sealer = testSealer): Promise<Resident> {
  const { contact, address } = await findOrCreateAddress(database, { channel: 'test', account: 'bot', platformId: person }, tuesday);
  const consent = await recordConsent(database, sealer, { contact, purpose: 'health_data', textVersion: 'v1', granted: true, channel: 'test', at: tuesday });
  const wish = { consent, person: [`Trần Thị ${person}`, '1960'], facility: 'general-ca-mau', when: '2026-11-26 morning', phone: 'none', ...more };
  return { contact, address, wish };
}

/** What came of a service, and the seats that it left to be offered. */
export type Called = ServiceResult & { readonly due: readonly SeatsDue[] };

/** Runs a service as a turn does: the contact held, in a transaction. */
export async function callService(database: Database, { contact, address }: Pick<Resident, 'contact' | 'address'>, name: string, input: Slots, now = tuesday, sealer: Sealer = testSealer): Promise<Called> {
  return database.transaction(async (transaction) => {
    await holdContact(transaction, contact);
    const due: SeatsDue[] = [];
    const context: ServiceContext = {
      transaction,
      sealer,
      texts: createTexts(readTextTable('system')),
      places: shippedPlaces,
      kinds: reminderKinds,
      contact,
      address,
      channel: 'test',
      profile: { language: 'vi', selfName: 'none', consent: 'granted' },
      now,
      consentTextVersion: 'v1',
      agreedLinks: [],
      seatsDue: due,
    };
    return { ...(await runService(name, input, context)), due };
  });
}

/** Asks for an appointment as the resident wishes. */
export function book(database: Database, resident: Resident, more: Slots = {}, now = tuesday): Promise<Called> {
  return callService(database, resident, 'clinic.request', { ...resident.wish, ...more }, now);
}

/** The seats of each time that was ever asked for. */
export function readSeatRows(database: Database): Promise<readonly Row[]> {
  return database.query('select day::text as day, half_day as half, slot, taken, to_offer as "toOffer" from causo.seats order by day, half_day desc, slot');
}

/** Throws unless every seat that counts as taken is held by somebody, kept for somebody or about to be offered. */
export async function checkSeats(database: Database): Promise<void> {
  const wrong = await wrongSeats(database);
  if (wrong > 0) throw new Error(`Expected the seats to be counted right, ${wrong} rows are wrong`);
}

/** Seats that are taken but held by nobody, or the other way round; 0 when the books are right. */
export async function wrongSeats(database: Database): Promise<number> {
  const rows = await database.query(
    `select s.id from causo.seats s where taken > capacity or taken <> to_offer
       + (select count(*) from causo.appointment a where a.seats_id = s.id)
       + (select count(*) from causo.waiting_place w where w.seats_id = s.id and w.state = 'offered')`,
  );
  return rows.length;
}
