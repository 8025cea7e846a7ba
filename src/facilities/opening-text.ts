import type { HalfDay } from '../store/appointments.ts';
import type { OpeningHalf } from '../store/facility.ts';
import { stripAccents } from '../understanding/fold.ts';
import { whereItSays } from './cells.ts';

const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const vietnameseDays = ['t2', 't3', 't4', 't5', 't6', 't7', 'cn'] as const;
const halves: Readonly<Record<string, HalfDay>> = { morning: 'morning', sang: 'morning', afternoon: 'afternoon', chieu: 'afternoon' };

/** Between these a half-day can lie. */
const bounds = { morning: ['04:00', '13:00'], afternoon: ['11:00', '21:00'] } as const;

/**
 * Reads "mon-fri morning 07:00-11:00 afternoon; sat morning", also "T2-T6 sáng chiều; T7 sáng". A text that begins with
 * "expected" when it is no such thing.
 */
export function readOpening(text: string): readonly OpeningHalf[] | string {
  const parts = stripAccents(text).replace(/\s+/g, ' ').replace(/ ?[-–] ?/g, '-').split(/ ?[;\n] ?/).filter((part) => part.trim() !== '');
  const read = parts.map((part) => readPart(part.trim()));
  const fault = read.find((part) => typeof part === 'string');
  if (fault !== undefined) return fault;
  const opening = read.flatMap((part) => (typeof part === 'string' ? [] : part)).toSorted((one, other) => orderOf(one) - orderOf(other));
  const twice = opening.find((half, index) => index > 0 && orderOf(half) === orderOf(opening[index - 1] ?? half));
  return twice ? `expected each half of a day once, "${nameOf(twice.day)} ${twice.halfDay}" comes twice` : opening;
}

function readPart(part: string): readonly OpeningHalf[] | string {
  const [first = '', ...words] = part.split(' ');
  const range = readDays(first);
  if (!range) return `expected days such as "mon", "mon-fri", "T2-T6" or "CN" ${whereItSays(first)}`;
  const read = words.length === 0 ? wholeDay : readHalves(words);
  return typeof read === 'string' ? read : range.flatMap((day) => read.map((half) => ({ day, ...half })));
}

function readDays(word: string): readonly number[] | undefined {
  const [from = '', to = from, ...rest] = word.split('-');
  const [start, end] = [from, to].map((day) => Math.max(days.findIndex((name) => name === day), vietnameseDays.findIndex((name) => name === day)) + 1);
  if (!start || !end || end < start || rest.length > 0) return undefined;
  return Array.from({ length: end - start + 1 }, (_, index) => start + index);
}

type Half = Omit<OpeningHalf, 'day'>;

const wholeDay: readonly Half[] = [
  { halfDay: 'morning', from: null, to: null },
  { halfDay: 'afternoon', from: null, to: null },
];

function readHalves(words: readonly string[]): readonly Half[] | string {
  const read: Half[] = [];
  for (const word of words) {
    const halfDay = Object.hasOwn(halves, word) ? halves[word] : undefined;
    const last = read.at(-1);
    const hours = halfDay ? undefined : readHours(word);
    if (halfDay) read.push({ halfDay, from: null, to: null });
    else if (last && last.from === null && hours && fits(last.halfDay, hours)) read.splice(-1, 1, { ...last, ...hours });
    else return `${hours && last ? expectedHours(last) : 'expected "morning" or "afternoon", with its hours or without'} ${whereItSays(word)}`;
  }
  return read;
}

function expectedHours({ halfDay }: Half): string {
  return `expected hours of the ${halfDay} once, between ${bounds[halfDay].join(' and ')}`;
}

interface Hours {
  readonly from: string;
  readonly to: string;
}

function readHours(word: string): Hours | undefined {
  const [, from, to] = /^((?:[01]?\d|2[0-3])[:h][0-5]\d)-((?:[01]?\d|2[0-3])[:h][0-5]\d)$/.exec(word) ?? [];
  return from === undefined || to === undefined ? undefined : { from: clock(from), to: clock(to) };
}

function clock(text: string): string {
  return text.replace('h', ':').padStart(5, '0');
}

function fits(halfDay: HalfDay, { from, to }: Hours): boolean {
  const [earliest, latest] = bounds[halfDay];
  return earliest <= from && from < to && to <= latest;
}

function orderOf({ day, halfDay }: OpeningHalf): number {
  return day * 2 + (halfDay === 'morning' ? 0 : 1);
}

function nameOf(day: number): string {
  return days[day - 1] ?? '';
}

/** Writes it so that `readOpening` reads the same; days in a row that are alike together. */
export function writeOpening(opening: readonly OpeningHalf[]): string {
  const written = days.map((name, index) => ({ name, halves: opening.filter(({ day }) => day === index + 1).map(writeHalf).join(' ') }));
  const ranges: { readonly from: string; readonly to: string; readonly halves: string }[] = [];
  for (const [index, day] of written.entries()) {
    const last = ranges.at(-1);
    if (last && day.halves === written[index - 1]?.halves) ranges.splice(-1, 1, { ...last, to: day.name });
    else ranges.push({ from: day.name, to: day.name, halves: day.halves });
  }
  return ranges.filter((range) => range.halves !== '').map(({ from, to, halves: text }) => `${from === to ? from : `${from}-${to}`} ${text}`).join('; ');
}

function writeHalf({ halfDay, from, to }: OpeningHalf): string {
  return from === null || to === null ? halfDay : `${halfDay} ${from}-${to}`;
}
