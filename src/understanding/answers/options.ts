import { stripAccents } from '../fold.ts';
import { isOneSlipApart } from '../phrase.ts';
import { accentKey, readWords, type Word } from '../words.ts';
import type { AnswerContext } from './answer.ts';
import { withoutFillers } from './fillers.ts';
import { readYesNo } from './yes-no.ts';
import { lookUpTable } from '../look-up-table.ts';

type Options = AnswerContext['options'];

const numberWords: Readonly<Record<string, number>> = lookUpTable({
  mot: 1, nhat: 1, nhut: 1, hai: 2, nhi: 2, ba: 3, bon: 4, tu: 4, nam: 5, sau: 6, bay: 7, tam: 8, chin: 9, muoi: 10,
  one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, first: 1, second: 2, third: 3,
});
const mostWords = 10;

/** Position (from 1) that a message names among so many options; 0 is "back"; undefined when it is no number. */
export function readPosition(text: string, count: number): number | undefined {
  const folded = stripAccents(text.slice(0, 60)).match(/[\p{L}\p{N}]+/gu) ?? [];
  const place = readPlace(folded.join(' '), count);
  if (place !== undefined) return place;
  const words = withoutFillers(text.slice(0, 60)).map((word) => word.readings[0] ?? '').filter((word) => !/^(?:thu|option|number|muc|y|minh|toi|tui|o|nay|kia|roi)$/.test(word));
  const only = words.length === 1 ? words[0] : undefined;
  if (only === undefined) return undefined;
  if (/^\d{1,2}$/.test(only)) return Number(only);
  return numberWords[only];
}

function readPlace(folded: string, count: number): number | undefined {
  if (/\b(?:dau tien|tren cung|thu nhat|first one)\b/.test(folded)) return 1;
  if (/\b(?:cuoi cung|sau cung|duoi cung|chot|cuoi|last)\b/.test(folded)) return count;
  if (/\b(?:o giua|giua)\b/.test(folded) && count === 3) return 2;
  if (count === 2 && /^(?:cai )?(?:o )?(?:ben )?tren(?: do| nha| a)?$/.test(folded)) return 1;
  if (count === 2 && /^(?:cai )?(?:o )?(?:ben )?duoi(?: do| nha| a)?$/.test(folded)) return 2;
  return undefined;
}

/** The option that a message names by number or label. `strict`: only a whole label counts, not a part of it. */
export function findOption(text: string, options: Options, strict: boolean): { option: string; confirm?: true } | undefined {
  if (options.length === 0) return undefined;
  const position = readPosition(text, options.length);
  const numbered = position === undefined ? undefined : options[position - 1];
  const labelled = findLabel(text, options, strict);
  // "Ba" may be the label of one option and the number of another; what is written on the screen wins.
  if (labelled !== undefined) return labelled;
  return numbered === undefined ? undefined : { option: numbered.id };
}

function findLabel(text: string, options: Options, strict: boolean): { option: string; confirm?: true } | undefined {
  const typed = readWords(text.slice(0, 200));
  const bare = withoutFillers(text.slice(0, 200));
  if (typed.length === 0 || typed.length > mostWords) return undefined;
  // Word for word first: "chưa" and "chưa cài" are the same once what looks like a filler is gone.
  const exact = only(options, (label) => sameWords(typed, label));
  const whole = exact ?? only(options, (label) => sameWords(bare, label) || sameWords(bare, withoutFillersOf(label)));
  if (whole !== undefined) return isDoubtful(bare) ? { option: whole, confirm: true } : { option: whole };
  // "Không biết" holds the label "Không" and still chooses nothing.
  if (strict || readYesNo(text)?.value === 'unsure') return undefined;
  const part = only(options, (label) => isPart(bare, label)) ?? only(options, (label) => isPart(withoutFillersOf(label), typed) && !isDenied(typed, label));
  return part === undefined ? undefined : { option: part };
}

function only(options: Options, fits: (label: readonly Word[]) => boolean): string | undefined {
  const found = options.filter((option) => option.words.some((label) => fits(readWords(label))));
  return found.length === 1 ? found[0]?.id : undefined;
}

function withoutFillersOf(label: readonly Word[]): readonly Word[] {
  return withoutFillers(label.map((word) => word.spelt).join(' '));
}

function sameWords(first: readonly Word[], second: readonly Word[]): boolean {
  return first.length > 0 && first.length === second.length && first.every((word, at) => isSameWord(word, second[at]));
}

// A part is clear when it has at least four letters: "ngân hàng" of "Tài khoản ngân hàng", not "là".
function isPart(part: readonly Word[], whole: readonly Word[]): boolean {
  const letters = part.reduce((sum, word) => sum + word.spelt.length, 0);
  if (part.length === 0 || letters < 3 || part.length > whole.length) return false;
  return whole.some((_, start) => part.every((word, at) => isSameWord(word, whole[start + at])));
}

function isDenied(typed: readonly Word[], label: readonly Word[]): boolean {
  const denies = (words: readonly Word[]): boolean => words.some((word) => word.readings.some((reading) => /^(?:khong|chua|dung|khoi|not|no)$/.test(reading)));
  return denies(typed) && !denies(label);
}

function isSameWord(first: Word, second: Word | undefined): boolean {
  if (second === undefined) return false;
  if (first.readings.some((reading) => second.readings.includes(reading))) return accentsAgree(first.spelt, second.spelt);
  const typed = first.readings[0] ?? '';
  const meant = second.readings[0] ?? '';
  return !first.wellFormed && typed.length >= 4 && meant.length >= 5 && isOneSlipApart(typed, meant);
}

function accentsAgree(first: string, second: string): boolean {
  const plain = first === stripAccents(first) || second === stripAccents(second) || stripAccents(first) !== stripAccents(second);
  return plain || accentKey(first) === accentKey(second);
}

// Without accents "dung" is both "đúng" and "đừng".
function isDoubtful(words: readonly Word[]): boolean {
  return words.length === 1 && words[0]?.spelt === 'dung';
}
