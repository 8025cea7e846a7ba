import type { Read } from './answer.ts';

/** Characters of a note. */
export const longestNote = 50;
/** Characters of any other text that is kept. */
export const longestText = 200;

/** Reads a short note for a payment: one line of at most 50 characters; a longer one is cut and read back. */
export function readNote(text: string): Read<string> | undefined {
  const clean = cleanLine(text);
  if (clean === '') return undefined;
  const short = cut(clean, longestNote);
  return short === clean ? { value: short } : { value: short, confirm: true };
}

/** Reads whatever was typed, at most 200 characters. */
export function readAny(text: string): Read<string> | undefined {
  const clean = cut(cleanLine(text), longestText);
  return clean === '' ? undefined : { value: clean };
}

function cleanLine(text: string): string {
  const printable = text.slice(0, 2000).normalize('NFC').replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ');
  return printable.replace(/[\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]/g, '').split(/\s+/).filter((word) => word !== '').join(' ');
}

// By characters, not by UTF-16 units, so that no half of an emoji is left.
function cut(text: string, most: number): string {
  return [...text].slice(0, most).join('').trim();
}
