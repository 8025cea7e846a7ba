/** Numbers in digits and in words, as readers for `pattern.ts`. */
import { readNumberWords } from './number-words.ts';
import type { FoundNumber, NumberReader } from './pattern.ts';
import { isWord, type Token } from './tokens.ts';

/** How `readNumberWords` wants them → how they may be typed. */
const numberWords: readonly (readonly [folded: string, typed: string])[] = [
  ['khong', 'không'], ['mot', 'một'], ['mot', '!mốt'], ['hai', 'hai'], ['ba', '=ba'], ['bon', 'bốn'], ['tu', 'tư'], ['nam', 'năm'], ['lam', 'lăm'], ['nham', 'nhăm'],
  ['sau', 'sáu'], ['bay', 'bảy'], ['bay', '!bẩy'], ['tam', 'tám'], ['chin', 'chín'], ['muoi', 'mười'], ['muoi', '!mươi'], ['chuc', 'chục'], ['ham', 'hăm'], ['tram', 'trăm'], ['le', 'lẻ'], ['linh', 'linh'],
];
const folded: ReadonlySet<string> = new Set(numberWords.map(([word]) => word));
const longestNumber = 6;

/** The folded number word that a token is, or undefined. */
export function numberWord(token: Token | undefined): string | undefined {
  if (token?.kind !== 'word' || !token.forms.some((form) => folded.has(form))) return undefined;
  return numberWords.find(([, typed]) => isWord(token, typed))?.[0];
}

/** All numbers from `least` to `most` that can begin at a place. Two bare digits in words ("hai ba") are marked unsure. */
export function countBetween(least: number, most: number): NumberReader {
  return (tokens, at) => findCounts(tokens, at).filter(({ value }) => value >= least && value <= most);
}

function findCounts(tokens: readonly Token[], at: number): readonly FoundNumber[] {
  const first = tokens[at];
  if (first?.kind === 'number') return first.spelt.length <= 4 ? [{ value: Number(first.spelt), end: at + 1 }] : [];
  const words: string[] = [];
  while (words.length < longestNumber) {
    const next = numberWord(tokens[at + words.length]);
    if (next === undefined) break;
    words.push(next);
  }
  return words.flatMap((_, index) => spokenNumber(words.slice(0, words.length - index), at));
}

function spokenNumber(words: readonly string[], at: number): readonly FoundNumber[] {
  // "chục" alone is ten; a lone "mươi", "lăm" or "lẻ" is no number.
  if (/^(?:lam|nham|le|linh|tram)$/.test(words[0] ?? '')) return [];
  const read = readNumberWords(words);
  if (read === undefined) return [];
  const found = { value: read.value, end: at + words.length };
  const paired = words.length === 2 && /^(?:khong|mot|hai|ba|bon|nam|sau|bay|tam|chin)$/.test(words[0] ?? '') && /^(?:hai|ba|bon|sau|bay|tam|chin|nam)$/.test(words[1] ?? '');
  return [paired || read.confirm === true ? { ...found, unsure: true } : found];
}
