/**
 * A small language for phrases, so that lexicons stay readable data:
 * `doi|hoan lich_kham|hen` one of several words or word groups in a place · `bi?` may be missing ·
 * `*` up to three words in between · `^` and `$` the message begins or ends here (`$` also as one of several).
 * Words are written without accents and then match any accents; a word written with accents ("cháy") refuses other
 * accents ("chạy") and still matches a word typed without any; with `!` in front it must be typed with its accents.
 */
import { stripAccents } from './fold.ts';
import { accentKey, type Word } from './words.ts';

type Slot =
  | { readonly kind: 'words'; readonly choices: readonly (readonly string[])[]; readonly optional: boolean }
  | { readonly kind: 'gap' }
  | { readonly kind: 'start' }
  | { readonly kind: 'end' };

/** A phrase ready for matching. */
export interface Phrase {
  readonly source: string;
  readonly slots: readonly Slot[];
}

/** Words of a message that a phrase covers, `end` excluded. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Per word of a message: the words of the vocabulary that it can stand for. */
export type Reading = readonly ReadonlySet<string>[];

const widestGap = 3;

/** Reads one phrase as written in a lexicon. */
export function parsePhrase(source: string): Phrase {
  return { source, slots: source.trim().split(/\s+/).map(parseSlot) };
}

function parseSlot(part: string): Slot {
  if (part === '*') return { kind: 'gap' };
  if (part === '^') return { kind: 'start' };
  if (part === '$') return { kind: 'end' };
  const optional = part.endsWith('?');
  const words = optional ? part.slice(0, -1) : part;
  return { kind: 'words', choices: words.split('|').map((choice) => choice.split('_')), optional };
}

/** Every place in a message where the phrase begins, with the words it covers. */
export function findPhrase(phrase: Phrase, reading: Reading): readonly Span[] {
  const spans: Span[] = [];
  for (let start = 0; start < reading.length; start += 1) {
    const end = matchFrom(phrase.slots, 0, reading, start);
    if (end !== undefined) spans.push({ start, end });
  }
  return spans;
}

/** True when the phrase stands somewhere in the message. */
export function hasPhrase(phrase: Phrase, reading: Reading): boolean {
  return reading.some((_, start) => matchFrom(phrase.slots, 0, reading, start) !== undefined);
}

// Depth and branching are those of the phrase, which is ours; the message only sets how often this is started.
function matchFrom(slots: readonly Slot[], slotIndex: number, reading: Reading, at: number): number | undefined {
  const slot = slots[slotIndex];
  if (slot === undefined) return at;
  if (slot.kind === 'start') return at === 0 ? matchFrom(slots, slotIndex + 1, reading, at) : undefined;
  if (slot.kind === 'end') return at === reading.length ? matchFrom(slots, slotIndex + 1, reading, at) : undefined;
  if (slot.kind === 'gap') return matchAfterGap(slots, slotIndex, reading, at);
  for (const choice of slot.choices) {
    const length = choice[0] === '$' ? 0 : choice.length;
    const fits = length === 0 ? at === reading.length : choice.every((word, offset) => reading[at + offset]?.has(word));
    const end = fits ? matchFrom(slots, slotIndex + 1, reading, at + length) : undefined;
    if (end !== undefined) return end;
  }
  return slot.optional ? matchFrom(slots, slotIndex + 1, reading, at) : undefined;
}

function matchAfterGap(slots: readonly Slot[], slotIndex: number, reading: Reading, at: number): number | undefined {
  for (let skipped = 0; skipped <= widestGap && at + skipped <= reading.length; skipped += 1) {
    const end = matchFrom(slots, slotIndex + 1, reading, at + skipped);
    if (end !== undefined) return end;
  }
  return undefined;
}

/** Phrases by a word that they cannot do without; most phrases need not be looked at for a given message. */
export type PhraseIndex = ReadonlyMap<string, readonly Phrase[]>;

const always = '';

/** Sorts phrases by the words of their first place that may not be missing. */
export function indexPhrases(phrases: Iterable<Phrase>): PhraseIndex {
  const index = new Map<string, Phrase[]>();
  for (const phrase of phrases) {
    for (const word of neededWords(phrase)) index.set(word, [...(index.get(word) ?? []), phrase]);
  }
  return index;
}

function neededWords(phrase: Phrase): ReadonlySet<string> {
  const slot = phrase.slots.find((candidate) => candidate.kind === 'words' && !candidate.optional);
  if (slot?.kind !== 'words') return new Set([always]);
  return new Set(slot.choices.map(([first]) => (first === undefined || first === '$' ? always : first)));
}

/** The phrases that can stand in a message at all. */
export function possiblePhrases(index: PhraseIndex, reading: Reading): ReadonlySet<Phrase> {
  const found = new Set(index.get(always));
  for (const word of new Set(reading.flatMap((meanings) => [...meanings]))) {
    for (const phrase of index.get(word) ?? []) found.add(phrase);
  }
  return found;
}

/** All words that a set of phrases is made of, by their folded form. */
export type Vocabulary = ReadonlyMap<string, readonly string[]>;

/** Collects the words of phrases. */
export function vocabularyOf(phrases: Iterable<Phrase>): Vocabulary {
  const words = new Map<string, string[]>();
  for (const phrase of phrases) {
    for (const slot of phrase.slots) {
      if (slot.kind !== 'words') continue;
      for (const word of slot.choices.flat()) addWord(words, word);
    }
  }
  return words;
}

function addWord(words: Map<string, string[]>, word: string): void {
  const folded = stripAccents(withoutMark(word));
  const known = words.get(folded) ?? [];
  if (!known.includes(word)) known.push(word);
  words.set(folded, known);
}

/** Tells for every word of a message which words of the vocabulary it can stand for. */
export function readWith(vocabulary: Vocabulary, words: readonly Word[]): Reading {
  return words.map((word) => new Set(meanings(vocabulary, word).filter((entry) => accentsAgree(entry, word))));
}

function meanings(vocabulary: Vocabulary, word: Word): readonly string[] {
  const exact = word.readings.flatMap((reading) => vocabulary.get(reading) ?? []);
  if (exact.length > 0 || word.wellFormed) return exact;
  const typed = word.readings[0] ?? '';
  if (typed.length < 4 || typed.length > 12) return [];
  const found: string[] = [];
  for (const [folded, entries] of vocabulary) {
    if (folded.length >= 4 && isOneSlipApart(typed, folded)) found.push(...entries);
  }
  return found;
}

function accentsAgree(entry: string, word: Word): boolean {
  if (entry === stripAccents(entry) && !entry.startsWith('!')) return true;
  if (word.spelt === stripAccents(word.spelt)) return !entry.startsWith('!');
  return accentKey(withoutMark(entry)) === accentKey(word.spelt);
}

function withoutMark(entry: string): string {
  return entry.startsWith('!') ? entry.slice(1) : entry;
}

/** True when one letter more, less, other or swapped with its neighbour makes two words equal. */
export function isOneSlipApart(first: string, second: string): boolean {
  if (Math.abs(first.length - second.length) > 1) return false;
  let at = 0;
  while (at < first.length && first[at] === second[at]) at += 1;
  const firstRest = first.slice(at);
  const secondRest = second.slice(at);
  if (firstRest.slice(1) === secondRest.slice(1)) return true;
  if (firstRest.slice(1) === secondRest || firstRest === secondRest.slice(1)) return true;
  const swapped = firstRest[0] === secondRest[1] && firstRest[1] === secondRest[0];
  return swapped && firstRest.slice(2) === secondRest.slice(2);
}
