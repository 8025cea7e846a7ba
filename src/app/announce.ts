import type { Database } from '../store/database.ts';
import type { Log } from './log.ts';

/** Tells the other processes of this installation small things; what one of them misses, a sweep finds later. */
export interface Announcer {
  tell(payload: string): void;
  stop(): Promise<void>;
}

/**
 * Gathers what is told in one go and sends it after the commit in one statement: inside a transaction `notify` would
 * take a lock of the whole server. The embedded database has no other processes, so nothing is sent there.
 * `missed` is called when something may have been told that was not heard.
 */
export async function createAnnouncer(
  database: Database,
  topic: string,
  hear: (payload: string) => void,
  log: Log,
  missed: () => void = () => undefined,
): Promise<Announcer> {
  if (database.kind === 'embedded') return { tell: () => undefined, stop: async () => undefined };
  const waiting = new Set<string>();
  const unlisten = await database.listen(topic, hear, missed);
  const send = (): void => {
    const payloads = [...waiting];
    waiting.clear();
    database.notify(topic, payloads).catch((error: unknown) => log.warn('announcement_lost', { topic, fault: error }));
  };
  return {
    tell: (payload) => {
      if (waiting.size === 0) setImmediate(send);
      waiting.add(payload);
    },
    stop: unlisten,
  };
}
