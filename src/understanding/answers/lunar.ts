/**
 * The Vietnamese lunar calendar. Not the Chinese one that comes with the ICU of Node: in some years, such as 2007 and
 * 2030, they differ by a day because midnight is at another place.
 */
import { getLunarDate, getSolarDate } from '@dqcai/vn-lunar';
import { makeDay, partsOf, type Day } from './calendar.ts';

export interface LunarDate {
  readonly date: number;
  /** From 1; the twelfth is "tháng chạp". */
  readonly month: number;
  readonly year: number;
  /** In the second of two months with the same number. */
  readonly leap: boolean;
}

/** The lunar date of a day. */
export function toLunar(day: Day): LunarDate {
  const { year, month, date } = partsOf(day);
  const lunar = getLunarDate(date, month, year);
  return { date: lunar.day, month: lunar.month, year: lunar.year, leap: lunar.leap };
}

/** The lunar date of a solar date, or undefined when there is no such date. */
export function toLunarDate(year: number, month: number, date: number): LunarDate | undefined {
  const day = makeDay(year, month, date);
  return day === undefined ? undefined : toLunar(day);
}

/** The day of a lunar date, or undefined when that month has no such day. */
export function fromLunar(year: number, month: number, date: number): Day | undefined {
  if (month < 1 || month > 12 || date < 1 || date > 30) return undefined;
  const solar = getSolarDate(date, month, year);
  const day = makeDay(solar.year, solar.month, solar.day);
  // The thirtieth of a short month comes back as the first of the next one.
  return day !== undefined && toLunar(day).date === date ? day : undefined;
}

/** The first day from `from` on with this lunar date, in whatever month. */
export function nextLunarDate(from: Day, date: number): Day | undefined {
  for (let day = from; day < from + 120; day += 1) if (toLunar(day).date === date) return day;
  return undefined;
}

/** The first day from `from` on with this lunar date and month. */
export function nextLunarDay(from: Day, month: number, date: number): Day | undefined {
  const { year } = toLunar(from);
  return [year, year + 1, year + 2].map((candidate) => fromLunar(candidate, month, date)).find((day) => day !== undefined && day >= from);
}

/** The last day of the lunar year that ends next: "ba mươi tết", also when its month has but 29 days. */
export function lunarYearEnd(from: Day): Day | undefined {
  const newYear = nextLunarDay(from + 1, 1, 1);
  return newYear === undefined ? undefined : newYear - 1;
}
