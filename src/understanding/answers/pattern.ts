/**
 * A small language for answers with numbers in them, close to the one of `phrase.ts`: `sau|tới` one of several words ·
 * `chủ_nhật` a group of words · `nữa?` may be missing · `{day}` a number, read by the reader of that name.
 */
import { stripAccents } from '../fold.ts';
import { isWord, type Token } from './tokens.ts';

/** A number found at some place; `end` is excluded. `unsure`: it can be read otherwise. */
export interface FoundNumber {
  readonly value: number;
  readonly end: number;
  readonly unsure?: true;
}

/** Finds the numbers that can begin at a place, the longest first. */
export type NumberReader = (tokens: readonly Token[], at: number) => readonly FoundNumber[];

export interface PatternMatch {
  readonly end: number;
  readonly numbers: Readonly<Record<string, number>>;
  readonly unsure: boolean;
}

type Part = { readonly optional: boolean } & ({ readonly reader: string } | { readonly choices: readonly (readonly string[])[] });
export type Pattern = readonly Part[];

/** Reads one pattern as written in a grammar. */
export function parsePattern(source: string): Pattern {
  return source.split(' ').map((part): Part => {
    const optional = part.endsWith('?');
    const body = optional ? part.slice(0, -1) : part;
    const reader = /^\{(\w+)\}$/.exec(body)?.[1];
    return reader === undefined ? { optional, choices: body.split('|').map((choice) => choice.split('_')) } : { optional, reader };
  });
}

/** The folded words with which a pattern can begin; undefined when it can begin with a number. */
export function startersOf(pattern: Pattern): ReadonlySet<string> | undefined {
  const starters = new Set<string>();
  for (const part of pattern) {
    if ('reader' in part) return undefined;
    for (const [first = ''] of part.choices) starters.add(stripAccents(first.replace(/^[!=]/, '')));
    if (!part.optional) return starters;
  }
  return undefined;
}

/** What a pattern covers from a place on, or undefined. Branching is that of the pattern, which is ours. */
export function matchPattern(pattern: Pattern, tokens: readonly Token[], at: number, readers: Readonly<Record<string, NumberReader>>): PatternMatch | undefined {
  const [part, ...rest] = pattern;
  if (part === undefined) return { end: at, numbers: {}, unsure: false };
  for (const { end, value, unsure } of beginnings(part, tokens, at, readers)) {
    const match = matchPattern(rest, tokens, end, readers);
    if (match === undefined) continue;
    const numbers = 'reader' in part && value !== undefined ? { [part.reader]: value, ...match.numbers } : match.numbers;
    return { end: match.end, numbers, unsure: match.unsure || unsure === true };
  }
  return part.optional ? matchPattern(rest, tokens, at, readers) : undefined;
}

interface Beginning {
  readonly end: number;
  readonly value?: number;
  readonly unsure?: true;
}

function beginnings(part: Part, tokens: readonly Token[], at: number, readers: Readonly<Record<string, NumberReader>>): readonly Beginning[] {
  if ('reader' in part) return readers[part.reader]?.(tokens, at) ?? [];
  const fitting = part.choices.filter((choice) => choice.every((ours, offset) => isWord(tokens[at + offset], ours)));
  return fitting.map((choice) => ({ end: at + choice.length }));
}
