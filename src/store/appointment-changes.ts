import { timeColumns, toTime, type AppointmentTime, type TimeColumns } from './appointment-time.ts';
import type { AppointmentState } from './appointments.ts';
import type { Queryable } from './database.ts';
import type { Sealer } from './seal.ts';

/** An appointment as whoever wants to change it has to see it; nothing about the patient. */
export interface HeldAppointment {
  readonly id: number;
  readonly number: string;
  readonly version: number;
  readonly state: AppointmentState;
  readonly contact: number;
  readonly facility?: string;
  readonly time?: AppointmentTime;
  /** The row that counts its seat. */
  readonly seats?: number;
  readonly askedOutside: boolean;
}

export interface AppointmentStep {
  readonly id: number;
  /** It is done only in one of these states. */
  readonly from: readonly AppointmentState[];
  readonly to: AppointmentState;
  /** It is done only in this version. */
  readonly version?: number;
  /** Where it stands in time from then on. */
  readonly time: AppointmentTime | undefined;
  /** The row that counts its seat from then on. */
  readonly seats: number | undefined;
  /** `resident`, `connector`, or `staff` and a name. */
  readonly who: string;
  readonly now: Date;
}

/** Changes an appointment once and notes who did it. False: it is gone, or not in the state or version for it. */
export async function changeAppointment(transaction: Queryable, step: AppointmentStep): Promise<boolean> {
  const { id, from, to, version, time, seats, who, now } = step;
  const rows = await transaction.query(
    `with before as (
       select id, state from causo.appointment where id = $1 and state = any($2::text[]) and version = coalesce($3::int, version) for update
     ), changed as (
       update causo.appointment a set state = $4, day = $5, half_day = $6, slot = $7, seats_id = $8, version = version + 1, changed_at = $9
       from before where a.id = before.id
       returning a.id, before.state as from_state, a.state, a.day, a.half_day, a.slot
     )
     insert into causo.appointment_change (appointment_id, changed_at, who, from_state, to_state, day, half_day, slot)
     select id, $9, $10, from_state, state, day, half_day, slot from changed returning id`,
    [id, from, version ?? null, to, time?.day ?? null, time?.halfDay ?? null, time?.slot ?? null, seats ?? null, now, who],
  );
  return rows.length > 0;
}

/** By what an appointment is found. */
export type AppointmentKey = { readonly contact: number; readonly id: number } | { readonly number: string };

/** Finds an appointment and holds its contact, as every turn does first, and then itself. */
export async function holdAppointment(transaction: Queryable, key: AppointmentKey): Promise<HeldAppointment | undefined> {
  const [where, parameters] = 'number' in key ? ['number = $1', [key.number]] : ['id = $1 and contact_id = $2', [key.id, key.contact]];
  await transaction.query(
    `select id from causo.contact where id = (select contact_id from causo.appointment where ${where}) for update`,
    parameters,
  );
  const [row] = await transaction.query<HeldRow>(
    `select id, number, version, state, contact_id as contact, facility_id as facility, seats_id as seats, asked_outside as "askedOutside", ${timeColumns}
     from causo.appointment where ${where} for update`,
    parameters,
  );
  return row && toHeld(row);
}

type HeldRow = TimeColumns & Omit<HeldAppointment, 'facility' | 'time' | 'seats'> & { readonly facility: string | null; readonly seats: number | null };

function toHeld(row: HeldRow): HeldAppointment {
  const { id, number, version, state, contact, facility, seats, askedOutside } = row;
  const time = toTime(row);
  return {
    id,
    number,
    version,
    state,
    contact,
    askedOutside,
    ...(facility === null ? {} : { facility }),
    ...(seats === null ? {} : { seats }),
    ...(time ? { time } : {}),
  };
}

/** What another system has to know of an appointment. */
export interface OutsideAppointment extends Pick<HeldAppointment, 'id' | 'number' | 'state' | 'askedOutside'> {
  readonly facility: string;
  readonly time: AppointmentTime | undefined;
  /** Of the facility, where it has one. */
  readonly connector: string | undefined;
  readonly name: string;
  readonly birth: string;
  readonly phone: string | undefined;
}

type OutsideRow = TimeColumns & Pick<OutsideAppointment, 'id' | 'number' | 'state' | 'askedOutside' | 'facility'> & { readonly connector: string | null; readonly name: Uint8Array; readonly birth: Uint8Array; readonly phone: Uint8Array | null };

/** An appointment of this contact at a facility, for its own system. */
export async function readForOutside(queryable: Queryable, sealer: Sealer, contact: number, id: number): Promise<OutsideAppointment | undefined> {
  const [row] = await queryable.query<OutsideRow>(
    `select a.id, number, state, asked_outside as "askedOutside", facility_id as facility, ${timeColumns}, connector, a.name, birth, phone
     from causo.appointment a join causo.facility f on f.id = a.facility_id where a.id = $1 and contact_id = $2`,
    [id, contact],
  );
  if (!row) return undefined;
  const { number, state, askedOutside, facility, connector, name, birth, phone } = row;
  return {
    id,
    number,
    state,
    askedOutside,
    facility,
    time: toTime(row),
    connector: connector ?? undefined,
    name: String(sealer.unseal(name)),
    birth: String(sealer.unseal(birth)),
    phone: phone === null ? undefined : String(sealer.unseal(phone)),
  };
}

/** Notes that another system is asked for it from now on, before it is asked. */
export async function noteAskedOutside(database: Queryable, id: number): Promise<void> {
  await database.query('update causo.appointment set asked_outside = true where id = $1', [id]);
}

/** What became of an appointment, oldest first. */
export async function readChanges(queryable: Queryable, id: number): Promise<readonly { readonly who: string; readonly from: AppointmentState | null; readonly to: AppointmentState; readonly at: Date }[]> {
  return queryable.query(
    `select who, from_state as "from", to_state as "to", changed_at as at from causo.appointment_change where appointment_id = $1 order by id`,
    [id],
  );
}
