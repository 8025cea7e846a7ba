import { z } from 'zod';
import { communeOfStation } from '../services/clinic/mod.ts';
import type { StoredFacility } from '../store/facilities.ts';
import { facilityShape, type Facility } from '../store/facility.ts';
import { foldPhrase } from './cells.ts';
import { checkTogether } from './check-together.ts';
import { columnKeys, columns } from './columns.ts';
import { TableFault, type Table, type TableRow } from './table.ts';

/** What is wrong with a cell or a row. */
export interface RowFault {
  /** "line 3" or "entry 3". */
  readonly place: string;
  readonly column: string;
  /** Begins with "expected". */
  readonly expected: string;
  readonly got: string;
}

export interface ReadFacilities {
  readonly facilities: readonly StoredFacility[];
  readonly faults: readonly RowFault[];
  /** How many rows have faults. */
  readonly wrong: number;
}

const columnNames = columnKeys.map((key) => columns[key].name);

/**
 * Reads a table into facilities. A column that the file does not have stays as it is in `current`, or as usual where the
 * facility is new. `today`: ISO day. Throws a `TableFault` for columns that nobody knows.
 */
export function readFacilities(table: Table, current: readonly StoredFacility[], today: string): ReadFacilities {
  refuseColumns(table.columns);
  const known = new Map(current.map((facility) => [facility.id, facility]));
  const read = table.rows.map((row) => readRow(row, known, today)).map((row) => refuseTwice(row, table.rows));
  return {
    facilities: read.flatMap(({ facility, faults }) => (facility && faults.length === 0 ? [facility] : [])),
    faults: read.flatMap(({ faults }) => faults),
    wrong: read.filter(({ faults }) => faults.length > 0).length,
  };
}

function refuseColumns(names: readonly string[]): void {
  const unknown = names.filter((name) => !columnNames.includes(name)).map((name) => JSON.stringify(name.slice(0, 40)));
  if (unknown.length > 0) throw new TableFault(`Expected columns out of ${columnNames.join(', ')}; got ${unknown.slice(0, 10).join(', ')}`);
  if (!names.includes('id')) throw new TableFault('Expected a column id');
}

interface ReadRow {
  readonly row: TableRow;
  readonly facility: StoredFacility | undefined;
  readonly faults: readonly RowFault[];
}

/** Which of the two is meant nobody knows, so that both are wrong. */
function refuseTwice(read: ReadRow, rows: readonly TableRow[]): ReadRow {
  const id = idOf(read.row);
  const other = id === '' ? undefined : rows.find((row) => row !== read.row && idOf(row) === id);
  return other ? { ...read, faults: [...read.faults, fault(read.row, 'id', `expected each id once, ${other.place} has it too`)] } : read;
}

function idOf({ cells }: TableRow): string {
  return (cells['id'] ?? '').trim();
}

function fault(row: TableRow, column: string, expected: string): RowFault {
  return { place: row.place, column, expected, got: row.cells[column] ?? '' };
}

function readRow(row: TableRow, known: ReadonlyMap<string, StoredFacility>, today: string): ReadRow {
  const before = known.get(idOf(row));
  const cells = readCells(row);
  const missing = before ? [] : (['name', 'kind', 'checked_on'] as const).filter((name) => row.cells[name] === undefined).map((name) => fault(row, name, `expected a column ${name}, since this facility is new`));
  const faults = [...cells.faults, ...missing];
  if (faults.length > 0) return { row, facility: undefined, faults };
  const facility = { ...facilityShape.parse(complete({ ...(before ?? usual), ...cells.values }, row)), version: before?.version ?? 0 };
  return { row, facility, faults: checkTogether(facility, today).map(({ column, expected }) => fault(row, column, expected)) };
}

interface ReadCells {
  readonly values: Readonly<Record<string, unknown>>;
  readonly faults: readonly RowFault[];
}

/** Every cell that is there, all faults at once. */
function readCells(row: TableRow): ReadCells {
  const present = columnKeys.filter((key) => row.cells[columns[key].name] !== undefined);
  const read = z.object(Object.fromEntries(present.map((key) => [key, columns[key].read]))).safeParse(Object.fromEntries(present.map((key) => [key, row.cells[columns[key].name] ?? ''])));
  if (read.success) return { values: read.data, faults: [] };
  const nameOf = new Map<PropertyKey, string>(columnKeys.map((key) => [key, columns[key].name]));
  return { values: {}, faults: read.error.issues.map(({ path, message }) => fault(row, nameOf.get(path[0] ?? '') ?? '', message)) };
}

/** What is taken of a new facility where the file says nothing. */
const usual: Partial<Facility> = {
  words: [],
  formerDistrict: null,
  commune: null,
  active: true,
  closed: false,
  confirmed: false,
  source: '',
  mode: 'request',
  opening: null,
  holidays: [],
  specialties: [],
  seatSize: 'half_day',
  seats: 0,
  connector: null,
};

/** What follows from the rest where the file does not say it. */
function complete(values: Readonly<Record<string, unknown>>, { cells }: TableRow): Readonly<Record<string, unknown>> {
  const { id, name, words, commune, closed, active } = values;
  return {
    ...values,
    words: Array.isArray(words) && words.length === 0 ? [foldPhrase(String(name)).value.slice(0, 60).trim()] : words,
    commune: commune ?? communeOfStation(String(id)) ?? null,
    active: closed === true && cells['active'] === undefined ? false : active,
  };
}
