/**
 * A backup is a gzip file of lines, each one JSON value:
 *   head                   → what it is, from when, which key it needs, how many rows each table has
 *   { table, columns, … }  → the rows that follow belong here
 *   ["1","vi",null,…]      → one row; every value as PostgreSQL writes it as text
 *   { end }                → SHA-256 of all bytes before this line
 * Rows are sealed exactly as they are in the database.
 */

export const format = 'cau-so-backup';
export const formatVersion = 1;

export interface Head {
  readonly format: typeof format;
  readonly formatVersion: number;
  /** ISO 8601. */
  readonly madeAt: string;
  /** The whole state after the assistant was stopped, or what it was at one moment of its work. */
  readonly kind: BackupKind;
  readonly setUp: 'embedded' | 'server';
  /** Names of the migrations that made its tables. */
  readonly migrations: readonly string[];
  /** Fingerprints, in hexadecimal, of the keys that sealed its rows. */
  readonly keys: readonly string[];
  /** Table → number of rows. */
  readonly rows: Readonly<Record<string, number>>;
}

export type BackupKind = 'backup' | 'export';

export interface TableLine {
  readonly table: string;
  readonly columns: readonly string[];
  /** Identity column → the next number that it gives. */
  readonly next: Readonly<Record<string, number>>;
}

/** Something is wrong with a backup file; the text says what, and what to do. */
export class BackupFault extends Error {
  override readonly name = 'BackupFault';
}

/** Reads the head. Throws a `BackupFault` for what no program, or only a newer one, can have written as a head. */
export function readHead(line: string): Head {
  const value = parse(line);
  if (!isRecord(value) || value['format'] !== format) throw notABackup();
  if (value['formatVersion'] !== formatVersion) {
    throw new BackupFault(`Expected a backup of format ${formatVersion}, found ${String(value['formatVersion'])}; use the program that made it, or a newer one`);
  }
  if (!isHead(value)) throw damaged('its head is not complete');
  return value;
}

function isHead(value: Readonly<Record<string, unknown>>): value is Readonly<Record<string, unknown>> & Head {
  const { madeAt, kind, setUp, migrations, keys, rows } = value;
  return (
    typeof madeAt === 'string' &&
    !Number.isNaN(Date.parse(madeAt)) &&
    (kind === 'backup' || kind === 'export') &&
    (setUp === 'embedded' || setUp === 'server') &&
    isTexts(migrations) &&
    isTexts(keys) &&
    isCounts(rows)
  );
}

/** One of the lines after the head. */
export type Line =
  | { readonly type: 'table'; readonly table: TableLine }
  | { readonly type: 'row'; readonly values: number }
  | { readonly type: 'end'; readonly checksum: string };

/** Tells what a line is; `values` is how many values a row has. */
export function readLine(line: string): Line {
  const value = parse(line);
  if (Array.isArray(value)) return { type: 'row', values: value.length };
  if (isRecord(value) && typeof value['end'] === 'string') return { type: 'end', checksum: value['end'] };
  if (isRecord(value) && isTableLine(value)) return { type: 'table', table: value };
  throw damaged('a line in it is none of a backup');
}

function isTableLine(value: Readonly<Record<string, unknown>>): value is Readonly<Record<string, unknown>> & TableLine {
  return typeof value['table'] === 'string' && isTexts(value['columns']) && isCounts(value['next']);
}

export function notABackup(): BackupFault {
  return new BackupFault('Expected a file made by npm run data -- backup or export, found something else');
}

export function damaged(how: string): BackupFault {
  return new BackupFault(`Expected a whole backup, but this file is damaged: ${how}; take another one`);
}

export function truncated(): BackupFault {
  return new BackupFault('Expected a whole backup, but the end of this file is missing: it was cut off while it was written or copied; take another one');
}

/** Undefined when it is no JSON. */
function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isCounts(value: unknown): value is Readonly<Record<string, number>> {
  return isRecord(value) && Object.values(value).every((count) => Number.isSafeInteger(count) && Number(count) >= 0);
}
