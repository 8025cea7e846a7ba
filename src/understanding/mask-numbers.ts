/** Card numbers, identity numbers and one-time codes written in digits. Works on the plain text of `mask.ts`. */
import type { Cut } from './mask-cut.ts';
import { mayBeOwnCode, type Kept } from './mask-own-code.ts';
import { isCardNumber, isIdNumber } from './numbers.ts';

interface Group {
  readonly start: number;
  readonly end: number;
  readonly digits: string;
}

const mostGroupsTogether = 19;
const before = 28;
const after = 20;

const strongCodeWord = /\b(?:otp|o\.t\.p|code|ma (?:xac (?:nhan|thuc|minh)|bao mat|bi mat|kich hoat|dang nhap|pin)|pin)\b/;
const weakCodeWord = /\bma(?: so| \d so)?(?: la| cua toi la)?[\s:=]{1,3}$/;
const idWord = /\b(?:cmnd|cmt|cccd|can cuoc|chung minh|cmtnd)\b/;
const cardWord = /\b(?:the|card|visa|atm|mastercard|napas)\b/;
const money = /^[\s.,]{0,2}(?:d|dong|k|ngan|nghin|tr|trieu|vnd|cu|xi|lit)\b/;

/** Where numbers stand that have to go. */
export function findNumberCuts(plain: string, keep: Kept | undefined): readonly Cut[] {
  const runs = findRuns(plain).filter((groups) => keep !== 'unread' || !isOwnCode(groups, plain));
  return runs.flatMap((groups) => groups.flatMap((_, first) => cutsFrom(groups, first, plain, keep)));
}

function isOwnCode(groups: readonly Group[], plain: string): boolean {
  const digits = groups.map((group) => group.digits).join('');
  return mayBeOwnCode(digits, wordsBefore(plain, groups), wordsBehind(plain, groups));
}

function wordsBefore(plain: string, groups: readonly Group[]): string {
  const start = groups[0]?.start ?? 0;
  return plain.slice(Math.max(0, start - before), start);
}

function wordsBehind(plain: string, groups: readonly Group[]): string {
  const end = groups.at(-1)?.end ?? 0;
  return plain.slice(end, end + after);
}

/** Groups of digits with nothing but a separator or two between them. */
function findRuns(plain: string): readonly (readonly Group[])[] {
  const runs: Group[][] = [];
  for (const match of plain.matchAll(/\d+/g)) {
    const group = { start: match.index, end: match.index + match[0].length, digits: match[0] };
    const run = runs.at(-1);
    const last = run?.at(-1);
    const between = last === undefined ? undefined : plain.slice(last.end, group.start);
    if (run !== undefined && between !== undefined && /^[\s.\-–—_,·/•\u200b]{1,4}$/.test(between)) run.push(group);
    else runs.push([group]);
  }
  return runs;
}

function cutsFrom(groups: readonly Group[], first: number, plain: string, keep: Kept | undefined): readonly Cut[] {
  const cuts: Cut[] = [];
  const start = groups[first]?.start ?? 0;
  let digits = '';
  for (let last = first; last < Math.min(groups.length, first + mostGroupsTogether); last += 1) {
    const group = groups[last];
    if (group === undefined) break;
    digits += group.digits;
    if (digits.length > 19 && last > first) break;
    const secret = judge(digits, groups.slice(first, last + 1), plain, keep);
    if (secret !== undefined) cuts.push({ start, end: group.end, secret });
  }
  return cuts;
}

function judge(digits: string, groups: readonly Group[], plain: string, keep: Kept | undefined): Cut['secret'] | undefined {
  const lead = wordsBefore(plain, groups);
  if (isIdNumber(digits)) return 'id_number';
  if (/^\d{9}$/.test(digits) && idWord.test(lead)) return 'id_number';
  if (isCard(digits, groups, lead, keep)) return 'card';
  return isCode(digits, groups, lead, wordsBehind(plain, groups), keep) ? 'code' : undefined;
}

function isCard(digits: string, groups: readonly Group[], lead: string, keep: Kept | undefined): boolean {
  if (groups.length === 1 && holdsCard(digits)) return true;
  if (!isCardNumber(digits)) return false;
  // Domestic cards begin with 9704 and have 16 or 19 digits; accounts of this length do not.
  if (digits.length === 16 || /^9704\d{15}$/.test(digits)) return true;
  if (keep === 'account' || keep === 'unread') return false;
  const inFours = groups.slice(0, -1).every((group) => group.digits.length === 4);
  return groups.length === 1 || inFours || cardWord.test(lead);
}

// A card number with a digit too many around it is still readable to whoever steals it.
function holdsCard(digits: string): boolean {
  for (let at = 0; at + 16 <= digits.length; at += 1) {
    if (isCardNumber(digits.slice(at, at + 16))) return true;
  }
  return false;
}

function isCode(digits: string, groups: readonly Group[], lead: string, rest: string, keep: Kept | undefined): boolean {
  if (digits.length < 4 || digits.length > 8 || money.test(rest)) return false;
  const evenGroups = groups.length === 1 || groups.every((group) => group.digits.length <= 3);
  if (!evenGroups) return false;
  if (strongCodeWord.test(lead) || strongCodeWord.test(rest)) return true;
  if (keep === 'money' || keep === 'account' || keep === 'unread') return false;
  return weakCodeWord.test(lead) || /^\s{0,2}la ma\b/.test(rest);
}
