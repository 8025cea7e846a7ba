import type { AppointmentTime, HalfDay } from '../../store/appointments.ts';
import type { Facility } from '../../store/facility.ts';
import { seatKey } from '../../store/seats.ts';
import { halfHours, openHalfDays } from '../clinic/opening.ts';
import { isAhead } from '../clinic/visit-time.ts';

/** How far seats are looked for. Days. */
export const searchDays = 30;

/** So many other times fit into one message. */
const mostTimes = 3;

/** What seats are counted for on a half-day: itself, or each half-hour of it. */
function seatTimes(facility: Facility, { day, halfDay, slot }: AppointmentTime): readonly AppointmentTime[] {
  if (facility.seatSize === 'half_day') return [{ day, halfDay }];
  const slots = halfHours(facility, day, halfDay);
  return slots.filter((each) => slot === undefined || each === slot).map((each) => ({ day, halfDay, slot: each }));
}

/** The first time with a free seat on each of the next three half-days, from `from` (ISO day) on; `taken` as `takenSeats` gives it. */
export function nextFreeTimes(facility: Facility, taken: ReadonlyMap<string, number>, from: string, now: Date): readonly AppointmentTime[] {
  const halves = openHalfDays(facility, from, searchDays) ?? [];
  const firsts = halves.flatMap((half) => firstFree(facility, taken, half, now) ?? []);
  return firsts.slice(0, mostTimes);
}

function firstFree(facility: Facility, taken: ReadonlyMap<string, number>, half: { readonly day: string; readonly halfDay: HalfDay }, now: Date): AppointmentTime | undefined {
  return freeSeatTimes(facility, taken, half, now)[0];
}

/** The times of one half-day, or the one wanted, that still have a seat. */
export function freeSeatTimes(facility: Facility, taken: ReadonlyMap<string, number>, wanted: AppointmentTime, now: Date): readonly AppointmentTime[] {
  return seatTimes(facility, wanted).filter((time) => isAhead(time, now) && (taken.get(seatKey(time)) ?? 0) < facility.seats);
}
