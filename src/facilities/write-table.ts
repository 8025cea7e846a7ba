import type { Facility } from '../store/facility.ts';
import { columnKeys, columns } from './columns.ts';

/** The facilities as a CSV file that spreadsheets open with their accents, and `readTable` reads back. */
export function writeCsv(facilities: readonly Facility[]): string {
  const lines = [columnKeys.map((key) => columns[key].name), ...facilities.map((facility) => columnKeys.map((key) => writeCell(facility, key)))];
  // The mark in front is how Excel knows UTF-8.
  return `\uFEFF${lines.map((cells) => `${cells.map(quoteCell).join(',')}\r\n`).join('')}`;
}

function quoteCell(text: string): string {
  return /[",;\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The facilities as a list in JSON with the names of the columns, which `readTable` reads back. */
export function writeJson(facilities: readonly Facility[]): string {
  return `${JSON.stringify(facilities.map(writeObject), null, 2)}\n`;
}

function writeObject(facility: Facility): Readonly<Record<string, unknown>> {
  const { active, closed, confirmed, seats, words, holidays, specialties } = facility;
  const cells = Object.fromEntries(columnKeys.map((key) => [columns[key].name, writeCell(facility, key)]));
  return { ...cells, words, active, closed, confirmed, holidays, specialties, seats };
}

/** A value as it stands in its cell. */
export function writeCell<Key extends keyof Facility>(facility: Facility, key: Key): string {
  return columns[key].write(facility[key]);
}
