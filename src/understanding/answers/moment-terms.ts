/** What stands in an answer about a day or a time, found by a grammar of patterns. */
import { dayAt, type Day } from './calendar.ts';
import { matchPattern, parsePattern, startersOf, type NumberReader, type Pattern, type PatternMatch } from './pattern.ts';
import type { Token } from './tokens.ts';

export type Half = 'morning' | 'noon' | 'afternoon' | 'evening';

export type Term =
  /** `weekday`: only the day of the week was named, so a date beside it decides. `confirm`: it can be meant otherwise. */
  | { readonly kind: 'day'; readonly day: Day; readonly weekday?: true; readonly confirm?: true }
  /** `doubtful`: without accents it may be another word ("toi"). */
  | { readonly kind: 'half'; readonly half: Half; readonly night?: true; readonly doubtful?: true }
  | { readonly kind: 'clock'; readonly hour: number; readonly minute: number; readonly confirm?: true }
  /** Epoch milliseconds: "10 phút nữa". */
  | { readonly kind: 'moment'; readonly at: number }
  /** `doubt`: the word can turn the answer around ("dung" is "đúng" and "đừng"), so the answer is read back. */
  | { readonly kind: 'any' | 'earliest' | 'filler' | 'approximate' | 'doubt' }
  /** Understood, and no day or time that can be used: "hôm qua", "30/2", "vài bữa nữa". */
  | { readonly kind: 'unclear' };

export interface MomentContext {
  /** Epoch milliseconds. */
  readonly now: number;
  readonly today: Day;
}

type Numbers = Readonly<Record<string, number>>;

export interface Rule {
  readonly pattern: Pattern;
  /** Folded words with which it can begin, to pass it by quickly; undefined when it can begin with a number. */
  readonly starters: ReadonlySet<string> | undefined;
  readonly read: (numbers: Numbers, context: MomentContext) => Term;
}

export const unclear: Term = { kind: 'unclear' };

/** Several patterns with one meaning. */
export function rules(patterns: string, read: Rule['read']): readonly Rule[] {
  return patterns.split(' ; ').map((source) => {
    const pattern = parsePattern(source.trim());
    return { pattern, starters: startersOf(pattern), read };
  });
}

/** Patterns that mean the same whatever day it is. */
export function words(patterns: string, term: Term): readonly Rule[] {
  return rules(patterns, () => term);
}

export interface Scan {
  readonly terms: readonly Term[];
  /** What no rule knows. */
  readonly unknown: readonly Token[];
}

/** Reads an answer from left to right, at every place by the rule that covers most; among equals the first one counts. */
export function scan(tokens: readonly Token[], grammar: readonly Rule[], readers: Readonly<Record<string, NumberReader>>, now: number): Scan {
  const context: MomentContext = { now, today: dayAt(now) };
  const terms: Term[] = [];
  const unknown: Token[] = [];
  let at = 0;
  while (at < tokens.length) {
    const best = longest(tokens, at, grammar, readers);
    if (best === undefined) unknown.push(...tokens.slice(at, at + 1));
    else terms.push(meaning(best, context));
    at = best === undefined ? at + 1 : best.match.end;
  }
  return { terms, unknown };
}

interface Found {
  readonly rule: Rule;
  readonly match: PatternMatch;
}

function longest(tokens: readonly Token[], at: number, grammar: readonly Rule[], readers: Readonly<Record<string, NumberReader>>): Found | undefined {
  let best: Found | undefined;
  for (const rule of grammar) {
    if (rule.starters !== undefined && !canStart(tokens[at], rule.starters)) continue;
    const match = matchPattern(rule.pattern, tokens, at, readers);
    if (match !== undefined && match.end > (best?.match.end ?? at)) best = { rule, match };
  }
  return best;
}

function canStart(token: Token | undefined, starters: ReadonlySet<string>): boolean {
  return token !== undefined && (token.forms.some((form) => starters.has(form)) || token.others.some((form) => starters.has(form)));
}

function meaning({ rule, match }: Found, context: MomentContext): Term {
  const term = rule.read(match.numbers, context);
  return match.unsure && (term.kind === 'day' || term.kind === 'clock') ? { ...term, confirm: true } : term;
}
