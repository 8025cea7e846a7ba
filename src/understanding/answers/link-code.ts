import type { Read } from './answer.ts';
import { readSpokenDigits } from './spoken-digits.ts';
import { tokenise } from './tokens.ts';

const length = 8;

/** The shortest run of digits that may be another number; shorter ones are counts and words like "2 cái". */
const shortestNumber = 4;

/**
 * Reads a code for joining two accounts: eight digits, however they are grouped, or dictated in words. Nothing when
 * another number stands beside it.
 */
export function readLinkCode(text: string): Read<string> | undefined {
  const clean = text.slice(0, 200).normalize('NFKC').replace(/\p{Cf}/gu, '');
  const written = (clean.match(/\d(?:[\s.,-]{0,2}\d)*/g) ?? []).map((run) => run.replace(/\D/g, ''));
  const numbers = written.length > 0 ? written : readSpokenDigits(tokenise(clean));
  const [code, ...others] = numbers.filter((digits) => digits.length >= shortestNumber);
  return code?.length === length && others.length === 0 ? { value: code } : undefined;
}
