import { z } from 'zod';
import { stripAccents } from '../understanding/fold.ts';

/** Longer cells are no text that anybody wrote by hand. Characters. */
const longestCell = 6_000;

/** Reads a cell; its issues say what was expected. */
export type Reader<T> = z.ZodType<T, string>;

/** What a cell means, or what was expected instead. */
export type CellReading<T> = { readonly value: T } | string;

/** A cell without spaces around it, read by `read`. */
export function checked<T>(read: (text: string) => CellReading<T>): Reader<T> {
  return z.string().transform((cell, context) => {
    const reading = cell.length > longestCell ? `expected at most ${longestCell} characters` : read(cell.trim());
    if (typeof reading !== 'string') return reading.value;
    context.addIssue({ code: 'custom', message: reading });
    return z.NEVER;
  });
}

/** The same, where an empty cell means that it is not known. */
export function optional<T>(read: (text: string) => CellReading<T>): Reader<T | null> {
  return checked<T | null>((text) => (text === '' ? { value: null } : read(text)));
}

/** A text of this shape. */
export function pattern(shape: RegExp, expected: string): Reader<string> {
  return checked((text) => (shape.test(text) ? { value: text } : expected));
}

/** A text on one line. */
export function line(shortest: number, longest: number): Reader<string> {
  return checked((text) => {
    const one = text.replace(/\s+/g, ' ').normalize('NFC');
    return one.length >= shortest && one.length <= longest && !/\p{Cc}/u.test(one) ? { value: one } : `expected ${shortest} to ${longest} characters`;
  });
}

/** One of these words; `empty`: what an empty cell means. */
export function oneOf<const T extends string>(words: readonly T[], empty = ''): Reader<T> {
  return checked((text) => {
    const word = words.find((known) => known === (text.toLowerCase() || empty));
    return word === undefined ? `expected ${words.join(', ')}` : { value: word };
  });
}

const yes = ['yes', 'y', 'true', '1', 'x', 'co', 'dung'];
const no = ['no', 'n', 'false', '0', 'khong', 'sai'];

/** Yes or no, in English or Vietnamese; `empty`: what an empty cell means. */
export function bool(empty = ''): Reader<boolean> {
  return checked((text) => {
    const word = stripAccents(text) || empty;
    if (!yes.includes(word) && !no.includes(word)) return 'expected yes or no';
    return { value: yes.includes(word) };
  });
}

/** Several texts separated by |, each once; each read by `read`, and so long at most. */
export function items(most: number, longest: number, read: (text: string) => CellReading<string>): Reader<readonly string[]> {
  return checked((cell) => {
    const texts = cell.split(/[|\n]/).map((text) => text.trim().replace(/\s+/g, ' ')).filter((text) => text !== '');
    if (texts.length > most) return `expected at most ${most}, separated by |`;
    const values: string[] = [];
    for (const text of texts) {
      const reading = read(text);
      if (typeof reading === 'string') return `${reading} ${whereItSays(text)}`;
      if (reading.value === '' || reading.value.length > longest) return `expected 1 to ${longest} characters ${whereItSays(text)}`;
      values.push(reading.value);
    }
    return { value: [...new Set(values)] };
  });
}

/** Points into a longer cell. */
export function whereItSays(text: string): string {
  return `where it says ${JSON.stringify(text.slice(0, 40))}`;
}

/** As `readFacility` compares phrases with what people write. */
export function foldPhrase(text: string): { readonly value: string } {
  return { value: stripAccents(text).replace(/[^\p{L}\p{N}]+/gu, ' ').trim() };
}
