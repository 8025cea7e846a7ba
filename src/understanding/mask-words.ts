/** Passwords, and numbers said in words. Works on the plain text of `mask.ts`. */
import type { Cut } from './mask-cut.ts';
import { mayBeOwnCode, type Kept } from './mask-own-code.ts';
import { isCardNumber, isIdNumber } from './numbers.ts';
import { lookUpTable } from './look-up-table.ts';

const digitWords: Readonly<Record<string, string>> = lookUpTable({
  khong: '0', hong: '0', ko: '0', mot: '1', hai: '2', ba: '3', bon: '4', tu: '4', nam: '5', lam: '5', sau: '6', bay: '7',
  tam: '8', chin: '9', zero: '0', one: '1', two: '2', three: '3', four: '4', five: '5', six: '6', seven: '7', eight: '8', nine: '9',
});

const before = 24;

interface Spoken {
  readonly start: number;
  readonly end: number;
  readonly digits: string;
}

/** Where card numbers, identity numbers and codes are spelt out digit by digit. */
export function findSpokenCuts(plain: string, keep: Kept | undefined): readonly Cut[] {
  return spokenRuns(plain).flatMap((run) => {
    const digits = run.map((word) => word.digits).join('');
    const lead = plain.slice(Math.max(0, (run[0]?.start ?? 0) - before), run[0]?.start ?? 0);
    const secret = keep === 'unread' && mayBeOwnCode(digits, lead, '') ? undefined : judgeSpoken(digits, lead);
    return secret === undefined ? [] : [{ start: run[0]?.start ?? 0, end: run.at(-1)?.end ?? 0, secret }];
  });
}

function spokenRuns(plain: string): readonly (readonly Spoken[])[] {
  const runs: Spoken[][] = [[]];
  let spelt = 0;
  for (const match of plain.matchAll(/[a-z]+|\d+|[^a-z\d\s.,\-\u200b]/g)) {
    const word = match[0];
    const digits = /^\d+$/.test(word) ? word : digitWords[word];
    if (digits === undefined) runs.push([]);
    else runs.at(-1)?.push({ start: match.index, end: match.index + word.length, digits });
    if (digits !== undefined && digits !== word) spelt += 1;
  }
  return spelt === 0 ? [] : runs.filter((run) => run.length >= 4 && run.length <= 40);
}

function judgeSpoken(digits: string, lead: string): Cut['secret'] | undefined {
  for (let start = 0; start + 12 <= digits.length; start += 1) {
    if (isIdNumber(digits.slice(start, start + 12))) return 'id_number';
  }
  for (let start = 0; start + 16 <= digits.length; start += 1) {
    if (isCardNumber(digits.slice(start, start + 16))) return 'card';
  }
  if (digits.length > 16 && isCardNumber(digits)) return 'card';
  const codeLength = digits.length >= 4 && digits.length <= 8;
  return codeLength && /\b(?:otp|ma xac (?:nhan|thuc)|code)\b/.test(lead) ? 'code' : undefined;
}

const passwordWord = String.raw`\b(?:mat khau|matkhau|mat ma|password|passcode|passwd|pass|pwd)`;
const owner = String.raw`(?: (?:cua|toi|tui|minh|em|con|vneid|zalo|app|moi|cu|dang nhap|tai khoan|facebook|ngan hang)){0,4}`;
const said = String.raw`(?:\s{0,3}[:=]\s{0,3}| (?:la|is|thi la) (?:: ?)?)`;
const clear = new RegExp(`${passwordWord}${owner}${said}(\\S{1,60})`, 'gd');
// Without "là" or a colon only something with a digit in it is taken for a password: "pass abc123".
const bare = new RegExp(`${passwordWord}${owner} (?=\\S{0,30}\\d)(\\S{4,60})`, 'gd');
// "mk" is also short for "mình": "mk là Hoa" is a name, "mk: hoa123" is not.
const short = new RegExp(String.raw`\bmk${owner}(?:\s{0,3}[:=]\s{0,3}(\S{1,60})| (?:la )?(?=\S{0,30}\d)(?!\d{1,3}\b)(\S{4,60}))`, 'gd');
const questions = /^(?:gi|j|sao|nao|the|bao|dau|cai|so|may|ai|khong|ko|chu|loai|otp|mot|do|ma|phai)\W*$/;

/** Where passwords stand. */
export function findPasswordCuts(plain: string): readonly Cut[] {
  return [clear, bare, short].flatMap((pattern) => [...plain.matchAll(pattern)].flatMap(passwordCut));
}

function passwordCut(match: RegExpMatchArray): readonly Cut[] {
  const place = match.indices?.slice(1).find((range) => range !== undefined);
  const value = match.slice(1).find((group) => group !== undefined) ?? '';
  if (place === undefined || questions.test(value)) return [];
  return [{ start: place[0], end: place[1], secret: 'password' }];
}
