import { randomBytes } from 'node:crypto';
import { PGlite } from '@electric-sql/pglite';
import { Client } from 'pg';
import type { Database } from '../../src/store/database.ts';
import { fromPGlite } from '../../src/store/embedded.ts';
import { migrate } from '../../src/store/migrate.ts';
import { openPostgres, type PostgresLimits } from '../../src/store/postgres.ts';
import { loadTemplate } from './database-template.ts';
import type { TestSetUp } from './set-ups.ts';

/** A database of its own for one test file, with all tables. */
export interface TestDatabase {
  readonly database: Database;
  /** For more connections to the same database; only on a server. */
  readonly url: string | undefined;
  drop(): Promise<void>;
}

/** Only for what hangs: what a busy machine does slowly is no fault. Milliseconds. */
export const patientLimits: PostgresLimits = {
  connectionTimeoutMillis: 240_000,
  lock_timeout: 240_000,
  statement_timeout: 240_000,
  idle_in_transaction_session_timeout: 240_000,
  query_timeout: 250_000,
};

/** One more pool of connections to a test database, as another process has one. */
export function openPatiently(url: string): Promise<Database> {
  return openPostgres(url, () => undefined, patientLimits);
}

export async function openTestDatabase(setUp: TestSetUp): Promise<TestDatabase> {
  const opened = setUp.databaseUrl === undefined ? await openInMemory() : await createOnServer(setUp.databaseUrl);
  await migrate(opened.database, new Date());
  return opened;
}

async function openInMemory(): Promise<TestDatabase> {
  const database = fromPGlite(await PGlite.create({ loadDataDir: await loadTemplate() }));
  return { database, url: undefined, drop: () => database.close() };
}

async function createOnServer(server: string): Promise<TestDatabase> {
  const name = `causo_test_${randomBytes(6).toString('hex')}`;
  await onServer(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const database = await openPatiently(url.href);
  return {
    database,
    url: url.href,
    drop: async () => {
      await database.close();
      await onServer(server, `drop database ${name} with (force)`);
    },
  };
}

async function onServer(server: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Empties all tables but the list of migrations. */
export async function emptyTables(database: Database): Promise<void> {
  const tables = await database.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'causo' and table_name <> 'migration'`,
  );
  await database.query(`truncate ${tables.map(({ name }) => `causo.${name}`).join(', ')} cascade`);
}
