/** Writes days and times for people: the day of the week first, the lunar date behind it, never 14:30 alone. */
import type { Language } from '../core/mod.ts';
import { toLunarDate, type LunarDate } from '../understanding/mod.ts';

const weekdays: Readonly<Record<Language, readonly string[]>> = {
  vi: ['Chủ nhật', 'Thứ Hai', 'Thứ Ba', 'Thứ Tư', 'Thứ Năm', 'Thứ Sáu', 'Thứ Bảy'],
  en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
};

const wishes: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  any: { vi: 'ngày nào cũng được', en: 'any day' },
  earliest: { vi: 'ngày sớm nhất', en: 'the earliest day' },
};
const halves: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  morning: { vi: 'buổi sáng', en: 'in the morning' },
  noon: { vi: 'buổi trưa', en: 'at noon' },
  afternoon: { vi: 'buổi chiều', en: 'in the afternoon' },
  evening: { vi: 'buổi tối', en: 'in the evening' },
  any: { vi: 'giờ nào cũng được', en: 'at any time' },
  earliest: { vi: 'giờ sớm nhất', en: 'as early as possible' },
};

/** A day in the pieces that its readers put together: all that is read of it, each as large as it has to be. */
export interface WrittenDay {
  /** "Thứ Hai". */
  readonly weekday: string;
  /** "30/11/2026". */
  readonly date: string;
  /** "22 tháng 10 âm lịch". */
  readonly lunar: string;
}

/** "2026-11-30" in pieces; nothing for what is not a day. */
export function writeDay(isoDay: string, language: Language): WrittenDay | undefined {
  const [year, month, day] = isoDay.split('-').map(Number);
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const lunar = toLunarDate(year, month, day);
  const weekday = weekdays[language][new Date(Date.UTC(year, month - 1, day)).getUTCDay()] ?? '';
  return { weekday, date: `${day}/${month}/${year}`, lunar: lunar === undefined ? '' : writeLunar(lunar, language) };
}

function writeLunar({ date, month, leap }: LunarDate, language: Language): string {
  if (language === 'en') return `lunar date ${date}/${month}${leap ? ' (leap)' : ''}`;
  return `${date} tháng ${month}${leap ? ' nhuận' : ''} âm lịch`;
}

/** "2026-11-30" → "Thứ Hai, ngày 30/11/2026 (22 tháng 10 âm lịch)"; the lunar date is for those who count by it. */
export function writeLongDate(date: string, language: Language): string {
  const solar = writeSolarDate(date, language);
  const lunar = language === 'en' ? undefined : writeDay(date, language)?.lunar;
  return lunar ? `${solar} (${lunar})` : solar;
}

function writeSolarDate(isoDay: string, language: Language): string {
  const day = writeDay(isoDay, language);
  if (!day) return wishes[isoDay]?.[language] ?? isoDay;
  return `${day.weekday}, ${language === 'vi' ? 'ngày ' : ''}${day.date}`;
}

/** "2026-11-30T08:30" → "…, 8 giờ rưỡi sáng"; "2026-11-30 morning" → "…, buổi sáng". */
export function writeDateTime(moment: string, language: Language): string {
  return writeMoment(moment, language, writeLongDate);
}

/** The same without the lunar date: on a button the part of the day must not be cut off. */
export function writeShortDateTime(moment: string, language: Language): string {
  return writeMoment(moment, language, writeSolarDate);
}

function writeMoment(moment: string, language: Language, writeDate: typeof writeLongDate): string {
  const [date = '', time] = moment.split(/[T ]/);
  const day = writeDate(date, language);
  if (time === undefined) return day;
  return `${day}, ${/^\d/.test(time) ? writeClock(time, language) : writeHalf(time, language)}`;
}

/** "14:30" → "2 giờ rưỡi chiều". */
export function writeClock(time: string, language: Language): string {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const said = hour % 12 === 0 ? 12 : hour % 12;
  if (language === 'en') return `${said}:${String(minute).padStart(2, '0')} ${hour < 12 ? 'a.m.' : 'p.m.'}`;
  const past = minute === 0 ? '' : minute === 30 ? ' rưỡi' : ` ${minute}`;
  return `${said} giờ${past} ${partOfDay(hour)}`;
}

function partOfDay(hour: number): string {
  if (hour < 1) return 'đêm';
  if (hour < 11) return 'sáng';
  if (hour < 14) return 'trưa';
  if (hour < 18) return 'chiều';
  return hour < 22 ? 'tối' : 'đêm';
}

/** "morning" → "buổi sáng". */
export function writeHalf(half: string, language: Language): string {
  return halves[half]?.[language] ?? half;
}

/** "1952-03" → "tháng 3 năm 1952"; the other forms as people write them. */
export function writeBirth(birth: string, language: Language): string {
  const [year = '', month, day] = birth.split('-');
  if (month === undefined) return year;
  if (day !== undefined) return `${Number(day)}/${Number(month)}/${year}`;
  return language === 'vi' ? `tháng ${Number(month)} năm ${year}` : `${Number(month)}/${year}`;
}
