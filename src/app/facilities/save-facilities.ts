import { dayIn } from '../../services/local-time.ts';
import type { Database, Queryable } from '../../store/database.ts';
import { holdContactsAt } from '../../store/appointments-at.ts';
import { holdFacilitiesForChange, writeFacilities, type StoredFacility } from '../../store/facilities.ts';
import type { Sealer } from '../../store/seal.ts';
import { tellClosure } from './tell-closure.ts';

export interface Saving {
  readonly database: Database;
  readonly sealer: Sealer;
  readonly clock: () => Date;
}

export interface SavedFacilities {
  /** Ids that somebody else has changed meanwhile; then nothing was saved. */
  readonly stale: readonly string[];
  /** The contacts who are told that the place of their appointment has closed. */
  readonly told: readonly number[];
}

/**
 * Writes facilities, each over the version that it was made from (0: new). All are saved or none. Whoever has an
 * appointment at a place that closes by it hears of it, which is saved in the same transaction.
 */
export function saveFacilities({ database, sealer, clock }: Saving, facilities: readonly StoredFacility[]): Promise<SavedFacilities> {
  return database.transaction(async (transaction) => {
    const now = clock();
    await holdPeople(transaction, facilities, now);
    const before = new Map((await holdFacilitiesForChange(transaction, facilities.map(({ id }) => id))).map((row) => [row.id, row]));
    const stale = facilities.filter(({ id, version }) => (before.get(id)?.version ?? 0) !== version).map(({ id }) => id);
    if (stale.length > 0) return { stale, told: [] };
    await writeFacilities(transaction, facilities, now);
    const closing = facilities.filter(({ id, closed }) => closed && before.get(id)?.closed === false);
    const told = await tellClosure(transaction, sealer, closing.map(({ id }) => id), now);
    return { stale, told };
  });
}

/** Those of all that may close, since which ones do is known only once the rows are held. */
async function holdPeople(transaction: Queryable, facilities: readonly StoredFacility[], now: Date): Promise<void> {
  const closed = facilities.filter((facility) => facility.closed).map(({ id }) => id);
  if (closed.length > 0) await holdContactsAt(transaction, closed, dayIn(now));
}
