/** The numbers that the grammar of days is made of: weekdays, dates, months, years and counts. */
import { countBetween } from './counts.ts';
import type { NumberReader } from './pattern.ts';
import { isWord } from './tokens.ts';

const weekdayNames: readonly (readonly string[])[] = [
  ['hai', '2', 'monday'],
  ['=ba', '3', 'tuesday'],
  ['tư', 'bốn', '4', 'wednesday'],
  ['năm', '5', 'thursday'],
  ['sáu', '6', 'friday'],
  ['bảy', 'bẩy', '7', 'saturday'],
];
const sundays: readonly (readonly string[])[] = [['chủ', 'nhật'], ['chủ', 'nhựt'], ['chúa', 'nhật'], ['chúa', 'nhựt'], ['cn'], ['sunday'], ['chủnhật'], ['cnhật']];

const weekday: NumberReader = (tokens, at) => {
  const sunday = sundays.find((name) => name.every((word, offset) => isWord(tokens[at + offset], word)));
  if (sunday !== undefined) return [{ value: 6, end: at + sunday.length }];
  const english = weekdayNames.findIndex((names) => names.at(-1) === tokens[at]?.spelt);
  if (english >= 0) return [{ value: english, end: at + 1 }];
  const named = isWord(tokens[at], 'thứ') || (tokens[at]?.spelt === 't' && tokens[at + 1]?.kind === 'number');
  const value = named ? weekdayNames.findIndex((names) => names.some((name) => isWord(tokens[at + 1], name))) : -1;
  return value < 0 ? [] : [{ value, end: at + 2 }];
};

const lunarMonthNames = { giêng: 1, chạp: 12 } as const;

/** Also "giêng" and "chạp". */
const lunarMonth: NumberReader = (tokens, at) => {
  const named = Object.entries(lunarMonthNames).find(([name]) => isWord(tokens[at], name));
  return named === undefined ? month(tokens, at) : [{ value: named[1], end: at + 1 }];
};
const month = countBetween(1, 12);

/** "sau", "tới". Without accents "thang sau" may be June. */
const next: NumberReader = (tokens, at) => {
  if (isWord(tokens[at], 'tới') || isWord(tokens[at], 'kế')) return [{ value: 1, end: at + 1 }];
  if (!isWord(tokens[at], 'sau')) return [];
  return [tokens[at]?.bare === true ? { value: 1, end: at + 1, unsure: true } : { value: 1, end: at + 1 }];
};

const englishMonths = 'january february march april may june july august september october november december'.split(' ');
const englishMonth: NumberReader = (tokens, at) => {
  const value = englishMonths.findIndex((name) => tokens[at]?.forms[0] === name || (name.length > 4 && tokens[at]?.forms[0] === name.slice(0, 3)));
  return value < 0 ? [] : [{ value: value + 1, end: at + 1 }];
};

/** Two digits mean this century. */
const year: NumberReader = (tokens, at) => {
  const token = tokens[at];
  if (token?.kind !== 'number' || !/^(?:\d{2}|\d{4})$/.test(token.spelt)) return [];
  return [{ value: token.spelt.length === 2 ? 2000 + Number(token.spelt) : Number(token.spelt), end: at + 1 }];
};
const fullYear: NumberReader = (tokens, at) => year(tokens, at).filter(() => tokens[at]?.spelt.length === 4);

export const dateReaders: Readonly<Record<string, NumberReader>> = {
  weekday, lunarMonth, month, englishMonth, year, fullYear,
  date: countBetween(1, 31), anyDate: countBetween(0, 99), anyMonth: countBetween(0, 99), early: countBetween(1, 10), late: countBetween(24, 30),
  days: (tokens, at) => countBetween(1, 90)(tokens, at).filter(({ unsure }) => unsure !== true), pair: (tokens, at) => countBetween(1, 99)(tokens, at).filter(({ unsure }) => unsure === true),
  next, weeks: countBetween(1, 12), months: countBetween(1, 6),
};
