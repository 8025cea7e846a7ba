import { randomInt } from 'node:crypto';
import type { Queryable } from './database.ts';
import type { Sealer } from './seal.ts';

export type HalfDay = 'morning' | 'afternoon';

/** ISO day and half of it, or nothing when any day will do. */
export interface AppointmentTime {
  readonly day: string;
  readonly halfDay: HalfDay;
}

export interface NewAppointment {
  readonly contact: number;
  readonly address: number;
  readonly consent: number;
  readonly facility?: string;
  readonly time?: AppointmentTime;
  readonly name: string;
  /** `YYYY[-MM[-DD]]`. */
  readonly birth: string;
  /** E.164. */
  readonly phone?: string;
  readonly note?: string;
  readonly now: Date;
}

/** A request that is still to happen, without anything about the patient. */
export interface OpenAppointment {
  readonly id: number;
  readonly number: string;
  readonly facility?: string;
  readonly time?: AppointmentTime;
}

const numberDigits = 6;

/** Two numbers out of a million meet now and then; so many times in a row they do not. */
const numberTries = 20;

const openStates = `('requested', 'confirmed', 'other_time_proposed', 'accepted')`;

/** Keeps a request and gives it the number that people read aloud. Throws when no number is free. */
export async function requestAppointment(transaction: Queryable, sealer: Sealer, request: NewAppointment): Promise<string> {
  for (let tries = 0; tries < numberTries; tries += 1) {
    const number = String(randomInt(10 ** (numberDigits - 1), 10 ** numberDigits));
    if (await insertAppointment(transaction, sealer, request, number)) return number;
  }
  throw new Error(`Expected a free appointment number within ${numberTries} tries; have old appointments removed`);
}

async function insertAppointment(transaction: Queryable, sealer: Sealer, request: NewAppointment, number: string): Promise<boolean> {
  const sealed = (text: string | undefined): Buffer | null => (text === undefined ? null : sealer.seal(text));
  const { contact, address, consent, facility, time, name, birth, phone, note, now } = request;
  const rows = await transaction.query(
    `insert into causo.appointment (number, contact_id, address_id, consent_id, facility_id, day, half_day, name, birth, phone, note,
       requested_at, changed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12) on conflict (number) do nothing returning id`,
    [number, contact, address, consent, facility ?? null, time?.day ?? null, time?.halfDay ?? null, sealed(name), sealed(birth), sealed(phone), sealed(note), now],
  );
  return rows.length > 0;
}

/** How many requests of a contact are still to happen. `today`: ISO day in Cà Mau. */
export async function countOpenAppointments(transaction: Queryable, contact: number, today: string): Promise<number> {
  const [row] = await transaction.query<{ count: number }>(
    `select count(*)::int as count from causo.appointment
     where contact_id = $1 and state in ${openStates} and (day is null or day >= $2::date)`,
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
  const [row] = await transaction.query<{ id: number; number: string; facility: string | null; day: string | null; halfDay: HalfDay | null }>(
    `select id, number, facility_id as facility, day::text as day, half_day as "halfDay" from causo.appointment
     where contact_id = $1 and state in ${openStates} and (day is null or day >= $3::date)
     order by id <= $2, id limit 1`,
    [contact, after, today],
  );
  if (!row) return undefined;
  const { id, number, facility, day, halfDay } = row;
  return { id, number, ...(facility ? { facility } : {}), ...(day && halfDay ? { time: { day, halfDay } } : {}) };
}

/** An appointment that a clinic expects, with what stands on its card. */
export interface ConfirmedAppointment {
  readonly number: string;
  readonly facility: string;
  /** ISO day. */
  readonly day: string;
  readonly halfDay: HalfDay;
  /** "HH:MM" where the clinic gives times. */
  readonly slot?: string;
  readonly name: string;
  readonly birth: string;
}

/** The appointment of a contact with this number, if a clinic expects it and place and day are known. */
export async function findConfirmedAppointment(
  database: Queryable,
  sealer: Sealer,
  contact: number,
  number: string,
): Promise<ConfirmedAppointment | undefined> {
  const [row] = await database.query<Omit<ConfirmedAppointment, 'slot' | 'name' | 'birth'> & { slot: string | null; name: Uint8Array; birth: Uint8Array; readonly [column: string]: unknown }>(
    `select number, facility_id as facility, day::text as day, half_day as "halfDay", null as slot, name, birth from causo.appointment
     where contact_id = $1 and number = $2 and state in ('confirmed', 'accepted') and facility_id is not null and day is not null`,
    [contact, number],
  );
  if (!row) return undefined;
  const { slot, name, birth, ...known } = row;
  return { ...known, ...(slot === null ? {} : { slot }), name: unsealText(sealer, name), birth: unsealText(sealer, birth) };
}

/** Sealed by `insertAppointment` only. */
function unsealText(sealer: Sealer, sealed: Uint8Array): string {
  return String(sealer.unseal(sealed));
}

/** Cancels an open request of this contact; false when there is none with this id. */
export async function cancelAppointment(transaction: Queryable, contact: number, id: number, now: Date): Promise<boolean> {
  const rows = await transaction.query(
    `update causo.appointment set state = 'cancelled', version = version + 1, changed_at = $3
     where contact_id = $1 and id = $2 and state in ${openStates} returning id`,
    [contact, id, now],
  );
  return rows.length > 0;
}

/** True while a request of this contact is neither over nor cancelled. */
export async function isOpenAppointment(transaction: Queryable, contact: number, id: number): Promise<boolean> {
  const rows = await transaction.query(`select id from causo.appointment where contact_id = $1 and id = $2 and state in ${openStates}`, [contact, id]);
  return rows.length > 0;
}

/** Moves a request that nobody has acted on yet; false when there is none with this id, or somebody has. */
export async function moveAppointment(
  transaction: Queryable,
  contact: number,
  id: number,
  time: AppointmentTime | undefined,
  now: Date,
): Promise<boolean> {
  const rows = await transaction.query(
    `update causo.appointment set day = $3, half_day = $4, version = version + 1, changed_at = $5
     where contact_id = $1 and id = $2 and state = 'requested' returning id`,
    [contact, id, time?.day ?? null, time?.halfDay ?? null, now],
  );
  return rows.length > 0;
}

/** Removes all requests of a contact, whatever became of them. Returns how many. */
export async function removeAppointments(transaction: Queryable, contact: number): Promise<number> {
  const rows = await transaction.query('delete from causo.appointment where contact_id = $1 returning id', [contact]);
  return rows.length;
}
