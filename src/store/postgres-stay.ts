import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

interface StaySettings {
  readonly url: string;
  /** What makes a new connection what it is for; without it the connection is given up. */
  readonly prepare: (client: pg.Client) => Promise<unknown>;
  /** Called each time a lost connection was taken up again. */
  readonly back: () => void;
  readonly fault: (error: Error) => void;
  readonly limits: Readonly<Record<'connectionTimeoutMillis' | 'query_timeout', number>>;
}

interface Connection {
  readonly client: pg.Client;
  /** Resolves when the connection is over, however it came to that. */
  readonly ended: Promise<void>;
}

const pauseMilliseconds = 1_000;

/** Keeps a connection of its own until it is told to stop; after a loss it tries again once a second. */
export async function stayConnected(settings: StaySettings): Promise<() => Promise<void>> {
  const stopping = new AbortController();
  const { signal } = stopping;
  let connection = await connect(settings);
  // The only place that connects again, one attempt after the other: attempts that start each other pile up.
  const stay = async (): Promise<void> => {
    for (;;) {
      await connection.ended;
      await pause(pauseMilliseconds, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted) return;
      await connect(settings).then((next) => {
        connection = next;
        settings.back();
      }, settings.fault);
      if (signal.aborted) await connection.client.end();
    }
  };
  const staying = stay();
  return async () => {
    stopping.abort();
    await connection.client.end();
    await staying;
  };
}

/** Rejects, with nothing left open, when the connection does not come to its purpose. */
async function connect({ url, prepare, fault, limits }: StaySettings): Promise<Connection> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: limits.connectionTimeoutMillis,
    query_timeout: limits.query_timeout,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  });
  client.on('error', fault);
  const ended = new Promise<void>((resolve) => client.once('end', () => resolve()));
  try {
    await client.connect();
    await prepare(client);
    return { client, ended };
  } catch (error) {
    // Not waited for: whatever kept it from its purpose may keep it from ending in order, too.
    client.end().catch(fault);
    throw error;
  }
}
