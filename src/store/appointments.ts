import { randomInt } from 'node:crypto';
import { timeColumns, toTime, type AppointmentTime, type HalfDay, type TimeColumns } from './appointment-time.ts';
import type { Queryable } from './database.ts';
import type { Sealer } from './seal.ts';
import { giveSeatBack } from './seats.ts';

export type { AppointmentTime, HalfDay };

export type AppointmentState = 'requested' | 'confirmed' | 'other_time_proposed' | 'accepted' | 'declined' | 'cancelled' | 'attended' | 'missed';

/** States of an appointment that is still to happen. */
export const openStates: readonly AppointmentState[] = ['requested', 'confirmed', 'other_time_proposed', 'accepted'];

export interface NewAppointment {
  readonly contact: number;
  readonly address: number;
  readonly consent: number;
  readonly facility?: string;
  /** Nothing: any day. */
  readonly time?: AppointmentTime;
  readonly name: string;
  /** `YYYY[-MM[-DD]]`. */
  readonly birth: string;
  /** E.164. */
  readonly phone?: string;
  readonly note?: string;
  /** The seat that was taken for it: it is confirmed at once. */
  readonly seats?: number;
  readonly now: Date;
}

/** A request that is still to happen, without anything about the patient. */
export interface OpenAppointment {
  readonly id: number;
  readonly number: string;
  readonly facility?: string;
  readonly time?: AppointmentTime;
  readonly state: AppointmentState;
}

const numberDigits = 6;

/** Two numbers out of a million meet now and then; so many times in a row they do not. */
const numberTries = 20;

const isOpen = `state in ('${openStates.join("', '")}')`;

/** Keeps a request, or a confirmed appointment where a seat was taken, and gives it the number that people read aloud. Throws when no number is free. */
export async function requestAppointment(transaction: Queryable, sealer: Sealer, request: NewAppointment): Promise<{ readonly id: number; readonly number: string }> {
  for (let tries = 0; tries < numberTries; tries += 1) {
    const number = String(randomInt(10 ** (numberDigits - 1), 10 ** numberDigits));
    const id = await insertAppointment(transaction, sealer, request, number);
    if (id !== undefined) return { id, number };
  }
  throw new Error(`Expected a free appointment number within ${numberTries} tries; have old appointments removed`);
}

async function insertAppointment(transaction: Queryable, sealer: Sealer, request: NewAppointment, number: string): Promise<number | undefined> {
  const sealed = (text: string | undefined): Buffer | null => (text === undefined ? null : sealer.seal(text));
  const { contact, address, consent, facility, time, name, birth, phone, note, seats, now } = request;
  const state: AppointmentState = seats === undefined ? 'requested' : 'confirmed';
  const where = [facility ?? null, time?.day ?? null, time?.halfDay ?? null, time?.slot ?? null, seats ?? null];
  const [row] = await transaction.query<{ id: number }>(
    `with made as (
       insert into causo.appointment (number, contact_id, address_id, consent_id, facility_id, day, half_day, slot, seats_id, state, name, birth, phone, note,
         requested_at, changed_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15) on conflict (number) do nothing returning *
     )
     insert into causo.appointment_change (appointment_id, changed_at, who, to_state, day, half_day, slot)
     select id, changed_at, 'resident', state, day, half_day, slot from made returning appointment_id as id`,
    [number, contact, address, consent, ...where, state, sealed(name), sealed(birth), sealed(phone), sealed(note), now],
  );
  return row?.id;
}

/** How many requests of a contact are still to happen. `today`: ISO day in Cà Mau. */
export async function countOpenAppointments(transaction: Queryable, contact: number, today: string): Promise<number> {
  const [row] = await transaction.query<{ count: number }>(
    `select count(*)::int as count from causo.appointment
     where contact_id = $1 and ${isOpen} and (day is null or day >= $2::date)`,
    [contact, today],
  );
  return row?.count ?? 0;
}

/** The open request of a contact that comes after `after`; behind the last one the first comes again. */
export async function nextOpenAppointment(
  transaction: Queryable,
  contact: number,
  after: number,
  today: string,
): Promise<OpenAppointment | undefined> {
  const [row] = await transaction.query<{ id: number; number: string; facility: string | null; state: AppointmentState } & TimeColumns>(
    `select id, number, facility_id as facility, state, ${timeColumns} from causo.appointment
     where contact_id = $1 and ${isOpen} and (day is null or day >= $3::date)
     order by id <= $2, id limit 1`,
    [contact, after, today],
  );
  if (!row) return undefined;
  const { id, number, facility, state } = row;
  const time = toTime(row);
  return { id, number, state, ...(facility ? { facility } : {}), ...(time ? { time } : {}) };
}

/** The names and dates of birth of those for whom this contact has an open appointment in one half-day. */
export async function peopleInHalfDay(transaction: Queryable, sealer: Sealer, contact: number, { day, halfDay }: AppointmentTime): Promise<readonly Pick<NewAppointment, 'name' | 'birth'>[]> {
  const rows = await transaction.query<{ name: Uint8Array; birth: Uint8Array }>(
    `select name, birth from causo.appointment where contact_id = $1 and day = $2 and half_day = $3 and ${isOpen}`,
    [contact, day, halfDay],
  );
  return rows.map(({ name, birth }) => ({ name: String(sealer.unseal(name)), birth: String(sealer.unseal(birth)) }));
}

/** The people for whom a contact has open appointments, the latest first, each once. At most `most`. */
export async function peopleWithAppointments(transaction: Queryable, sealer: Sealer, contact: number, today: string, most: number): Promise<readonly Pick<NewAppointment, 'name' | 'birth'>[]> {
  const rows = await transaction.query<{ name: Uint8Array; birth: Uint8Array }>(
    `select name, birth from causo.appointment where contact_id = $1 and ${isOpen} and (day is null or day >= $2::date) order by id desc`,
    [contact, today],
  );
  const people = rows.map(({ name, birth }) => ({ name: String(sealer.unseal(name)), birth: String(sealer.unseal(birth)) }));
  return [...new Map(people.map((person) => [JSON.stringify(person), person])).values()].slice(0, most);
}

/** Removes all requests of a contact, whatever became of them, and gives their seats back. Returns how many. */
export async function removeAppointments(transaction: Queryable, contact: number, now: Date): Promise<number> {
  const rows = await transaction.query<{ seats: number | null }>('delete from causo.appointment where contact_id = $1 returning seats_id as seats', [contact]);
  const seats = rows.flatMap(({ seats: id }) => id ?? []).toSorted((a, b) => a - b);
  for (const id of seats) await giveSeatBack(transaction, id, now);
  return rows.length;
}
