import { holdFacility } from '../../store/facilities.ts';
import { isOffered } from '../../store/facility.ts';
import type { ServiceContext } from '../service.ts';

/** Whether people can be sent to a place now. The row counts: it may have been closed a moment ago, or is being closed right now. */
export async function checkPlace(facility: unknown, { transaction, places }: ServiceContext): Promise<'done' | 'closed' | 'failed'> {
  if (typeof facility !== 'string') return 'failed';
  const place = (await holdFacility(transaction, facility)) ?? places.find(facility);
  if (place && isOffered(place)) return 'done';
  return place?.closed ? 'closed' : 'failed';
}
