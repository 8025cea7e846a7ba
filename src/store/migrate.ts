import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../root.ts';
import type { Database, Queryable } from './database.ts';

const folder = join(projectRoot, 'src/store/migrations');

/** Any number: it only has to be the same in all processes. */
const lockNumber = 960_001;

/** Brings the schema to this program's level, one process at a time. Refuses a schema that is newer than the program. */
export async function migrate(database: Database, now: Date): Promise<void> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  const work = async (transaction: Queryable): Promise<void> => {
    await transaction.query('select pg_advisory_xact_lock($1)', [lockNumber]);
    const done = await appliedNames(transaction);
    refuseNewer(done, files);
    for (const file of files.filter((name) => !done.includes(name))) await apply(transaction, file, now);
  };
  await database.transaction(work, { isPatient: true });
}

async function appliedNames(transaction: Queryable): Promise<readonly string[]> {
  // Looked up by a query of its own: "if not exists" alone may judge by a view from before the lock was waited for.
  const known = await transaction.query(`select from pg_catalog.pg_tables where schemaname = 'causo' and tablename = 'migration'`);
  if (known.length === 0) await createList(transaction);
  const rows = await transaction.query<{ name: string }>('select name from causo.migration order by name');
  return rows.map(({ name }) => name);
}

async function createList(transaction: Queryable): Promise<void> {
  await transaction.query('create schema if not exists causo');
  await transaction.query('create table if not exists causo.migration (name text primary key, applied_at timestamptz not null)');
}

function refuseNewer(done: readonly string[], files: readonly string[]): void {
  const unknown = done.filter((name) => !files.includes(name));
  if (unknown.length === 0) return;
  throw new Error(
    `Expected a database of this program's version or older, found migration ${unknown.at(-1)}; start the newer program`,
  );
}

async function apply(transaction: Queryable, file: string, now: Date): Promise<void> {
  const script = await readFile(join(folder, file), 'utf8');
  for (const statement of statements(script)) await transaction.query(statement);
  await transaction.query('insert into causo.migration (name, applied_at) values ($1, $2)', [file, now]);
}

/** Our migrations hold plain statements only: no semicolon inside a string, a comment or a function body. */
function statements(script: string): readonly string[] {
  return script
    .replace(/--.*$/gm, '')
    .split(';')
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}
