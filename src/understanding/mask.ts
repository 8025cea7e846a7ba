import type { Secret } from '../core/event.ts';
import { stripAccents } from './fold.ts';
import type { Cut } from './mask-cut.ts';
import { findNumberCuts } from './mask-numbers.ts';
import type { Kept } from './mask-own-code.ts';
import { findSpokenCuts, findPasswordCuts } from './mask-words.ts';

/** A text that is safe to store and to show, and what was taken out of it. */
export interface Masked {
  readonly text: string;
  readonly found: readonly Secret[];
}

const cover = '•••';
const longestText = 4000;
/** Stands for every character that shows nothing or takes no place of its own. */
const invisible = '\u200b';

/**
 * Cuts one-time codes, passwords, card and identity numbers out of a text. A number that fits the open question (`keep`)
 * stays, but an identity number never does; `unread` keeps what any question of ours may ask for. Text behind the first 4000 characters is dropped.
 */
export function mask(text: string, keep?: Kept): Masked {
  const original = text.slice(0, longestText).normalize('NFC').slice(0, longestText);
  const plain = toPlain(original);
  const cuts = [...findNumberCuts(plain, keep), ...findSpokenCuts(plain, keep), ...findPasswordCuts(plain)];
  const ordered = cuts.toSorted((first, second) => first.start - second.start || second.end - first.end);
  return { text: apply(original, ordered), found: [...new Set(ordered.map(({ secret }) => secret))] };
}

// One character for one, so that a place in the plain text is the same place in the original.
function toPlain(text: string): string {
  const plain = Array.from({ length: text.length }, (_, at) => plainCharacter(text.charAt(at))).join('');
  return plain.replace(/(?<![a-z0-9])o(?=\d{6})/g, '0');
}

function plainCharacter(character: string): string {
  const khmerDigit = character.charCodeAt(0) - 0x17e0;
  if (khmerDigit >= 0 && khmerDigit <= 9) return String(khmerDigit);
  const folded = stripAccents(character);
  return folded.length === 1 ? folded : invisible;
}

function apply(original: string, cuts: readonly Cut[]): string {
  let result = '';
  let at = 0;
  for (const { start, end } of cuts) {
    if (start >= at) result += original.slice(at, start) + cover;
    at = Math.max(at, end);
  }
  return result + original.slice(at);
}
