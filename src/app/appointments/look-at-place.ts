import { holdFacility, type StoredFacility } from '../../store/facilities.ts';
import { isOffered } from '../../store/facility.ts';
import type { ServiceContext } from '../service.ts';

export interface SeenPlace {
  /** Whether people can be sent there now. */
  readonly state: 'done' | 'closed' | 'failed';
  /** Its row, where there is one; nobody changes it while the transaction lasts. */
  readonly row?: StoredFacility;
}

/** Looks at a place. Its row counts: it may have been closed a moment ago, or is being closed right now. */
export async function lookAtPlace(facility: unknown, { transaction, places }: ServiceContext): Promise<SeenPlace> {
  if (typeof facility !== 'string') return { state: 'failed' };
  const row = await holdFacility(transaction, facility);
  const place = row ?? places.find(facility);
  const refused = place?.closed ? 'closed' : 'failed';
  return { state: place && isOffered(place) ? 'done' : refused, ...(row ? { row } : {}) };
}
