import type { Database, Queryable } from '../database.ts';
import { migrationNames } from '../migrate.ts';
import type { Sealer } from '../seal.ts';

/** What there is in a database before something is done with all of it. */
export interface State {
  /** Names of the migrations that were applied; none: there is nothing. */
  readonly migrations: readonly string[];
  readonly contacts: number;
  /** A process has been seen a moment ago. Never true for an embedded database: whoever looks at it holds its folder. */
  readonly isRunning: boolean;
}

/** What there is before a restore, and what of it has to outlive it. */
export interface Present extends State {
  /** Rows of channel_token: refresh tokens work once, so only the newest pair is alive, never that of a backup. */
  readonly tokens: readonly TokenRow[];
  /** Whose data was erased on their wish, as the proof of consent names them, in hexadecimal. */
  readonly erased: readonly string[];
}

export interface TokenRow {
  readonly [column: string]: unknown;
  /** The whole row as JSON. */
  readonly row: string;
  /** The sealed pair, and the key that sealed it, in hexadecimal. */
  readonly pair: string;
  readonly key: string;
}

/** Longer than a process that lives is ever silent. Seconds. */
const silence = 10;

/** Looks at the database that a restore will replace; what a schema of another version holds is not kept. */
export async function readPresent(transaction: Queryable, setUp: Database['kind'], sealer: Sealer): Promise<Present> {
  const state = await readState(transaction, setUp);
  const known = await migrationNames();
  const isOfToday = state.migrations.length === known.length && known.every((name) => state.migrations.includes(name));
  if (!isOfToday) return { ...state, tokens: [], erased: [] };
  return { ...state, tokens: await readTokens(transaction, sealer), erased: await readErased(transaction) };
}

/** Looks at what there is, whatever version made it. */
export async function readState(queryable: Queryable, setUp: Database['kind']): Promise<State> {
  const migrations = await readMigrations(queryable);
  if (migrations.length === 0) return { migrations, contacts: 0, isRunning: false };
  const [counted] = await queryable.query<{ contacts: number; alive: number }>(
    `select (select count(*)::int from causo.contact) as contacts,
       (select count(*)::int from causo.process where seen_at > now() - interval '${silence} s') as alive`,
  );
  return { migrations, contacts: counted?.contacts ?? 0, isRunning: setUp === 'server' && (counted?.alive ?? 0) > 0 };
}

async function readMigrations(queryable: Queryable): Promise<readonly string[]> {
  const list = await queryable.query(`select from pg_catalog.pg_tables where schemaname = 'causo' and tablename = 'migration'`);
  if (list.length === 0) return [];
  return (await queryable.query<{ name: string }>('select name from causo.migration')).map(({ name }) => name);
}

/** Those that our keys can open. */
async function readTokens(transaction: Queryable, sealer: Sealer): Promise<readonly TokenRow[]> {
  const rows = await transaction.query<TokenRow>(
    `select to_jsonb(t)::text as row, encode(pair, 'hex') as pair, encode(substring(pair for 4), 'hex') as key from causo.channel_token t`,
  );
  return rows.filter(({ key }) => sealer.fingerprints.includes(key));
}

async function readErased(transaction: Queryable): Promise<readonly string[]> {
  const rows = await transaction.query<{ subject: string }>(`select distinct encode(subject, 'hex') as subject from causo.consent where erased_at is not null`);
  return rows.map(({ subject }) => subject);
}
