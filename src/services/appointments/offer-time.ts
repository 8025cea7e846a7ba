import type { AppointmentTime } from '../../store/appointments.ts';
import { startOf } from '../clinic/visit-time.ts';
import { isQuiet, nightLength } from '../quiet-hours.ts';

/** So long somebody may think about a seat. Milliseconds. */
const longestOffer = 2 * 3_600_000;

/** With less time than this nobody could answer and be there. Milliseconds. */
const shortestOffer = 20 * 60_000;

/** Until when a seat is kept for one who waits: two hours, less when the time is near. Nothing when it is too near. */
export function offerUntil(time: AppointmentTime, now: Date): Date | undefined {
  const left = startOf(time).getTime() - now.getTime();
  const length = Math.min(longestOffer, left / 2);
  if (length < shortestOffer) return undefined;
  const until = new Date(now.getTime() + length);
  // What would end at night ends as much later as the night is long, where there is room for it.
  const afterNight = new Date(until.getTime() + nightLength);
  return isQuiet(until) && afterNight < new Date(now.getTime() + left - shortestOffer) ? afterNight : until;
}
