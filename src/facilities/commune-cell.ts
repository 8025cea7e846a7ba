import { communes, readAnswer } from '../understanding/mod.ts';
import type { CellReading } from './cells.ts';

/** Reads the code of a commune from its code or its name, also one from before July 2025; a name that fits several communes, or not surely this one, is refused. */
export function readCommuneCell(text: string): CellReading<string> {
  const lower = text.toLowerCase().normalize('NFC');
  const same = communes.find(({ code, fullName }) => code === text || fullName.toLowerCase() === lower);
  if (same) return { value: same.code };
  const read = readAnswer('commune', text, { now: 0, options: [] });
  if (read.kind === 'value' && !read.confirm) return { value: String(read.value) };
  const codes = read.kind === 'value' ? [read.value] : read.kind === 'choices' ? read.values : [];
  if (codes.length === 0) return 'expected one of the 64 communes, by code or name, or nothing';
  return `expected one commune for sure; it may be ${codes.map((code) => describe(String(code))).join(' or ')}: enter that code`;
}

function describe(code: string): string {
  return `${code} (${communes.find((commune) => commune.code === code)?.fullName ?? ''})`;
}
