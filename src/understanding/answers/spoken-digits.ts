import { numberWord } from './counts.ts';
import { isWord, type Token } from './tokens.ts';

const digitOf: Readonly<Record<string, string>> = {
  khong: '0', mot: '1', hai: '2', ba: '3', bon: '4', tu: '4', nam: '5', lam: '5', nham: '5', sau: '6', bay: '7', tam: '8', chin: '9', le: '0', linh: '0',
};

/**
 * Digits dictated in words, one string for each unbroken run: "không chín mười tám" is 0918, "ba số không" is 000.
 * Without accents "chin muoi tam" is 98, or 918 when `tensApart`.
 */
export function readSpokenDigits(tokens: readonly Token[], tensApart = false): readonly string[] {
  const runs: string[] = [];
  let digits = '';
  for (let at = 0; at < tokens.length; ) {
    const part = readPart(tokens, at, tensApart);
    if (part === undefined) {
      if (digits !== '') runs.push(digits);
      digits = '';
    }
    digits += part?.digits ?? '';
    at = part?.end ?? at + 1;
  }
  return digits === '' ? runs : [...runs, digits];
}

interface Part {
  readonly digits: string;
  readonly end: number;
}

function readPart(tokens: readonly Token[], at: number, tensApart: boolean): Part | undefined {
  const token = tokens[at];
  if (token?.kind === 'number') return { digits: token.spelt, end: at + 1 };
  if (token?.kind === 'sign') return { digits: '', end: at + 1 };
  return readRepeated(tokens, at) ?? readTens(tokens, at, tensApart);
}

// "ba số không", "hai con tám": so many times the same digit.
function readRepeated(tokens: readonly Token[], at: number): Part | undefined {
  const times = Number(digitAt(tokens, at) ?? 0);
  const digit = digitAt(tokens, at + 2);
  const counted = isWord(tokens[at + 1], 'số') || isWord(tokens[at + 1], 'con');
  if (!counted || digit === undefined || times < 2 || times > 6) return undefined;
  return { digits: digit.repeat(times), end: at + 3 };
}

function readTens(tokens: readonly Token[], at: number, tensApart: boolean): Part | undefined {
  const word = numberWord(tokens[at]);
  const ones = digitAt(tokens, at + 1);
  if (word === 'muoi' || word === 'chuc') return { digits: `1${ones ?? '0'}`, end: at + (ones === undefined ? 1 : 2) };
  if (word === 'ham') return { digits: `2${ones ?? '0'}`, end: at + (ones === undefined ? 1 : 2) };
  const digit = digitAt(tokens, at);
  if (digit === undefined) return undefined;
  if (!endsTens(tokens[at + 1], tensApart)) return { digits: digit, end: at + 1 };
  const last = digitAt(tokens, at + 2);
  return { digits: digit + (last ?? '0'), end: at + (last === undefined ? 2 : 3) };
}

function endsTens(token: Token | undefined, tensApart: boolean): boolean {
  const word = numberWord(token);
  if (word === 'chuc' || isWord(token, '!mươi')) return true;
  return word === 'muoi' && !isWord(token, '!mười') && !tensApart;
}

function digitAt(tokens: readonly Token[], at: number): string | undefined {
  const word = numberWord(tokens[at]);
  return word === undefined ? undefined : digitOf[word];
}
