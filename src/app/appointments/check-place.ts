import { findPlace } from '../../services/clinic/mod.ts';
import { holdFacility } from '../../store/facilities.ts';
import { isOffered } from '../../store/facility.ts';
import type { ServiceContext } from '../service.ts';

/** Whether people can be sent to a place now. The row counts: it may have been closed a moment ago. */
export async function checkPlace(facility: unknown, { transaction }: ServiceContext): Promise<'done' | 'closed' | 'failed'> {
  if (typeof facility !== 'string') return 'failed';
  const place = (await holdFacility(transaction, facility)) ?? findPlace(facility);
  if (place && isOffered({ closed: false, ...place })) return 'done';
  return place?.closed ? 'closed' : 'failed';
}
