import type { AppointmentTime } from '../../store/appointments.ts';
import { hourIn, startOf } from '../clinic/visit-time.ts';

/** So long somebody may think about a seat. Milliseconds. */
const longestOffer = 2 * 3_600_000;

/** With less time than this nobody could answer and be there. Milliseconds. */
const shortestOffer = 20 * 60_000;

/** Nobody is woken for a seat. Hours in Cà Mau. */
const quiet = { from: 21, until: 6 } as const;

const night = (24 - quiet.from + quiet.until) * 3_600_000;

/** Until when a seat is kept for one who waits: two hours, less when the time is near. Nothing when it is too near. */
export function offerUntil(time: AppointmentTime, now: Date): Date | undefined {
  const left = startOf(time).getTime() - now.getTime();
  const length = Math.min(longestOffer, left / 2);
  if (length < shortestOffer) return undefined;
  const until = new Date(now.getTime() + length);
  // What would end at night ends as much later as the night is long, where there is room for it.
  const afterNight = new Date(until.getTime() + night);
  return isQuiet(until) && afterNight < new Date(now.getTime() + left - shortestOffer) ? afterNight : until;
}

/** The next moment at which a seat may be offered: now, or in the morning. */
export function nextOfferAt(now: Date): Date {
  if (!isQuiet(now)) return now;
  const hours = (24 + quiet.until - hourIn(now)) % 24;
  const hour = 3_600_000;
  return new Date(Math.floor(now.getTime() / hour) * hour + hours * hour);
}

function isQuiet(at: Date): boolean {
  const hour = hourIn(at);
  return hour >= quiet.from || hour < quiet.until;
}
