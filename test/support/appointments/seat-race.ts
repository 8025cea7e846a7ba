import type { Database } from '../../../src/store/database.ts';
import type { Sealer } from '../../../src/store/seal.ts';
import { createLimit } from '../../../src/app/limit.ts';
import { callService, createResident, tuesday, type Resident } from './support.ts';

/** How residents fared who all wanted the same half-day. */
export interface RaceCount {
  readonly confirmed: number;
  /** Told that it is full, with three other times that are free. */
  readonly told: number;
  readonly others: number;
}

/** So many ask at the same moment in one process. */
const atOnce = 20;

export async function createResidents(database: Database, sealer: Sealer, names: readonly string[]): Promise<readonly Resident[]> {
  const limit = createLimit(atOnce);
  return Promise.all(names.map((name) => limit(() => createResident(database, name, {}, sealer))));
}

/** Lets all of them ask for a seat by the service that the flow calls, each in a transaction of its own. */
export async function race(database: Database, sealer: Sealer, residents: readonly Resident[]): Promise<RaceCount> {
  const limit = createLimit(atOnce);
  const outcomes = await Promise.all(residents.map((resident) => limit(() => callService(database, resident, 'clinic.request', resident.wish, tuesday, sealer))));
  const confirmed = outcomes.filter(({ outcome, values }) => outcome === 'done' && values?.['state'] === 'confirmed').length;
  const told = outcomes.filter(({ outcome, values }) => outcome === 'full' && values?.['free'] === 3).length;
  return { confirmed, told, others: outcomes.length - confirmed - told };
}
