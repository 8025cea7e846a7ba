import { stripAccents } from './fold.ts';
import { decodeKeyboard } from './keyboard.ts';
import { alternatives, expansions } from './shorthand.ts';
import { isSyllable, splitJoined } from './syllable.ts';

/** One word of a message with every reading it may have. */
export interface Word {
  /** Lower case, with the accents that were typed or decoded. */
  readonly spelt: string;
  /** Folded readings: as typed, keyboard leftovers decoded, chat short forms written out. */
  readonly readings: readonly string[];
  /** True when it can be a word of Vietnamese as it stands; then it is not taken for a slip of the finger. */
  readonly wellFormed: boolean;
}

const longestText = 2000;
const mostWords = 400;

/** Splits a text into words. Punctuation, emoji and invisible characters separate or vanish. */
export function readWords(text: string): readonly Word[] {
  const clean = text.slice(0, longestText).normalize('NFKC').replace(/\p{Cf}/gu, '').toLowerCase();
  const pieces = clean.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return pieces.slice(0, mostWords).flatMap(readPiece);
}

function readPiece(piece: string): readonly Word[] {
  const folded = stripAccents(piece);
  const longer = expansions[folded];
  if (longer !== undefined) return longer.split(' ').map((word) => plainWord(word));
  const decoded = decodeKeyboard(piece);
  const joined = decoded === undefined ? splitJoined(folded) : undefined;
  if (joined !== undefined) return [...joined.map((word) => plainWord(word)), { spelt: piece, readings: [folded], wellFormed: false }];
  return [makeWord(piece, folded, decoded)];
}

function plainWord(folded: string): Word {
  return { spelt: folded, readings: readingsOf(folded), wellFormed: true };
}

function makeWord(piece: string, folded: string, decoded: string | undefined): Word {
  const readings = new Set(readingsOf(folded));
  if (decoded !== undefined) for (const reading of readingsOf(stripAccents(decoded))) readings.add(reading);
  const wellFormed = isSyllable(folded);
  if (!wellFormed) readings.add(folded.replace(/(\p{L})\1+/gu, '$1'));
  return { spelt: decoded ?? piece, readings: [...readings], wellFormed: wellFormed || decoded !== undefined };
}

function readingsOf(folded: string): readonly string[] {
  return [folded, ...(alternatives[folded] ?? [])];
}

/**
 * Accents in a comparable order: hỏi and ngã count as one (they are one sound in the south), and a tone stands behind
 * its word, so that "hoà" and "hòa" are equal.
 */
export function accentKey(spelt: string): string {
  const parts = spelt.normalize('NFD').replaceAll('\u0303', '\u0309');
  const tone = /[\u0300\u0301\u0309\u0323]/.exec(parts)?.[0] ?? '';
  return parts.replace(/[\u0300\u0301\u0309\u0323]/g, '') + tone;
}
