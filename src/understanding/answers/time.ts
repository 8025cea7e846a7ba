import type { Read } from './answer.ts';
import { minuteAt } from './calendar.ts';
import { commonRules } from './common-rules.ts';
import { isUnclear, momentReaders, wish } from './date.ts';
import { dateRules } from './date-rules.ts';
import { scan, type Half, type Rule, type Scan, type Term } from './moment-terms.ts';
import { dottedTimeRules, timeRules } from './time-rules.ts';
import { tokenise } from './tokens.ts';

const grammar: readonly Rule[] = [...dottedTimeRules, ...timeRules, ...commonRules, ...dateRules];

/**
 * Reads a time of day as "HH:MM", as "morning", "noon", "afternoon", "evening", or "any" or "earliest". One to five
 * o'clock without more is the afternoon, when a clinic is open, and is read back.
 */
export function readTime(text: string, now: number): Read<string> | undefined {
  const found = scan(withBareHour(text), grammar, momentReaders, now);
  if (isUnclear(found)) return undefined;
  const read = timeOf(found.terms);
  if (read === 'conflict') return undefined;
  if (read === 'none') return wish(found);
  return isDoubtful(found) ? { ...read, confirm: true } : read;
}

/** Something stands beside the answer that is not known, or the answer is only about so. */
export function isDoubtful({ terms, unknown }: Scan): boolean {
  return unknown.length > 0 || terms.some(({ kind }) => kind === 'doubt') || (terms.some(({ kind }) => kind === 'approximate') && terms.some(({ kind }) => kind === 'clock'));
}

function withBareHour(text: string): ReturnType<typeof tokenise> {
  const tokens = tokenise(text);
  const [first] = tokens;
  return tokens.length === 1 && first?.kind === 'number' && first.spelt.length <= 2 ? [...tokens, ...tokenise('giờ')] : tokens;
}

/** The one time that all terms agree on. */
export function timeOf(terms: readonly Term[]): Read<string> | 'none' | 'conflict' {
  const moments = terms.filter((term) => term.kind === 'moment');
  const clocks = terms.filter((term) => term.kind === 'clock');
  const half = halfOf(terms);
  if (half === 'conflict' || moments.length + clocks.length > 1) return 'conflict';
  const [moment] = moments;
  const [clock] = clocks;
  if (moment !== undefined) return half === undefined ? { value: writeMinutes(minuteAt(moment.at)) } : 'conflict';
  if (clock === undefined) return half === undefined ? 'none' : { value: half.half, ...(half.night === true ? { confirm: true as const } : {}) };
  return withHalf(clock, half) ?? 'conflict';
}

type HalfTerm = Extract<Term, { kind: 'half' }>;
type Clock = Extract<Term, { kind: 'clock' }>;

// Without accents "toi" is mostly "tôi"; beside another half of the day it means nothing.
function halfOf(terms: readonly Term[]): HalfTerm | undefined | 'conflict' {
  const halves = terms.filter((term) => term.kind === 'half');
  const certain = halves.filter((term) => term.doubtful !== true);
  const [first] = certain.length > 0 ? certain : halves;
  return certain.some((term) => term.half !== first?.half) ? 'conflict' : first;
}

function withHalf(clock: Clock, half: HalfTerm | undefined): Read<string> | undefined {
  const hour = half === undefined ? bareHour(clock.hour) : hourIn(half, clock.hour);
  if (hour === undefined) return undefined;
  const value = writeMinutes((hour % 24) * 60 + clock.minute);
  const doubtful = (half === undefined && clock.hour !== hour) || clock.hour === 24 || hour === 0 || half?.night === true || (clock.confirm === true && half === undefined);
  return doubtful ? { value, confirm: true } : { value };
}

function bareHour(hour: number): number {
  return hour >= 1 && hour <= 5 ? hour + 12 : hour;
}

/** First and last hour as people say it in each half of the day, and what is added to hours up to twelve. */
const saidHours: Readonly<Record<Half, (hour: number) => number | undefined>> = {
  morning: (hour) => (hour >= 1 && hour <= 11 ? hour : undefined),
  noon: (hour) => (hour >= 10 && hour <= 14 ? hour : hour === 1 || hour === 2 ? hour + 12 : undefined),
  afternoon: (hour) => (hour >= 12 && hour <= 18 ? hour : hour >= 1 && hour <= 6 ? hour + 12 : undefined),
  evening: (hour) => (hour >= 17 && hour <= 23 ? hour : hour >= 5 && hour <= 11 ? hour + 12 : undefined),
};

function hourIn(half: HalfTerm, hour: number): number | undefined {
  if (half.night === true && (hour === 12 || hour === 24 || (hour >= 0 && hour <= 4))) return hour === 12 ? 0 : hour;
  return saidHours[half.half](hour);
}

function writeMinutes(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
