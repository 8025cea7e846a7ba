/** Days of the solar calendar by the clock of Cà Mau, which is seven hours ahead and knows no summer time. */
const dayLength = 86_400_000;
const ahead = 7 * 3_600_000;

/** Days since 1 January 1970. */
export type Day = number;

export interface DayParts {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly date: number;
  /** Monday is 0. */
  readonly weekday: number;
}

/** The day in Cà Mau at a moment given in epoch milliseconds. */
export function dayAt(moment: number): Day {
  return Math.floor((moment + ahead) / dayLength);
}

/** Minutes since midnight in Cà Mau. */
export function minuteAt(moment: number): number {
  return Math.floor(((moment + ahead) % dayLength) / 60_000);
}

/** The day with this date, or undefined when there is none, such as 30 February. */
export function makeDay(year: number, month: number, date: number): Day | undefined {
  if (year < 1850 || year > 2190) return undefined;
  const day = Date.UTC(year, month - 1, date) / dayLength;
  const parts = partsOf(day);
  return parts.year === year && parts.month === month && parts.date === date ? day : undefined;
}

export function partsOf(day: Day): DayParts {
  const date = new Date(day * dayLength);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, date: date.getUTCDate(), weekday: (((day + 3) % 7) + 7) % 7 };
}

/** "2026-11-30". */
export function writeDay(day: Day): string {
  return new Date(day * dayLength).toISOString().slice(0, 10);
}

/** Monday of the week in which a day lies; weeks run from Monday to Sunday. */
export function mondayOf(day: Day): Day {
  return day - partsOf(day).weekday;
}

/** The last day of a month; the month may lie beyond December. */
export function lastOfMonth(year: number, month: number): Day {
  return Date.UTC(year, month, 0) / dayLength;
}

/** The same date so many months later, at the latest the last day of that month. */
export function addMonths(day: Day, months: number): Day {
  const { year, month, date } = partsOf(day);
  const last = lastOfMonth(year, month + months);
  return last - partsOf(last).date + Math.min(date, partsOf(last).date);
}
