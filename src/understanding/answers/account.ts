import { isCardNumber, isIdNumber } from '../numbers.ts';
import type { Read } from './answer.ts';

const shortest = 6;
const longest = 19;

/** Reads the number of an account without spaces and dots. Card numbers and identity numbers are refused. */
export function readAccount(text: string): Read<string> | undefined {
  const clean = text.slice(0, 200).normalize('NFKC').replace(/\p{Cf}/gu, '');
  const numbers = clean.match(/\d(?:[\s.-]?\d)*/g)?.map((number) => number.replace(/\D/g, '')) ?? [];
  const mixed = clean.match(/[A-Za-z0-9]+/g)?.filter((word) => /[A-Za-z]/.test(word) && /\d{4}/.test(word)) ?? [];
  const [account] = mixed.length > 0 ? mixed : numbers;
  if (account === undefined || mixed.length > 1 || (mixed.length === 0 && numbers.length > 1)) return undefined;
  if (account.length < shortest || account.length > longest) return undefined;
  if (isIdNumber(account) || (account.length === 16 && isCardNumber(account))) return undefined;
  return { value: account.toUpperCase() };
}
