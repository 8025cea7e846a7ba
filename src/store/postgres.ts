import pg from 'pg';
import type { Database, Queryable, Row } from './database.ts';

// Our ids stay far below 2^53, so plain numbers are safe.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

const reconnectMilliseconds = 1_000;

/** Opens PostgreSQL 15 or newer. `fault` hears of lost idle connections; the pool replaces them. */
export async function openPostgres(url: string, fault: (error: Error) => void): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 3_000,
    // A plan made while a table was empty would stay for ever otherwise.
    options: '-c plan_cache_mode=force_generic_plan',
  });
  pool.on('error', fault);
  await checkVersion(pool);
  return {
    kind: 'server',
    query: queryOn(pool),
    transaction: (work) => transaction(pool, work),
    script: async (text) => {
      await pool.query(text);
    },
    notify: async (topic, payloads) => {
      await pool.query(`select pg_notify($1, payload) from unnest($2::text[]) as payload`, [topic, payloads]);
    },
    listen: (topic, heard) => listen(url, topic, heard, fault),
    close: () => pool.end(),
  };
}

async function checkVersion(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ version: number }>(`select current_setting('server_version_num')::int as version`);
  const version = rows[0]?.version ?? 0;
  if (version < 150_000) throw new Error(`Expected PostgreSQL 15 or newer at DATABASE_URL, found ${Math.floor(version / 10_000)}`);
}

function queryOn(client: pg.Pool | pg.PoolClient): Queryable['query'] {
  return async <T extends Row>(text: string, parameters: readonly unknown[] = [], name?: string) => {
    const result = await client.query<T>({ text, values: [...parameters], ...(name ? { name } : {}) });
    return result.rows;
  };
}

async function transaction<T>(pool: pg.Pool, work: (transaction: Queryable) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const result = await work({ query: queryOn(client) });
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((rollbackError: Error) => {
      broken = rollbackError;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

async function listen(
  url: string,
  topic: string,
  heard: (payload: string) => void,
  fault: (error: Error) => void,
): Promise<() => Promise<void>> {
  let closed = false;
  let client: pg.Client | undefined;
  const connect = async (): Promise<void> => {
    const next = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3_000, keepAlive: true });
    next.on('notification', ({ payload }) => heard(payload ?? ''));
    next.on('error', fault);
    client = next;
    await next.connect();
    await next.query(`listen ${next.escapeIdentifier(topic)}`);
    // Only now: a connection that never stood ends as well, and would be taken up again twice.
    next.once('end', again);
  };
  const again = (): void => {
    if (!closed) setTimeout(() => void connect().catch(retry), reconnectMilliseconds).unref();
  };
  const retry = (error: Error): void => {
    fault(error);
    client?.end().catch(fault);
    again();
  };
  await connect();
  return async () => {
    closed = true;
    await client?.end();
  };
}
