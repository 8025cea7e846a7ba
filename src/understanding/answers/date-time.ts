import type { Read, ReadChoices } from './answer.ts';
import { dayAt, minuteAt, writeDay, type Day } from './calendar.ts';
import { commonRules } from './common-rules.ts';
import { dayOf, isUnclear, momentReaders } from './date.ts';
import { dateRules } from './date-rules.ts';
import { scan, type Half, type Rule, type Scan } from './moment-terms.ts';
import { isDoubtful, timeOf } from './time.ts';
import { dottedTimeRules, timeRules } from './time-rules.ts';
import { tokenise } from './tokens.ts';

const grammar: readonly Rule[] = [...dateRules, ...timeRules, ...dottedTimeRules, ...commonRules];
/** When a half of the day is over, in minutes since midnight. */
const ends: Readonly<Record<Half, number>> = { morning: 12 * 60, noon: 14 * 60, afternoon: 18 * 60, evening: 24 * 60 };

/** What was read, or the answers between which the person has to choose. */
export type ReadDateTime = Read<string> | ReadChoices<string>;

/**
 * Reads a day with a time as "YYYY-MM-DDTHH:MM" or "YYYY-MM-DD morning" (noon, afternoon, evening), or "any morning",
 * "any", "earliest". A day alone gives its morning and its afternoon as choices. Nothing in the past is read.
 */
export function readDateTime(text: string, now: number): ReadDateTime | undefined {
  const found = scan(tokenise(text), grammar, momentReaders, now);
  if (isUnclear(found)) return undefined;
  const moment = found.terms.find((term) => term.kind === 'moment');
  if (moment !== undefined) return readMoment(moment.at, found);
  const day = dayOf(found.terms);
  const time = timeOf(found.terms);
  if (day === 'conflict' || time === 'conflict') return undefined;
  if (day === 'none') return withoutDay(time, found);
  if (time === 'none') return halvesOf(day.day, now);
  const confirm = day.confirm || time.confirm === true || isDoubtful(found);
  return isPast(day.day, time.value, now) ? undefined : finish(`${writeDay(day.day)}${join(time.value)}`, confirm);
}

function finish(value: string, confirm: boolean): Read<string> {
  return confirm ? { value, confirm: true } : { value };
}

function join(time: string): string {
  return /^\d/.test(time) ? `T${time}` : ` ${time}`;
}

function readMoment(at: number, found: Scan): Read<string> | undefined {
  if (dayOf(found.terms) !== 'none') return undefined;
  const minutes = minuteAt(at);
  const time = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  return finish(`${writeDay(dayAt(at))}T${time}`, isDoubtful(found));
}

function withoutDay(time: Read<string> | 'none', found: Scan): Read<string> | undefined {
  const wanted = (['any', 'earliest'] as const).find((kind) => found.terms.some((term) => term.kind === kind));
  if (wanted === undefined) return undefined;
  if (time === 'none') return finish(wanted, found.unknown.length > 0);
  return /^\d/.test(time.value) ? undefined : finish(`${wanted} ${time.value}`, true);
}

function halvesOf(day: Day, now: number): ReadDateTime | undefined {
  const halves = (['morning', 'afternoon'] as const).filter((half) => !isPast(day, half, now));
  return halves.length === 0 ? undefined : { choices: halves.map((half) => `${writeDay(day)} ${half}`) };
}

function isPast(day: Day, time: string, now: number): boolean {
  if (day !== dayAt(now)) return day < dayAt(now);
  const end = ends[time as Half];
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return minuteAt(now) > (end ?? hour * 60 + minute);
}
