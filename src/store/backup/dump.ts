import { createHash } from 'node:crypto';
import type { Database, Queryable } from '../database.ts';
import { nextNumber, quote, readTables, type Table } from './catalog.ts';
import { writeBackupFile } from './file.ts';
import { format, formatVersion, type BackupKind, type Head, type TableLine } from './format.ts';

export interface DumpSettings {
  readonly kind: BackupKind;
  readonly now: Date;
}

/** So many characters are fetched at once, more or less. */
const portion = 1_000_000;
const mostRows = 2_000;

/** Makes a backup of one moment, while others go on, and puts it into a file. An older file of that name is replaced. */
export function makeBackup(database: Database, file: string, settings: DumpSettings): Promise<void> {
  return dump(database, settings, (lines) => writeBackupFile(file, lines));
}

/** Gives the lines of a backup, as they were at one moment, to `write` inside of one transaction. */
async function dump(database: Database, settings: DumpSettings, write: (lines: AsyncIterable<string>) => Promise<void>): Promise<void> {
  const work = async (transaction: Queryable): Promise<void> => {
    // Before anything is looked at: a migration that is under way ends first, and the next one waits for us.
    await transaction.query('set transaction isolation level repeatable read, read only');
    await transaction.query('lock table causo.migration in row share mode');
    return write(dumpLines(transaction, database.kind, settings));
  };
  return database.transaction(work, { isPatient: true });
}

/** The lines of a backup; the caller sees to it that nothing changes meanwhile. */
export async function* dumpLines(transaction: Queryable, setUp: Database['kind'], settings: DumpSettings): AsyncGenerator<string> {
  await writeTextsAlike(transaction);
  const tables = await readTables(transaction);
  const hash = createHash('sha256');
  const checked = (line: string): string => {
    hash.update(line);
    return line;
  };
  yield checked(`${JSON.stringify(await readState(transaction, setUp, settings, tables))}\n`);
  for (const table of tables) {
    yield checked(`${JSON.stringify(await describe(transaction, table))}\n`);
    for await (const lines of readRows(transaction, table)) yield checked(lines);
  }
  yield `${JSON.stringify({ end: hash.digest('hex') })}\n`;
}

/** Whatever a server is set to, its values look the same in the file. */
async function writeTextsAlike(transaction: Queryable): Promise<void> {
  for (const setting of [`timezone = 'UTC'`, `datestyle = 'ISO, YMD'`, `intervalstyle = 'postgres'`, `bytea_output = 'hex'`, 'extra_float_digits = 1']) {
    await transaction.query(`set local ${setting}`);
  }
}

async function readState(transaction: Queryable, setUp: Database['kind'], { kind, now }: DumpSettings, tables: readonly Table[]): Promise<Head> {
  const migrations = await transaction.query<{ name: string }>('select name from causo.migration order by name');
  const keys = await transaction.query<{ key: string }>(`select encode(fingerprint, 'hex') as key from causo.data_key order by 1`);
  const rows: Record<string, number> = {};
  for (const { name } of tables) {
    const [counted] = await transaction.query<{ count: number }>(`select count(*) as count from causo.${quote(name)}`);
    rows[name] = counted?.count ?? 0;
  }
  return {
    format,
    formatVersion,
    madeAt: now.toISOString(),
    kind,
    setUp,
    migrations: migrations.map(({ name }) => name),
    keys: keys.map(({ key }) => key),
    rows,
  };
}

async function describe(transaction: Queryable, { name, columns }: Table): Promise<TableLine> {
  const next: Record<string, number> = {};
  for (const column of columns.filter(({ isIdentity }) => isIdentity)) {
    next[column.name] = await nextNumber(transaction, name, column.name);
  }
  return { table: name, columns: columns.map((column) => column.name), next };
}

/** The database makes the lines itself, which costs a quarter of taking each value across. */
async function* readRows(transaction: Queryable, { name, columns }: Table): AsyncGenerator<string> {
  const values = columns.map((column) => `${quote(column.name)}::text`).join(', ');
  await transaction.query(`declare backup_rows no scroll cursor for select json_build_array(${values})::text as line from causo.${quote(name)}`);
  let wanted = 20;
  for (;;) {
    const rows = await transaction.query<{ line: string }>(`fetch ${wanted} from backup_rows`);
    if (rows.length === 0) break;
    const lines = `${rows.map(({ line }) => line).join('\n')}\n`;
    // Pictures are a thousand times as long as other rows.
    wanted = Math.min(mostRows, Math.max(1, Math.floor((portion * rows.length) / lines.length)));
    yield lines;
  }
  await transaction.query('close backup_rows');
}
