import { checkDataKeys } from '../store/data-keys.ts';
import type { Database } from '../store/database.ts';
import { beat, retire, type Neighbours } from '../store/leases.ts';
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

export interface Appeared {
  /** When another process died last, as far as is known, in epoch milliseconds; else before all times. */
  readonly lastDeath: () => number;
  /** Gives back what this process holds, and is not seen any more. */
  readonly disappear: () => Promise<void>;
}

/** Lets the other processes see this one from now on. Throws when the keys are not those of the data; then nobody sees it. */
export async function appear({ database, sealer, owner, log, noteProcesses }: Appearance): Promise<Appeared> {
  const [key] = sealer.fingerprints;
  const hide = await showPresence(database, owner);
  // Seen first, judged then: a change of keys that ends right now either sees this process, or is seen by it.
  let lastDeath = Number.NEGATIVE_INFINITY;
  const note = (neighbours: Neighbours): void => {
    lastDeath = neighbours.lastDeath?.getTime() ?? Number.NEGATIVE_INFINITY;
    noteProcesses?.(neighbours.alive);
  };
  note(await beat(database, owner, key));
  try {
    await checkDataKeys(database, sealer);
  } catch (error) {
    await hide();
    await retire(database, owner);
    throw error;
  }
  const heart = setInterval(() => {
    beat(database, owner, key).then(note, (error: unknown) => log.warn('heartbeat_missed', { fault: error }));
  }, heartbeatEvery);
  const disappear = async (): Promise<void> => {
    clearInterval(heart);
    // Without it the others take the leases as those of a dead process.
    await retire(database, owner).catch((error: unknown) => log.warn('leases_not_given_back', { fault: error }));
    await hide();
  };
  return { lastDeath: () => lastDeath, disappear };
}
