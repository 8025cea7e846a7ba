import { dayIn, daysLater, hourIn, momentIn } from './local-time.ts';

/** At night nobody is reminded or asked anything. Hours in Cà Mau. */
const night = { from: 21, until: 6 } as const;

/** Milliseconds. */
export const nightLength = (24 - night.from + night.until) * 3_600_000;

export function isQuiet(at: Date): boolean {
  const hour = hourIn(at);
  return hour >= night.from || hour < night.until;
}

/** The first moment from `at` on that is not in the quiet hours. */
export function nextAwake(at: Date): Date {
  if (!isQuiet(at)) return at;
  return momentAt(hourIn(at) >= night.from ? daysLater(dayIn(at), 1) : dayIn(at), night.until);
}

/** When the quiet hours begin that follow `at`, or `at` itself when it lies in them. */
export function nextQuiet(at: Date): Date {
  return isQuiet(at) ? at : momentAt(dayIn(at), night.from);
}

function momentAt(day: string, hour: number): Date {
  const moment = momentIn(day, `${String(hour).padStart(2, '0')}:00`);
  if (!moment) throw new RangeError('Expected a day that can be written in four digits of a year');
  return moment;
}
