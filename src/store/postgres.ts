import pg from 'pg';
import type { Database, Queryable, Row, TransactionOptions } from './database.ts';
import { stayConnected } from './postgres-stay.ts';

// Our ids stay far below 2^53, so plain numbers are safe.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** What is ended because it takes too long. Milliseconds. */
export interface PostgresLimits {
  readonly connectionTimeoutMillis: number;
  readonly lock_timeout: number;
  readonly statement_timeout: number;
  readonly idle_in_transaction_session_timeout: number;
  /** For a line that swallows everything: a server that is there has ended the statement before. */
  readonly query_timeout: number;
}

/** No turn waits longer than 1.3 s, so what holds one up for longer is better ended. */
export const usualLimits: PostgresLimits = {
  connectionTimeoutMillis: 3_000,
  lock_timeout: 1_000,
  statement_timeout: 5_000,
  idle_in_transaction_session_timeout: 10_000,
  query_timeout: 6_000,
};

/** What the driver says when nothing came back within `query_timeout`; the statement still occupies the connection. */
const swallowed = 'Query read timeout';

/** Opens PostgreSQL 15 or newer. `fault` hears of lost idle connections; the pool replaces them. */
export async function openPostgres(url: string, fault: (error: Error) => void, limits = usualLimits): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    ...limits,
    // A plan made while a table was empty would stay for ever otherwise.
    options: '-c plan_cache_mode=force_generic_plan',
  });
  pool.on('error', fault);
  await checkVersion(pool);
  return {
    kind: 'server',
    query: queryOn(pool),
    transaction: (work, options) => transaction(pool, work, options),
    script: async (text) => {
      await pool.query(text);
    },
    notify: async (topic, payloads) => {
      await pool.query(`select pg_notify($1, payload) from unnest($2::text[]) as payload`, [topic, payloads]);
    },
    listen: (topic, heard, missed) => stayConnected({ url, fault, limits, prepare: (client) => listen(client, topic, heard), back: missed }),
    stay: (prepare) => stayConnected({ url, fault, limits, prepare: (client) => prepare({ query: queryOn(client) }), back: () => undefined }),
    close: () => pool.end(),
  };
}

async function checkVersion(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ version: number }>(`select current_setting('server_version_num')::int as version`);
  const version = rows[0]?.version ?? 0;
  if (version < 150_000) throw new Error(`Expected PostgreSQL 15 or newer at DATABASE_URL, found ${Math.floor(version / 10_000)}`);
}

async function listen(client: pg.Client, topic: string, heard: (payload: string) => void): Promise<void> {
  client.on('notification', ({ payload }) => heard(payload ?? ''));
  await client.query(`listen ${client.escapeIdentifier(topic)}`);
}

const dayMilliseconds = 86_400_000;

function queryOn(client: pg.Pool | pg.ClientBase, isPatient = false): Queryable['query'] {
  const patience = isPatient ? { query_timeout: dayMilliseconds } : {};
  return async <T extends Row>(text: string, parameters: readonly unknown[] = [], name?: string) => {
    const result = await client.query<T>({ text, values: [...parameters], ...(name ? { name } : {}), ...patience });
    return result.rows;
  };
}

type Work<T> = (transaction: Queryable) => Promise<T>;

async function transaction<T>(pool: pg.Pool, work: Work<T>, { isPatient = false }: TransactionOptions = {}): Promise<T> {
  const client = await pool.connect();
  const query = queryOn(client, isPatient);
  const faults: Error[] = [];
  const note = (fault: Error): void => void faults.push(fault);
  // The pool listens only while it has the connection itself, and a loss that nobody listens to ends the process.
  client.on('error', note);
  try {
    await query('begin');
    if (isPatient) await query(`set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0; set local lock_timeout = '5min'`);
    const result = await work({ query });
    await query('commit');
    return result;
  } catch (error) {
    if (error instanceof Error && error.message === swallowed) note(error);
    // On a lost connection every statement fails with the same empty words; the loss itself tells why.
    const [cause = error] = faults;
    if (faults.length === 0) await query('rollback').catch(note);
    throw cause;
  } finally {
    client.release(faults[0]);
    client.off('error', note);
  }
}
