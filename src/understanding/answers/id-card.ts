import { isIdNumber } from '../numbers.ts';
import type { Read } from './answer.ts';
import { readSpokenDigits } from './spoken-digits.ts';
import { tokenise } from './tokens.ts';

/**
 * Notices the number of an identity card: twelve digits, or "cmnd:" and nine for an old card. Only to mask it and to say
 * that it is not needed; no flow asks for it.
 */
export function readIdCard(text: string): Read<string> | undefined {
  const clean = text.slice(0, 200).normalize('NFKC').replace(/\p{Cf}/gu, '').replace(/(?<![\p{L}\p{M}])[oO](?=\d{5})/gu, '0');
  const written = (clean.match(/(?<![\p{L}\d])\d(?:[\s.-]{0,2}\d)*/gu) ?? []).map((run) => run.replace(/\D/g, ''));
  const numbers = written.some((digits) => digits.length >= 6) ? written : readSpokenDigits(tokenise(clean));
  const card = numbers.find(isIdNumber);
  if (card !== undefined) return { value: card };
  const old = numbers.find((digits) => /^\d{9}$/.test(digits));
  if (old === undefined) return undefined;
  const named = /cmnd|cmt|ch[uứ]ng minh/iu.test(clean);
  return named ? { value: `cmnd:${old}` } : { value: `cmnd:${old}`, confirm: true };
}
