import type { AppointmentTime, HalfDay } from './appointment-time.ts';
import type { Queryable } from './database.ts';

/** What seats are counted for: a half-day of a place, or a time within it. */
export interface SeatTime extends AppointmentTime {
  readonly facility: string;
}

/** When something has to be done about the offers of a seat row. */
export interface SeatsDue {
  readonly id: number;
  readonly version: number;
  readonly dueAt: Date;
}

/** Takes a seat unless all `capacity` are taken, however many ask at the same moment. Returns the id of the row that counts it. */
export async function takeSeat(transaction: Queryable, { facility, day, halfDay, slot = '' }: SeatTime, capacity: number): Promise<number | undefined> {
  if (capacity < 1) return undefined;
  const [row] = await transaction.query<{ id: number }>(
    `insert into causo.seats (facility_id, day, half_day, slot, capacity, taken) values ($1, $2, $3, $4, $5, 1)
     on conflict (facility_id, day, half_day, slot) do update set taken = causo.seats.taken + 1, capacity = excluded.capacity
     where causo.seats.taken < excluded.capacity
     returning id`,
    [facility, day, halfDay, slot, capacity],
    'take_seat',
  );
  return row?.id;
}

/** Holds the rows of seats in the order of their ids, as everybody does who needs more than one. */
export async function lockSeats(transaction: Queryable, ids: readonly number[]): Promise<void> {
  await transaction.query('select id from causo.seats where id = any($1::bigint[]) order by id for update', [ids]);
}

/** The same for all rows of one half-day. */
export async function lockHalfDay(transaction: Queryable, facility: string, { day, halfDay }: AppointmentTime): Promise<void> {
  await transaction.query('select id from causo.seats where facility_id = $1 and day = $2 and half_day = $3 order by id for update', [facility, day, halfDay]);
}

/** SQL: people who wait for a seat of the row `s`, whatever their order. */
export const waitingForSeat = `from causo.waiting_place w where w.state = 'waiting' and w.facility_id = s.facility_id and w.day = s.day
  and w.half_day = s.half_day and (w.slot is null or w.slot = s.slot)`;

/** Gives one seat back: to anybody, or, when somebody waits, to them; then it is due to be offered. */
export async function giveSeatBack(transaction: Queryable, id: number, now: Date): Promise<SeatsDue | undefined> {
  // Before it is looked who waits: whoever begins to wait holds the row too.
  await lockSeats(transaction, [id]);
  const [row] = await transaction.query<SeatsDue & { readonly wanted: boolean; readonly [column: string]: unknown }>(
    `update causo.seats s set
       taken = s.taken - (case when wanted.yes then 0 else 1 end),
       to_offer = s.to_offer + (case when wanted.yes then 1 else 0 end),
       due_at = case when wanted.yes then least(s.due_at, $2) else s.due_at end,
       version = s.version + (case when wanted.yes then 1 else 0 end)
     from (select s.id, (select count(*) ${waitingForSeat}) > s.to_offer as yes from causo.seats s where s.id = $1) as wanted
     where s.id = wanted.id
     returning s.id, s.version, s.due_at as "dueAt", wanted.yes as wanted`,
    [id, now],
  );
  return row?.wanted ? { id: row.id, version: row.version, dueAt: row.dueAt } : undefined;
}

interface TakenRow {
  readonly [column: string]: unknown;
  readonly day: string;
  readonly halfDay: HalfDay;
  readonly slot: string;
  readonly taken: number;
}

/** How many seats are taken of each time from one ISO day to another, both included; times without any are left out. */
export async function takenSeats(queryable: Queryable, facility: string, from: string, to: string): Promise<ReadonlyMap<string, number>> {
  const rows = await queryable.query<TakenRow>(
    `select day::text as day, half_day as "halfDay", slot, taken from causo.seats where facility_id = $1 and day between $2 and $3`,
    [facility, from, to],
  );
  return new Map(rows.map(({ day, halfDay, slot, taken }) => [seatKey({ day, halfDay, slot }), taken]));
}

/** By which `takenSeats` names a time. */
export function seatKey({ day, halfDay, slot = '' }: AppointmentTime): string {
  return `${day} ${halfDay} ${slot}`;
}

/** Seat rows about whose offers something is due before `before`, at most 500. */
export async function dueSeats(queryable: Queryable, before: Date): Promise<readonly SeatsDue[]> {
  return queryable.query<SeatsDue & { readonly [column: string]: unknown }>(
    `select id, version, due_at as "dueAt" from causo.seats where due_at < $1 order by due_at limit 500`,
    [before],
  );
}
