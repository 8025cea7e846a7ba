import { stripAccents } from '../fold.ts';
import { decodeKeyboard } from '../keyboard.ts';
import type { Read } from './answer.ts';
import { readNumberWords } from './number-words.ts';
import { lookUpTable } from '../look-up-table.ts';

const units: Readonly<Record<string, number>> = lookUpTable({
  ngan: 1e3, nghin: 1e3, k: 1e3, ng: 1e3, xi: 1e5, lit: 1e5, trieu: 1e6, tr: 1e6, cu: 1e6, ty: 1e9, ti: 1e9, toi: 1e9,
});
const slang: ReadonlySet<string> = new Set(['lit', 'toi', 'ng']);
const skipped: ReadonlySet<string> = new Set(
  'vnd dong d tien da thua nha nghen nghe nhe con a ad la gia tra cho het tong cong chan ah oi thoi so khoang tam_khoang do di em the vay luon nhan lay ban'.split(' '),
);
const numberPart = /^(?:\d[\d.,]*|mot|mốt|hai|ba|bon|tu|nam|lam|nham|sau|bay|tam|chin|muoi|chuc|ham|tram|le|linh|khong|ruoi|rui|nua)$/;

interface Sum {
  readonly total: number;
  readonly unit: number | undefined;
  readonly pending: readonly string[];
  readonly confirm: boolean;
}

/** Reads an amount in whole đồng, as people say and type it; `confirm` when it can be meant otherwise. */
export function readMoney(text: string): Read<number> | undefined {
  const folded = stripAccents(text.slice(0, 120)).trim();
  if (/[-–—~+%$€*/]/.test(folded)) return undefined;
  const tokens = joinGroups(folded.match(/\d[\d.,]*|\p{L}+/gu) ?? []).map(decodeToken).filter((token) => !skipped.has(token));
  if (tokens.length === 0 || tokens.length > 20) return undefined;
  const sum = addUp(tokens);
  return sum === undefined ? undefined : finish(sum);
}

function decodeToken(token: string): string {
  if (units[token] !== undefined || numberPart.test(token) || skipped.has(token)) return token;
  const decoded = decodeKeyboard(token);
  return decoded === undefined ? token : stripAccents(decoded);
}

// "50 000" is one number, "50 60" is none.
function joinGroups(tokens: readonly string[]): readonly string[] {
  const joined: string[] = [];
  for (const token of tokens) {
    const last = joined.at(-1);
    if (last !== undefined && /^\d{1,3}(?:\d{3})*$/.test(last) && /^\d{3}$/.test(token)) joined[joined.length - 1] = last + token;
    else joined.push(token);
  }
  return joined;
}

function addUp(tokens: readonly string[]): Sum | undefined {
  let sum: Sum | undefined = { total: 0, unit: undefined, pending: [], confirm: false };
  for (const token of tokens) {
    sum = units[token] === undefined ? addPart(sum, token) : closeUnit(sum, token, units[token]);
    if (sum === undefined) return undefined;
  }
  return sum;
}

function addPart(sum: Sum, token: string): Sum | undefined {
  return numberPart.test(token) ? { ...sum, pending: [...sum.pending, token] } : undefined;
}

function closeUnit(sum: Sum, token: string, unit: number): Sum | undefined {
  // "triệu hai trăm ngàn" counts down; "năm ngàn triệu" is no amount that anybody types here.
  if (sum.unit !== undefined && unit >= sum.unit) return undefined;
  const number = sum.pending.length === 0 ? { value: 1 } : readNumber(sum.pending);
  if (number === undefined) return undefined;
  const confirm = sum.confirm || number.confirm === true || slang.has(token);
  return { total: sum.total + number.value * unit, unit, pending: [], confirm };
}

function readNumber(parts: readonly string[]): Read<number> | undefined {
  const first = parts[0];
  if (parts.length === 1 && first !== undefined && /^\d/.test(first)) return readDigits(first);
  if (parts.length === 2 && first !== undefined && /^\d/.test(first) && /^(?:tram|chuc)$/.test(parts[1] ?? '')) {
    const digits = readDigits(first);
    return digits === undefined ? undefined : { value: digits.value * (parts[1] === 'tram' ? 100 : 10) };
  }
  return readNumberWords(parts);
}

/** "50.000", "1,200,000" group thousands; "1,2" and "1.5" have decimals. */
function readDigits(token: string): Read<number> | undefined {
  const digits = token.replace(/[.,]+$/, '');
  if (/^\d{1,15}$/.test(digits)) return { value: Number(digits) };
  if (/^\d{1,3}(?:[.,]\d{3}){1,4}$/.test(digits)) return { value: Number(digits.replace(/[.,]/g, '')) };
  if (/^\d{1,6}[.,]\d{1,2}$/.test(digits)) return { value: Number(digits.replace(',', '.')) };
  return undefined;
}

function finish(sum: Sum): Read<number> | undefined {
  const rest = sum.unit === undefined ? readWhole(sum.pending) : readRest(sum.pending, sum.unit);
  if (rest === undefined) return undefined;
  const value = Math.round(sum.total + rest.value);
  if (value <= 0 || value > 1e12) return undefined;
  return sum.confirm || rest.confirm === true ? { value, confirm: true } : { value };
}

// Nobody pays fifty đồng: a small number without a unit means thousands, but is read back.
function readWhole(parts: readonly string[]): Read<number> | undefined {
  const number = readNumber(parts);
  if (number === undefined || number.value <= 0) return undefined;
  return number.value < 1000 ? { value: number.value * 1000, confirm: true } : number;
}

// What stands behind the last unit: "1 triệu 2" = 1.200.000, "1tr250" = 1.250.000, "15 ngàn rưỡi" = 15.500.
function readRest(parts: readonly string[], unit: number): Read<number> | undefined {
  if (parts.length === 0) return { value: 0 };
  if (parts.length === 1 && /^(?:ruoi|rui)$/.test(parts[0] ?? '')) return { value: unit / 2 };
  const separate = parts[0] === 'le' || parts[0] === 'linh';
  const number = readNumber(separate ? parts.slice(1) : parts);
  if (number === undefined || number.value <= 0) return undefined;
  if (number.value >= 1000) return number.value < unit ? number : undefined;
  if (separate) return { value: (number.value * unit) / 1000, confirm: true };
  const share = number.value < 10 ? 10 : number.value < 100 ? 100 : 1000;
  return { value: (number.value * unit) / share, ...(number.confirm === true && { confirm: true as const }) };
}
