import { checkDataKeys } from '../store/data-keys.ts';
import type { Database } from '../store/database.ts';
import { beat, retire } from '../store/leases.ts';
import { showPresence } from '../store/presence.ts';
import type { Sealer } from '../store/seal.ts';
import type { Log } from './log.ts';

export interface Appearance {
  readonly database: Database;
  readonly sealer: Sealer;
  /** Name of this process. */
  readonly owner: string;
  readonly log: Log;
  /** Told every second how many processes run, itself included. */
  readonly noteProcesses?: (processes: number) => void;
}

const heartbeatEvery = 1_000;

/**
 * Lets the other processes see this one from now on. Returns the way to disappear, which gives back what it holds. Throws
 * when the keys are not those of the data; then nobody sees it.
 */
export async function appear({ database, sealer, owner, log, noteProcesses }: Appearance): Promise<() => Promise<void>> {
  const [key] = sealer.fingerprints;
  const hide = await showPresence(database, owner);
  // Seen first, judged then: a change of keys that ends right now either sees this process, or is seen by it.
  const running = await beat(database, owner, key);
  noteProcesses?.(running);
  try {
    await checkDataKeys(database, sealer);
  } catch (error) {
    await hide();
    await retire(database, owner);
    throw error;
  }
  const heart = setInterval(() => {
    beat(database, owner, key).then(noteProcesses, (error: unknown) => log.warn('heartbeat_missed', { fault: error }));
  }, heartbeatEvery);
  return async () => {
    clearInterval(heart);
    // Without it the others take the leases as those of a dead process.
    await retire(database, owner).catch((error: unknown) => log.warn('leases_not_given_back', { fault: error }));
    await hide();
  };
}
