import type { Read } from './answer.ts';
import { partsOf, writeDay, type Day } from './calendar.ts';
import { commonRules } from './common-rules.ts';
import { numberWord } from './counts.ts';
import { dateReaders } from './date-readers.ts';
import { dateRules } from './date-rules.ts';
import { scan, type Rule, type Scan, type Term } from './moment-terms.ts';
import type { NumberReader } from './pattern.ts';
import { timeReaders, timeRules } from './time-rules.ts';
import { tokenise, type Token } from './tokens.ts';

const grammar: readonly Rule[] = [...dateRules, ...timeRules, ...commonRules];
/** The readers of days and times, for whoever reads both. */
export const momentReaders: Readonly<Record<string, NumberReader>> = { ...timeReaders, ...dateReaders };

/**
 * Reads a day from today on as "YYYY-MM-DD", or "any", or "earliest". Nothing that is past, that does not exist or that
 * leaves a choice is read; what can be meant otherwise, or stands among words that are not known, has `confirm`.
 */
export function readDate(text: string, now: number): Read<string> | undefined {
  const tokens = tokenise(text);
  const found = scan(tokens, grammar, momentReaders, now);
  if (isUnclear(found)) return lonelyDate(tokens, now);
  const day = dayOf(found.terms);
  if (day === 'none') return wish(found) ?? lonelyDate(tokens, now);
  if (day === 'conflict') return undefined;
  const confirm = day.confirm || found.unknown.length > 0 || found.terms.some(({ kind }) => kind === 'approximate' || kind === 'doubt');
  return { value: writeDay(day.day), ...(confirm ? { confirm: true as const } : {}) };
}

/** True when something was said that no answer may be made of: "không", two days, a number without a sense. */
export function isUnclear({ terms, unknown }: Scan): boolean {
  return terms.some(({ kind }) => kind === 'unclear') || unknown.some(({ kind }) => kind !== 'word') || unknown.length > 6;
}

interface NamedDay {
  readonly day: Day;
  readonly confirm: boolean;
}

/** The one day that all terms agree on. */
export function dayOf(terms: readonly Term[]): NamedDay | 'none' | 'conflict' {
  const days = terms.filter((term) => term.kind === 'day');
  const dated = days.filter((term) => term.weekday !== true);
  const [first] = dated.length > 0 ? dated : days;
  if (first === undefined) return 'none';
  const agree = days.every((term) => term.day === first.day || (term.weekday === true && partsOf(term.day).weekday === partsOf(first.day).weekday));
  const decisive = dated.length > 0 ? dated : days;
  return agree ? { day: first.day, confirm: decisive.some((term) => term.confirm === true) } : 'conflict';
}

/** "any" or "earliest", when no day was named. */
export function wish({ terms, unknown }: Scan): Read<string> | undefined {
  const wanted = (['any', 'earliest'] as const).find((kind) => terms.some((term) => term.kind === kind));
  if (wanted === undefined) return undefined;
  return unknown.length > 0 || terms.some(({ kind }) => kind === 'doubt') ? { value: wanted, confirm: true } : { value: wanted };
}

/** "28", "hăm tám": only a number from 1 to 31 is the day of a month, and is read back. */
function lonelyDate(tokens: readonly Token[], now: number): Read<string> | undefined {
  const figures = tokens.filter(({ kind }) => kind === 'number').length;
  const inWords = tokens.length >= 2 && tokens.every((token) => numberWord(token) !== undefined);
  if ((figures !== 1 && !inWords) || tokens.some(({ kind }) => kind === 'sign')) return undefined;
  const found = scan([...tokenise('ngày'), ...tokens], grammar, momentReaders, now);
  const day = dayOf(found.terms);
  if (isUnclear(found) || typeof day === 'string') return undefined;
  return { value: writeDay(day.day), confirm: true };
}
