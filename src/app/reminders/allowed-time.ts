import { dayIn } from '../../services/local-time.ts';
import { nextAwake } from '../../services/quiet-hours.ts';
import { toLunarDate } from '../../understanding/mod.ts';

/** Milliseconds; there is no summer time. */
const dayLength = 24 * 3_600_000;

/** The first moment from `at` on that is neither in the quiet hours nor, unless the person named the very day, at Tết. */
export function nextAllowed(at: Date, onItsDay: boolean): Date {
  const awake = nextAwake(at);
  if (onItsDay) return awake;
  // A holiday of eight days, and some more than there can be.
  for (let days = 0; days < 20; days += 1) {
    const moment = new Date(awake.getTime() + days * dayLength);
    if (!isTet(dayIn(moment))) return moment;
  }
  return awake;
}

/** From the 28th of the twelfth month, when people go home, to the fifth of the first, when shops open again. */
export function isTet(day: string): boolean {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const lunar = toLunarDate(year, month, date);
  if (!lunar || lunar.leap) return false;
  return (lunar.month === 12 && lunar.date >= 28) || (lunar.month === 1 && lunar.date <= 5);
}
