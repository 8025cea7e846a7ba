import { toLunarDate } from '../../understanding/mod.ts';

/** Nobody is woken. Hours by the clock of Cà Mau. */
const quiet = { from: 21, until: 6 } as const;

/** Cà Mau has no summer time. Milliseconds. */
const zone = 7 * 3_600_000;
const hour = 3_600_000;
const day = 24 * hour;

/** The first moment from `at` on that is neither in the quiet hours nor, unless the person named the very day, at Tết. */
export function nextAllowed(at: Date, onItsDay: boolean): Date {
  const awake = isQuiet(at) ? wakingTime(at) : at;
  if (onItsDay) return awake;
  // A holiday of eight days, and some more than there can be.
  for (let days = 0; days < 20; days += 1) {
    const moment = new Date(awake.getTime() + days * day);
    if (!isTet(localDay(moment))) return moment;
  }
  return awake;
}

function isQuiet(at: Date): boolean {
  const hours = localHour(at);
  return hours >= quiet.from || hours < quiet.until;
}

/** Six o'clock, of the next day when the evening is not over. */
function wakingTime(at: Date): Date {
  const midnight = Math.floor((at.getTime() + zone) / day) * day - zone;
  return new Date(midnight + (localHour(at) >= quiet.from ? day : 0) + quiet.until * hour);
}

/** When the quiet hours begin that follow `at`, or `at` itself when it lies in them. */
export function nextQuiet(at: Date): Date {
  if (isQuiet(at)) return at;
  const midnight = Math.floor((at.getTime() + zone) / day) * day - zone;
  return new Date(midnight + quiet.from * hour);
}

function localHour(at: Date): number {
  return new Date(at.getTime() + zone).getUTCHours();
}

/** ISO day by the clock of Cà Mau. */
export function localDay(at: Date): string {
  return new Date(at.getTime() + zone).toISOString().slice(0, 10);
}

/** From the 28th of the twelfth month, when people go home, to the fifth of the first, when shops open again. */
export function isTet(isoDay: string): boolean {
  const [year = 0, month = 0, date = 0] = isoDay.split('-').map(Number);
  const lunar = toLunarDate(year, month, date);
  if (!lunar || lunar.leap) return false;
  return (lunar.month === 12 && lunar.date >= 28) || (lunar.month === 1 && lunar.date <= 5);
}

/** A moment by the clock of Cà Mau. `day`: ISO; `time`: HH:MM. Undefined for what is no date. */
export function localMoment(isoDay: unknown, time: string): Date | undefined {
  if (typeof isoDay !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(isoDay)) return undefined;
  const moment = new Date(`${isoDay}T${time}:00+07:00`);
  return Number.isNaN(moment.getTime()) || localDay(moment) !== isoDay ? undefined : moment;
}

/** The ISO day so many days later. */
export function daysLater(isoDay: string, days: number): string {
  return new Date(Date.parse(`${isoDay}T00:00:00Z`) + days * day).toISOString().slice(0, 10);
}
