import type { Read } from './answer.ts';
import { lookUpTable } from '../look-up-table.ts';

const ones: Readonly<Record<string, number>> = lookUpTable({
  khong: 0, mot: 1, hai: 2, ba: 3, bon: 4, tu: 4, nam: 5, lam: 5, nham: 5, sau: 6, bay: 7, tam: 8, chin: 9,
});

/** Reads a number below a thousand in folded words: "hai muoi lam", "tram hai" (120, read back), "ba lam" (35). */
export function readNumberWords(parts: readonly string[]): Read<number> | undefined {
  if (parts.length === 1 && parts[0] === 'nua') return { value: 0.5 };
  const at = parts.indexOf('tram');
  if (at < 0) return readBelowHundred(parts);
  const hundreds = at === 0 ? { value: 1 } : readBelowHundred(parts.slice(0, at));
  const rest = readAfterHundred(parts.slice(at + 1));
  if (hundreds === undefined || rest === undefined || hundreds.value > 9) return undefined;
  const value = hundreds.value * 100 + rest.value;
  return rest.confirm === true ? { value, confirm: true } : { value };
}

function readAfterHundred(parts: readonly string[]): Read<number> | undefined {
  const [first, second] = parts;
  if (first === undefined) return { value: 0 };
  if (/^(?:ruoi|rui)$/.test(first) && parts.length === 1) return { value: 50 };
  if (/^(?:le|linh)$/.test(first)) return readBelowHundred(parts.slice(1));
  const digit = ones[first];
  // "trăm hai" is 120 in the market and 102 nowhere, yet worth reading back.
  if (digit !== undefined && second === undefined) return { value: digit * 10, confirm: true };
  return readBelowHundred(parts);
}

function readBelowHundred(parts: readonly string[]): Read<number> | undefined {
  const [first, second, third, fourth] = parts;
  if (first === undefined || fourth !== undefined) return undefined;
  const digit = /^\d{1,2}$/.test(first) ? Number(first) : ones[first];
  if (first === 'muoi' || first === 'chuc') return third === undefined ? addOnes(10, second) : undefined;
  if (first === 'ham') return third === undefined && second !== undefined ? addOnes(20, second) : undefined;
  if (digit === undefined) return undefined;
  if (second === undefined) return { value: digit };
  if (second === 'muoi' || second === 'chuc') return addOnes(digit * 10, third);
  return third === undefined && digit > 0 && digit < 10 ? addOnes(digit * 10, second) : undefined;
}

function addOnes(tens: number, word: string | undefined): Read<number> | undefined {
  if (word === undefined) return { value: tens };
  if (/^(?:ruoi|rui)$/.test(word)) return { value: tens + 5 };
  const digit = ones[word];
  return digit === undefined ? undefined : { value: tens + digit };
}
