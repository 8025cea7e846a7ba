import { open, rename, writeFile, type FileHandle } from 'node:fs/promises';
import { resolve } from 'node:path';
import { dayIn } from '../services/local-time.ts';
import type { FacilityDesk } from '../store/facility-desk.ts';
import type { StoredFacility } from '../store/facilities.ts';
import type { FacilityCommand } from './command.ts';
import { planChanges, type Plan } from './plan.ts';
import { readFacilities, type RowFault } from './read-facilities.ts';
import { largestFile, readTable, TableFault } from './table.ts';
import { writeCsv, writeJson } from './write-table.ts';

type Say = (line: string) => void;
type Work = Exclude<FacilityCommand, { readonly name: 'help' }>;

/** Does what was asked of the facilities. False: it was not done, and why was said. Throws a `TableFault` for a file that is no table. */
export async function runFacilityCommand(command: Work, desk: FacilityDesk, now: Date, say: Say): Promise<boolean> {
  switch (command.name) {
    case 'list':
      return list(await desk.list(), say);
    case 'export':
      return exportTo(command.file, await desk.list(), say);
    case 'import':
      return importFrom(command, desk, now, say);
    case 'close':
    case 'open':
      return setClosed(command, desk, say);
  }
}

function list(facilities: readonly StoredFacility[], say: Say): boolean {
  for (const facility of facilities) say(`${facility.id.padEnd(24)} ${facility.name} (${describe(facility)})`);
  const open = facilities.filter(({ active }) => active).length;
  const unchecked = facilities.filter(({ confirmed }) => !confirmed).length;
  say(`${facilities.length} places, ${open} of them offered, ${unchecked} to be checked by a person. The health stations of the 64 communes need no row.`);
  return true;
}

function describe({ closed, active, mode, confirmed, checkedOn }: StoredFacility): string {
  const state = closed ? 'closed' : active ? 'offered' : 'not offered';
  return `${state}, ${mode}, ${confirmed ? 'confirmed' : 'to be checked'}, looked at on ${checkedOn}`;
}

/** Whole or not at all: a file that is there already is replaced by a whole one. */
async function exportTo(name: string, facilities: readonly StoredFacility[], say: Say): Promise<boolean> {
  const file = resolve(name);
  await writeFile(`${file}.part`, file.toLowerCase().endsWith('.json') ? writeJson(facilities) : writeCsv(facilities));
  await rename(`${file}.part`, file);
  say(`${file}: ${facilities.length} places`);
  return true;
}

async function importFrom({ file, skipsWrong, isDry }: Extract<Work, { readonly name: 'import' }>, desk: FacilityDesk, now: Date, say: Say): Promise<boolean> {
  const table = readTable(await readBounded(resolve(file)));
  const current = await desk.list();
  const { facilities, faults, wrong } = readFacilities(table, current, dayIn(now));
  sayFaults(faults, say);
  const plan = planChanges(facilities, current);
  if (wrong > 0 && !skipsWrong) {
    say(`${wrong} of ${table.rows.length} rows are wrong, so nothing was taken. Mend them, or add --skip-wrong to take the others.`);
    return false;
  }
  sayPlan(plan, isDry, say);
  if (wrong > 0) say(`${wrong} wrong rows ${isDry ? 'would be' : 'were'} left out.`);
  return isDry || save([...plan.added, ...plan.changed.map(({ facility }) => facility)], desk, say);
}

/** No larger file is read. */
async function readBounded(file: string): Promise<Uint8Array> {
  const handle = await open(file).catch((error: unknown) => refuseFile(file, error));
  try {
    const { size, isFile } = await describeFile(handle);
    if (!isFile) throw new TableFault(`Expected a file, ${file} is none`);
    if (size > largestFile) throw new TableFault(`Expected at most ${largestFile / 1_000_000} MB, the file has ${(size / 1_000_000).toFixed(1)} MB`);
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

async function describeFile(handle: FileHandle): Promise<{ readonly size: number; readonly isFile: boolean }> {
  const stats = await handle.stat();
  return { size: stats.size, isFile: stats.isFile() };
}

function refuseFile(file: string, error: unknown): never {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') throw new TableFault(`Expected a file, there is none at ${file}`, { cause: error });
  throw error;
}

const mostFaultsShown = 200;

function sayFaults(faults: readonly RowFault[], say: Say): void {
  for (const { place, column, expected, got } of faults.slice(0, mostFaultsShown)) say(`${place}, ${column}: ${expected}, got ${shorten(got)}`);
  if (faults.length > mostFaultsShown) say(`… and ${faults.length - mostFaultsShown} more faults`);
}

function shorten(text: string): string {
  return text === '' ? 'nothing' : JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}

function sayPlan({ added, changed, same }: Plan, isDry: boolean, say: Say): void {
  for (const { id, name } of added) say(`+ ${id}: ${name}`);
  for (const { facility, columns, closes } of changed) say(`~ ${facility.id}: ${columns.join(', ')}${closes ? ' (closes: people with an appointment there are told)' : ''}`);
  say(`${isDry ? 'Would add' : 'Adding'} ${added.length}, ${isDry ? 'change' : 'changing'} ${changed.length}, ${isDry ? 'leave' : 'leaving'} ${same} as they are.`);
}

async function setClosed({ name, id }: Extract<Work, { readonly name: 'close' | 'open' }>, desk: FacilityDesk, say: Say): Promise<boolean> {
  const facility = (await desk.list()).find((known) => known.id === id);
  const closed = name === 'close';
  if (!facility) {
    say(`Expected the id of a place, got ${shorten(id)}; npm run data -- facilities list shows all`);
    return false;
  }
  if (facility.closed === closed) {
    say(`${facility.name} is ${closed ? 'closed' : 'not closed'} already.`);
    return true;
  }
  const saved = await save([{ ...facility, closed, active: !closed }], desk, say);
  if (saved) say(`${facility.name} is ${closed ? 'closed and not offered any more' : 'open and offered again'}.`);
  return saved;
}

async function save(facilities: readonly StoredFacility[], desk: FacilityDesk, say: Say): Promise<boolean> {
  if (facilities.length === 0) return true;
  const { stale, told } = await desk.save(facilities);
  if (stale.length > 0) {
    say(`Somebody else has changed ${stale.slice(0, 10).join(', ')} at this very moment, so nothing was saved; try again.`);
    return false;
  }
  if (told > 0) say(`${told} people with an appointment at a place that has closed are told.`);
  return true;
}
