import { stripAccents } from '../fold.ts';
import { isOneSlipApart } from '../phrase.ts';
import type { Read } from './answer.ts';
import { banks, type Bank } from './banks.ts';

// Common words in front of and behind a bank's name; none of them names one.
const skipped: ReadonlySet<string> = new Set(
  'da thua toi tui minh em con ba xai dung co la cua ngan hang nh nha nghen a ad tai khoan ben cai the day do di vi cho muon lay chon oi vn viet_nam bank'.split(' '),
);
const byName = new Map<string, string>();
for (const bank of banks) for (const name of namesOf(bank)) if (!byName.has(name)) byName.set(name, bank.id);

function namesOf(bank: Bank): readonly string[] {
  const short = squash(bank.shortName);
  const full = squash(bank.name.replace(/^Ngân hàng (?:TMCP|TNHH MTV|Thương mại TNHH MTV|TNHH|số)?/, ''));
  return [short, short.replace(/bank$/, ''), full, ...bank.aliases.map(squash)].filter((name) => name.length >= 2);
}

function squash(text: string): string {
  return stripAccents(text).replace(/[^a-z0-9]/g, '');
}

/** Finds the bank that a text names and returns its BIN; `confirm` when the spelling was only close. */
export function readBank(text: string): Read<string> | undefined {
  const words = stripAccents(text.slice(0, 100)).match(/[a-z0-9]+/g) ?? [];
  if (words.length === 0 || words.length > 12) return undefined;
  const found = [words, words.filter((word) => !skipped.has(word))].map((some) => byName.get(some.join(''))).find((bin) => bin !== undefined);
  if (found !== undefined) return { value: found };
  return readInside(words) ?? readMisspelt(words);
}

// The longest name that stands in the text as whole words; two different banks are no answer.
function readInside(words: readonly string[]): Read<string> | undefined {
  for (let length = Math.min(6, words.length); length >= 1; length -= 1) {
    const bins = new Set<string>();
    for (let start = 0; start + length <= words.length; start += 1) {
      const name = words.slice(start, start + length).join('');
      const bin = name.length >= 2 ? byName.get(name) : undefined;
      if (bin !== undefined) bins.add(bin);
    }
    if (bins.size > 1) return undefined;
    const [only] = bins;
    if (only !== undefined) return { value: only };
  }
  return undefined;
}

function readMisspelt(words: readonly string[]): Read<string> | undefined {
  const typed = words.filter((word) => !skipped.has(word)).join('');
  if (typed.length < 5 || typed.length > 20) return undefined;
  const close = new Set([...byName].filter(([name]) => name.length >= 5 && isOneSlipApart(typed, name)).map(([, bin]) => bin));
  const [only] = close;
  return close.size === 1 && only !== undefined ? { value: only, confirm: true } : undefined;
}
