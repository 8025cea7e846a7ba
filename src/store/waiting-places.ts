import { toTime, type AppointmentTime, type TimeColumns } from './appointment-time.ts';
import type { Queryable } from './database.ts';
import type { Sealer } from './seal.ts';
import { giveSeatBack, lockSeats, waitingForSeat, type SeatsDue } from './seats.ts';

export interface NewWaitingPlace {
  readonly contact: number;
  readonly consent: number;
  readonly facility: string;
  /** Without a slot: any time of the half-day. */
  readonly time: AppointmentTime;
  readonly name: string;
  readonly birth: string;
  readonly phone?: string;
  readonly now: Date;
}

/** A seat that is kept for somebody until they say whether they want it. */
export interface Offer extends Omit<NewWaitingPlace, 'now'> {
  readonly id: number;
  readonly seats: number;
  /** With the slot of the seat. */
  readonly time: AppointmentTime;
}

/** Puts a contact behind those who wait for the same time. Returns the id of the place in the line. */
export async function addWaitingPlace(transaction: Queryable, sealer: Sealer, place: NewWaitingPlace): Promise<number> {
  const { contact, consent, facility, time, name, birth, phone, now } = place;
  const [row] = await transaction.query<{ id: number }>(
    `insert into causo.waiting_place (contact_id, consent_id, facility_id, day, half_day, slot, name, birth, phone, since, changed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10) returning id`,
    [contact, consent, facility, time.day, time.halfDay, time.slot ?? null, sealer.seal(name), sealer.seal(birth), phone === undefined ? null : sealer.seal(phone), now],
  );
  if (!row) throw new Error('Expected the database to return the waiting place it saved');
  return row.id;
}

/** How many open waiting places a contact has, and whether one is for this time. */
export async function countWaiting(transaction: Queryable, contact: number, facility: string, { day, halfDay }: AppointmentTime): Promise<{ readonly count: number; readonly same: number }> {
  const [row] = await transaction.query<{ count: number; same: number }>(
    `select count(*)::int as count, (count(*) filter (where facility_id = $2 and day = $3 and half_day = $4))::int as same
     from causo.waiting_place where contact_id = $1 and state in ('waiting', 'offered')`,
    [contact, facility, day, halfDay],
  );
  return row ?? { count: 0, same: 0 };
}

/** What is to be done next about the seats of a row. */
export type SeatTask =
  | { readonly task: 'lapse'; readonly place: number; readonly contact: number }
  | { readonly task: 'offer'; readonly place: number; readonly contact: number }
  /** Nobody waits any more. */
  | { readonly task: 'release' };

/** Looks what is due about the seats of a row, without holding anything. */
export async function nextSeatTask(queryable: Queryable, seats: number, now: Date): Promise<SeatTask | undefined> {
  const [late] = await queryable.query<{ place: number; contact: number }>(
    `select id as place, contact_id as contact from causo.waiting_place where seats_id = $1 and state = 'offered' and offer_until <= $2 order by id limit 1`,
    [seats, now],
  );
  if (late) return { task: 'lapse', ...late };
  const [row] = await queryable.query<{ toOffer: number; place: number | null; contact: number | null }>(
    `select s.to_offer as "toOffer", first.id as place, first.contact_id as contact from causo.seats s
     left join lateral (select w.id, w.contact_id ${waitingForSeat} order by w.id limit 1) as first on true where s.id = $1`,
    [seats],
  );
  if (!row || row.toOffer < 1) return undefined;
  return row.place === null || row.contact === null ? { task: 'release' } : { task: 'offer', place: row.place, contact: row.contact };
}

/** The time and place that a row counts seats for. */
export async function readSeats(queryable: Queryable, seats: number): Promise<{ readonly facility: string; readonly time: AppointmentTime } | undefined> {
  const [row] = await queryable.query<TimeColumns & { readonly facility: string }>(
    `select facility_id as facility, day::text as day, half_day as "halfDay", nullif(slot, '') as slot from causo.seats where id = $1`,
    [seats],
  );
  const time = row && toTime(row);
  return row && time ? { facility: row.facility, time } : undefined;
}

/** Keeps a given-back seat for one who waits until then. False: they do not wait any more, or no seat is left to offer. */
export async function offerSeat(transaction: Queryable, { seats, place, until, now }: { readonly seats: number; readonly place: number; readonly until: Date; readonly now: Date }): Promise<boolean> {
  await lockSeats(transaction, [seats]);
  const rows = await transaction.query(
    `with kept as (
       update causo.waiting_place w set state = 'offered', seats_id = s.id, offer_until = $3, version = w.version + 1, changed_at = $4
       from causo.seats s where w.id = $2 and w.state = 'waiting' and s.id = $1 and s.to_offer > 0 returning w.id
     )
     update causo.seats set to_offer = to_offer - 1 where id = $1 and exists (select from kept) returning id`,
    [seats, place, until, now],
  );
  return rows.length > 0;
}

/** A waiting place that is over. */
export interface EndedPlace extends Omit<Offer, 'seats'> {
  /** The seat that was kept. */
  readonly seats?: number;
  /** Present when the seat goes on to the next one. */
  readonly due?: SeatsDue;
}

/** Ends an offer or a waiting place of a contact, and gives a kept seat back unless it was taken. Returns what it was; nothing when it is over already. */
export async function endWaitingPlace(
  transaction: Queryable,
  sealer: Sealer,
  { contact, id, from, to, now }: { readonly contact: number; readonly id: number; readonly from: 'waiting' | 'offered'; readonly to: 'accepted' | 'refused' | 'lapsed' | 'left'; readonly now: Date },
): Promise<EndedPlace | undefined> {
  const [row] = await transaction.query<EndedRow>(
    `update causo.waiting_place w set state = $4, version = version + 1, changed_at = $5 where id = $1 and contact_id = $2 and state = $3
       and ($4 <> 'accepted' or offer_until > $5)
     returning id, contact_id as contact, consent_id as consent, facility_id as facility, seats_id as seats, name, birth, phone, day::text as day, half_day as "halfDay",
       coalesce(slot, (select nullif(s.slot, '') from causo.seats s where s.id = w.seats_id)) as slot`,
    [id, contact, from, to, now],
  );
  if (!row) return undefined;
  const due = row.seats !== null && to !== 'accepted' ? await giveSeatBack(transaction, row.seats, now) : undefined;
  return { ...toOffer(row, sealer), ...(due ? { due } : {}) };
}

/** The ids of what a contact waits for and has not been offered. */
export async function listWaiting(transaction: Queryable, contact: number): Promise<readonly number[]> {
  const rows = await transaction.query<{ id: number }>(`select id from causo.waiting_place where contact_id = $1 and state = 'waiting' order by id`, [contact]);
  return rows.map(({ id }) => id);
}

/** What a contact waits for and has not been offered that comes after `after`; behind the last one the first comes again. */
export async function nextWaitingPlace(transaction: Queryable, contact: number, after: number, today: string): Promise<{ readonly id: number; readonly facility: string; readonly time: AppointmentTime } | undefined> {
  const [row] = await transaction.query<TimeColumns & { readonly id: number; readonly facility: string }>(
    `select id, facility_id as facility, day::text as day, half_day as "halfDay", slot from causo.waiting_place
     where contact_id = $1 and state = 'waiting' and day >= $3::date order by id <= $2, id limit 1`,
    [contact, after, today],
  );
  const time = row && toTime(row);
  return row && time ? { id: row.id, facility: row.facility, time } : undefined;
}

type EndedRow = TimeColumns & Pick<Offer, 'id' | 'contact' | 'consent' | 'facility'> & { readonly seats: number | null; readonly name: Uint8Array; readonly birth: Uint8Array; readonly phone: Uint8Array | null };

function toOffer(row: EndedRow, sealer: Sealer): EndedPlace {
  const { id, contact, consent, facility, seats, name, birth, phone } = row;
  const time = toTime(row);
  if (!time) throw new Error('Expected a waiting place to be for some time');
  return {
    id,
    contact,
    consent,
    facility,
    time,
    name: String(sealer.unseal(name)),
    birth: String(sealer.unseal(birth)),
    ...(phone === null ? {} : { phone: String(sealer.unseal(phone)) }),
    ...(seats === null ? {} : { seats }),
  };
}

/** Lets everybody have the seats that nobody waits for any more. */
export async function releaseSeats(transaction: Queryable, seats: number): Promise<void> {
  await lockSeats(transaction, [seats]);
  await transaction.query(
    `update causo.seats s set taken = taken - to_offer, to_offer = 0 where s.id = $1 and not exists (select ${waitingForSeat})`,
    [seats],
  );
}

/** Notes when something is due next about the seats of a row: the earliest end of an offer, or `offersAt` while some are to be offered. */
export async function planSeats(transaction: Queryable, seats: number, offersAt: Date): Promise<SeatsDue | undefined> {
  await lockSeats(transaction, [seats]);
  const [row] = await transaction.query<{ id: number; version: number; dueAt: Date | null }>(
    `update causo.seats s set version = version + 1, due_at = least(
       (select min(offer_until) from causo.waiting_place w where w.seats_id = s.id and w.state = 'offered'),
       case when to_offer > 0 then $2::timestamptz end)
     where s.id = $1 returning id, version, due_at as "dueAt"`,
    [seats, offersAt],
  );
  return row?.dueAt ? { ...row, dueAt: row.dueAt } : undefined;
}

/** Removes all waiting places of a contact and gives the seats back that were kept for them. */
export async function removeWaitingPlaces(transaction: Queryable, contact: number, now: Date): Promise<number> {
  const rows = await transaction.query<{ state: string; seats: number | null }>(
    'delete from causo.waiting_place where contact_id = $1 returning state, seats_id as seats',
    [contact],
  );
  const kept = rows.filter(({ state }) => state === 'offered').flatMap(({ seats }) => seats ?? []).toSorted((a, b) => a - b);
  for (const id of kept) await giveSeatBack(transaction, id, now);
  return rows.length;
}
