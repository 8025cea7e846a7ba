/**
 * What is left on the screen when a Vietnamese keyboard is switched off: Telex ("gawpj nguowif") and VNI
 * ("kho1 tho73"). Decoded only when the result is a Vietnamese syllable.
 */
import { stripAccents } from './fold.ts';
import { isSyllable } from './syllable.ts';

const telexTones: Readonly<Record<string, string>> = { f: '\u0300', s: '\u0301', r: '\u0309', x: '\u0303', j: '\u0323' };
const vniTones: Readonly<Record<string, string>> = {
  '1': '\u0301',
  '2': '\u0300',
  '3': '\u0309',
  '4': '\u0303',
  '5': '\u0323',
};
const longestWord = 12;

/** The lower-case word a keyboard leftover stands for, or undefined when it is none. */
export function decodeKeyboard(word: string): string | undefined {
  if (word.length < 2 || word.length > longestWord) return undefined;
  const lower = word.normalize('NFC').toLowerCase();
  const decoded = /\d/.test(lower) ? decodeVni(lower) : decodeTelex(lower);
  if (decoded === undefined || decoded === lower) return undefined;
  return isSyllable(stripAccents(decoded)) ? decoded : undefined;
}

function decodeTelex(word: string): string | undefined {
  if (!/^\p{L}+$/u.test(word)) return undefined;
  const { rest, tone } = takeTelexTone(word.replace(/dd/, 'đ'));
  const shaped = rest.replace(/aa/, 'â').replace(/ee/, 'ê').replace(/oo/, 'ô').replace(/uô(?=w)/, 'uo');
  const horned = shaped.includes('w') ? applyHorn(shaped) : shaped;
  if (horned.includes('w')) return undefined;
  return tone === undefined ? horned : placeTone(horned, tone);
}

// One tone letter somewhere behind the first vowel; two of them mean that this is no Telex.
function takeTelexTone(word: string): { rest: string; tone: string | undefined } {
  const firstVowel = [...word].findIndex((letter) => /[aeiouy]/.test(stripAccents(letter)));
  if (firstVowel < 0) return { rest: word, tone: undefined };
  const tail = word.slice(firstVowel);
  const letters = [...tail].filter((letter) => telexTones[letter] !== undefined);
  const letter = letters[0];
  if (letter === undefined || letters.some((other) => other !== letter)) return { rest: word, tone: undefined };
  return { rest: word.slice(0, firstVowel) + tail.replaceAll(letter, ''), tone: telexTones[letter] };
}

function applyHorn(word: string): string {
  const bare = word.replace('w', '');
  if (/uo/.test(bare)) return bare.replace('uo', 'ươ');
  if (/uu/.test(bare)) return bare.replace('uu', 'ưu');
  if (/^(?:[^q]*)ua/.test(bare)) return bare.replace('ua', 'ưa');
  if (/oa/.test(bare)) return bare.replace('oa', 'oă');
  const before = word.slice(0, word.indexOf('w'));
  if (/[aou]/.test(before)) return bare.replace(/[aou]/, (vowel) => ({ a: 'ă', o: 'ơ', u: 'ư' })[vowel] ?? vowel);
  return word.replace('w', 'ư');
}

function decodeVni(word: string): string | undefined {
  if (!/^\p{L}[\p{L}\d]*$/u.test(word)) return undefined;
  let letters = '';
  let tone: string | undefined;
  for (const character of word) {
    if (!/\d/.test(character)) letters += character;
    else if (vniTones[character] !== undefined) tone = vniTones[character];
    else letters = shapeVni(letters, character);
  }
  if (letters === word) return undefined;
  return tone === undefined ? letters : placeTone(letters, tone);
}

function shapeVni(letters: string, digit: string): string {
  if (digit === '9') return letters.replace('d', 'đ');
  if (digit === '7' && letters.endsWith('uo')) return `${letters.slice(0, -2)}ươ`;
  const marks: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    '6': { a: 'â', e: 'ê', o: 'ô' },
    '7': { o: 'ơ', u: 'ư' },
    '8': { a: 'ă' },
  };
  const shapes = marks[digit] ?? {};
  const at = [...letters].findLastIndex((letter) => shapes[letter] !== undefined);
  if (at < 0) return letters;
  const letter = letters[at] ?? '';
  return letters.slice(0, at) + (shapes[letter] ?? letter) + letters.slice(at + 1);
}

/** Puts a combining tone mark on the vowel that carries it in usual spelling (hòa, thủy, tiếng). */
function placeTone(word: string, tone: string): string {
  const start = /^(?:qu(?=\p{L})|gi(?=[aăâeêioôơuưy]))/u.exec(word)?.[0].length ?? 0;
  const letters = [...word];
  const vowels = letters
    .map((letter, index) => ({ index, letter }))
    .filter(({ index, letter }) => index >= start && /^[aeiouy]/.test(stripAccents(letter)));
  const marked = vowels.findLast(({ letter }) => /[ăâêôơư]/.test(letter));
  const last = vowels.at(-1);
  if (last === undefined) return word;
  const hasCoda = last.index < letters.length - 1;
  const carrier = marked ?? (vowels.length === 1 || (hasCoda && vowels.length === 2) ? last : vowels.at(-2)) ?? last;
  letters[carrier.index] = `${letters[carrier.index] ?? ''}${tone}`.normalize('NFC');
  return letters.join('');
}
