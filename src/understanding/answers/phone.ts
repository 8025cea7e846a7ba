import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { Read } from './answer.ts';
import { matchPattern, parsePattern } from './pattern.ts';
import { readSpokenDigits } from './spoken-digits.ts';
import { tokenise, isWord, type Token } from './tokens.ts';

/** Prefixes of eleven-digit mobile numbers and what took their place in 2018. */
const oldPrefixes: Readonly<Record<string, string>> = {
  '0120': '070', '0121': '079', '0122': '077', '0126': '076', '0128': '078',
  '0123': '083', '0124': '084', '0125': '085', '0127': '081', '0129': '082',
  '0162': '032', '0163': '033', '0164': '034', '0165': '035', '0166': '036', '0167': '037', '0168': '038', '0169': '039',
  '0186': '056', '0188': '058', '0199': '059',
  // Landlines of old Cà Mau and Bạc Liêu, changed in 2017.
  '0780': '0290', '0781': '0291',
};

/** Ways to say "the number I am writing from". */
const samePatterns = [
  'số|máy|điện_thoại|sđt|sdt này|nầy|nè', 'số =nay', 'số|máy|điện_thoại đang|đương nhắn|nhắn_tin|chat|xài|dùng|sử_dụng|gọi|liên_lạc|nói|cầm', 'số|máy tôi? đang|đương nhắn|nhắn_tin|chat|xài|dùng|sử_dụng',
  'số tui đang|đương nhắn|nhắn_tin|chat|xài|dùng', 'số|nick zalo', 'zalo này|nầy|đang', 'số|máy hiện_tại|hiện_giờ', 'số này|nầy zalo', 'gọi|nhắn lại? vô|vào|qua đây', 'cũng số này|nầy', 'this|same|current number|phone|one', 'the_same', 'number_i_am',
].map(parsePattern);
const ownPatterns = ['số_của tui|tôi|mình|em|con|bà|ông|chú|cô', 'số tui|tôi|mình|em|con', 'my number|phone'].map(parsePattern);
const denied = 'không|!đừng|khác|sai|trật|hư|mất|hết|bỏ|chưa|quên|khỏi|not|other|don|another|khóa'.split('|');

/** Reads a phone number in E.164 form, or "same" for the number that the person writes from. Service numbers are none. */
export function readPhone(text: string): Read<string> | undefined {
  const clean = withZeros(text.slice(0, 200).normalize('NFKC').replace(/\p{Cf}/gu, ''));
  const found = [...new Map(numbersIn(clean).map((read) => [read.value, read])).values()];
  const [first] = found;
  if (first !== undefined) return found.length > 1 ? { value: first.value, confirm: true } : first;
  const tokens = tokenise(clean);
  const spoken = readSpoken(tokens);
  if (spoken !== undefined) return spoken;
  return /\d{4}/.test(clean.replace(/[\s.-]/g, '')) ? undefined : readSame(tokens);
}

/** The letter O where a zero is meant: "O918", "ooo". */
function withZeros(text: string): string {
  return text.replace(/(?<![\p{L}\p{M}])[oO]+(?=\d)|(?<=\d)[oO]+(?![\p{L}\p{M}])|(?<![\p{L}\p{M}])[oO]{2,4}(?![\p{L}\p{M}])/gu, (letters) => '0'.repeat(letters.length));
}

const mostGroups = 14;

function numbersIn(text: string): readonly Read<string>[] {
  const runs = text.match(/\+?\d(?:[\s.()-]{0,3}\d)*/g) ?? [];
  return runs.flatMap((run) => {
    const whole = readDigits(run.replace(/[^\d+]/g, ''));
    if (whole !== undefined) return [whole];
    // An age or a house number may stand beside the number: "63 0949000131".
    return windows(run.split(/[^\d+]+/).filter((group) => group !== '').slice(0, mostGroups));
  });
}

function windows(groups: readonly string[]): readonly Read<string>[] {
  for (let length = groups.length - 1; length >= 1; length -= 1) {
    for (let start = 0; start + length <= groups.length; start += 1) {
      const [first = ''] = groups.slice(start);
      const read = /^(?:0|\+|84)/.test(first) ? readDigits(groups.slice(start, start + length).join('')) : undefined;
      if (read !== undefined) return length === 1 ? [read] : [{ ...read, confirm: true }];
    }
  }
  return [];
}

function readDigits(number: string): Read<string> | undefined {
  if (number.startsWith('+') && !number.startsWith('+84')) return readForeign(number);
  const national = toNational(number.replace('+', ''));
  if (national === undefined) return undefined;
  const parsed = parsePhoneNumberFromString(`+84${national.slice(1)}`);
  const type = parsed?.isValid() === true ? parsed.getType() : undefined;
  if (parsed === undefined || (type !== 'MOBILE' && type !== 'FIXED_LINE')) return undefined;
  // Nine digits without the zero in front may as well be something else.
  return number.length === 9 ? { value: parsed.number, confirm: true } : { value: parsed.number };
}

function toNational(digits: string): string | undefined {
  const local = digits.replace(/^(?:00)?84(?=0?\d{9,10}$)0?/, '0');
  const mended = oldPrefixes[local.slice(0, 4)];
  if (local.length === 11 && mended !== undefined) return mended + local.slice(4);
  if (/^0\d{9,10}$/.test(local)) return local;
  return /^[35789]\d{8}$/.test(digits) ? `0${digits}` : undefined;
}

function readForeign(number: string): Read<string> | undefined {
  const parsed = parsePhoneNumberFromString(number);
  return parsed?.isValid() === true ? { value: parsed.number, confirm: true } : undefined;
}

// What was dictated is always read back: "ba số không" can be three zeros or a three and a zero.
function readSpoken(tokens: readonly Token[]): Read<string> | undefined {
  const dictated = [false, true].flatMap((tensApart) => readSpokenDigits(tokens, tensApart)).filter((digits) => digits.length >= 10);
  const [only, ...others] = new Set(dictated.flatMap((digits) => readDigits(digits)?.value ?? []));
  return only === undefined || others.length > 0 ? undefined : { value: only, confirm: true };
}

function readSame(tokens: readonly Token[]): Read<string> | undefined {
  const question = tokens.findIndex((token, at) => isWord(token, 'được') && isWord(tokens[at + 1], 'không'));
  const said = question < 0 ? tokens : tokens.slice(0, question);
  const isSame = holds(said, samePatterns);
  if ((!isSame && !holds(said, ownPatterns)) || said.length > 12) return undefined;
  if (said.some((token) => denied.some((word) => isWord(token, word)))) return undefined;
  // Without accents "dung" is "dùng" (use) as well as "đừng" (do not).
  const doubtful = said.some(({ spelt }) => spelt === 'dung') || question >= 0 || !isSame;
  return doubtful ? { value: 'same', confirm: true } : { value: 'same' };
}

function holds(tokens: readonly Token[], patterns: readonly ReturnType<typeof parsePattern>[]): boolean {
  return tokens.some((_, at) => patterns.some((pattern) => matchPattern(pattern, tokens, at, {}) !== undefined));
}

/** An E.164 number in groups that people read aloud: "0918 000 123". */
export function writePhone(number: string): string {
  const national = number.replace(/^\+84/, '0');
  if (!national.startsWith('0')) return number;
  return national.length === 11 ? national.replace(/^(\d{4})(\d{4})(\d{3})$/, '$1 $2 $3') : national.replace(/^(\d{4})(\d{3})(\d{3})$/, '$1 $2 $3');
}
