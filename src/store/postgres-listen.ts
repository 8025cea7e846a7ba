import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

interface ListenSettings {
  readonly url: string;
  readonly topic: string;
  readonly heard: (payload: string) => void;
  /** Called each time a lost connection was taken up again: what was told meanwhile was not heard. */
  readonly missed: () => void;
  readonly fault: (error: Error) => void;
  readonly limits: Readonly<Record<'connectionTimeoutMillis' | 'query_timeout', number>>;
}

interface Listener {
  readonly client: pg.Client;
  /** Resolves when the connection is over, however it came to that. */
  readonly ended: Promise<void>;
}

const pauseMilliseconds = 1_000;

/** Listens on a connection of its own until it is told to stop; after a loss it tries again once a second. */
export async function listen(settings: ListenSettings): Promise<() => Promise<void>> {
  const stopping = new AbortController();
  const { signal } = stopping;
  let listener = await connect(settings);
  // The only place that connects again, one attempt after the other: attempts that start each other pile up.
  const stay = async (): Promise<void> => {
    for (;;) {
      await listener.ended;
      await pause(pauseMilliseconds, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted) return;
      await connect(settings).then((next) => {
        listener = next;
        settings.missed();
      }, settings.fault);
      if (signal.aborted) await listener.client.end();
    }
  };
  const staying = stay();
  return async () => {
    stopping.abort();
    await listener.client.end();
    await staying;
  };
}

/** Rejects, with nothing left open, when the connection does not come to listening. */
async function connect({ url, topic, heard, fault, limits }: ListenSettings): Promise<Listener> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: limits.connectionTimeoutMillis,
    query_timeout: limits.query_timeout,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  });
  client.on('notification', ({ payload }) => heard(payload ?? ''));
  client.on('error', fault);
  const ended = new Promise<void>((resolve) => client.once('end', () => resolve()));
  try {
    await client.connect();
    await client.query(`listen ${client.escapeIdentifier(topic)}`);
    return { client, ended };
  } catch (error) {
    // Not waited for: whatever kept it from listening may keep it from ending in order, too.
    client.end().catch(fault);
    throw error;
  }
}
