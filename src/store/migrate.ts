import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../root.ts';
import { advisoryLocks } from './advisory-locks.ts';
import type { Database, Queryable } from './database.ts';

const folder = join(projectRoot, 'src/store/migrations');

/** Called in the transaction of a migration, before it changes tables that hold something; a throw ends it. */
export type BeforeChange = (transaction: Queryable, next: string) => Promise<void>;

/** Brings the schema to this program's level, one process at a time. Refuses a schema that is newer than the program. */
export async function migrate(database: Database, now: Date, beforeChange?: BeforeChange): Promise<void> {
  const files = await migrationNames();
  const work = async (transaction: Queryable): Promise<void> => {
    await lockMigrations(transaction);
    const done = await appliedNames(transaction);
    refuseNewer(done, files);
    const [next] = files.filter((name) => !done.includes(name));
    if (next === undefined) return;
    if (done.length > 0) await beforeChange?.(transaction, next);
    await applyMigrations(transaction, files, now);
  };
  await database.transaction(work, { isPatient: true });
}

/** Names of all migrations of this program, in their order. */
export async function migrationNames(): Promise<readonly string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
}

/** Until the transaction ends nobody else changes the tables; other processes that start wait for it. */
export async function lockMigrations(transaction: Queryable): Promise<void> {
  await transaction.query('select pg_advisory_xact_lock($1)', [advisoryLocks.migrations]);
}

/** Applies those of the named migrations that were not yet. The caller holds the lock. */
export async function applyMigrations(transaction: Queryable, names: readonly string[], now: Date): Promise<void> {
  const done = await appliedNames(transaction);
  // Whoever makes a backup holds the list, so that its tables stay as they are.
  await transaction.query('lock table causo.migration in exclusive mode');
  for (const name of names.filter((file) => !done.includes(file))) await apply(transaction, name, now);
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
