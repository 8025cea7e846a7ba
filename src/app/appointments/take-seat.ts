import { freeSeatTimes, nextFreeTimes, searchDays } from '../../services/appointments/mod.ts';
import { dayIn, daysLater } from '../../services/local-time.ts';
import type { AppointmentTime } from '../../store/appointments.ts';
import type { Queryable } from '../../store/database.ts';
import type { Facility } from '../../store/facility.ts';
import { lockHalfDay, takenSeats, takeSeat } from '../../store/seats.ts';

export type SeatOutcome =
  | { readonly outcome: 'taken'; readonly seats: number; readonly time: AppointmentTime }
  /** `times`: up to three at which seats are free, the earliest first. */
  | { readonly outcome: 'full'; readonly times: readonly AppointmentTime[] };

/** A seat that looked free may be gone when it is taken; so often it is looked again. */
const mostLooks = 5;

/** Takes a seat at a place that counts them: at this time, or the earliest one when any will do. */
export async function takeSeatAt(transaction: Queryable, facility: Facility, wanted: AppointmentTime | undefined, now: Date): Promise<SeatOutcome> {
  const from = wanted?.day ?? dayIn(now);
  for (let look = 0; ; look += 1) {
    const taken = await takenSeats(transaction, facility.id, from, daysLater(from, searchDays));
    const times = nextFreeTimes(facility, taken, from, now);
    const [time] = wanted ? freeSeatTimes(facility, taken, wanted, now) : times;
    if (!time || look >= mostLooks) return { outcome: 'full', times };
    const seats = await takeSeat(transaction, { ...time, facility: facility.id }, facility.seats);
    if (seats !== undefined) return { outcome: 'taken', seats, time };
  }
}

/** Whether all seats of a time are taken; while the caller's transaction lasts nobody gives one back unseen. */
export async function isFull(transaction: Queryable, facility: Facility, wanted: AppointmentTime, now: Date): Promise<boolean> {
  await lockHalfDay(transaction, facility.id, wanted);
  const taken = await takenSeats(transaction, facility.id, wanted.day, wanted.day);
  return freeSeatTimes(facility, taken, wanted, now).length === 0;
}
