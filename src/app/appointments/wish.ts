import type { Slots } from '../../core/mod.ts';
import { readHour, readPatient, readVisitTime, type Patient } from '../../services/clinic/mod.ts';
import type { AppointmentTime } from '../../store/appointments.ts';
import type { StoredFacility } from '../../store/facilities.ts';
import type { ServiceContext } from '../service.ts';
import { currentHealthConsent } from './health-consent.ts';
import { lookAtPlace, type SeenPlace } from './look-at-place.ts';

/** Nobody needs more at once; it stops one chat from filling a clinic's list. */
export const mostOpen = 10;

/** What somebody wants, checked. */
export interface Wish {
  readonly consent: number;
  readonly patient: Patient;
  /** Nothing: the person does not know where to go. */
  readonly facility?: string;
  /** Its row, where there is one. */
  readonly row?: StoredFacility;
  /** Nothing: any day. */
  readonly time?: AppointmentTime;
  readonly phone?: string;
}

/** Checked once more: slots may come from a session that began under an older version of the flow. */
export async function readWish(input: Slots, context: ServiceContext): Promise<Wish | 'failed' | 'place_closed' | 'too_late'> {
  const { person, facility, when, phone } = input;
  const patient = readPatient(person);
  const consent = await currentHealthConsent(context);
  if (!patient || consent === undefined || consent !== input['consent']) return 'failed';
  if (phone !== 'none' && !isPhone(phone)) return 'failed';
  const { state, row }: SeenPlace = facility === 'unknown' ? { state: 'done' } : await lookAtPlace(facility, context);
  if (state !== 'done') return state === 'closed' ? 'place_closed' : 'failed';
  const time = readTimeAt(when, row, context.now);
  if (!time) return 'too_late';
  return {
    consent,
    patient,
    ...(typeof facility === 'string' && facility !== 'unknown' ? { facility } : {}),
    ...(row ? { row } : {}),
    ...(time === 'any' ? {} : { time }),
    ...(isPhone(phone) ? { phone } : {}),
  };
}

/** The time that an answer means at a place: with its hour only where seats are counted by the hour. */
export function readTimeAt(when: unknown, place: Pick<StoredFacility, 'mode' | 'seatSize'> | undefined, now: Date): AppointmentTime | 'any' | undefined {
  const time = readVisitTime(when, now);
  const slot = place?.mode === 'capacity' && place.seatSize === '30_minutes' ? readHour(when) : undefined;
  return time === undefined || time === 'any' || slot === undefined ? time : { ...time, slot };
}

function isPhone(value: unknown): value is string {
  return typeof value === 'string' && /^\+[1-9]\d{7,14}$/.test(value);
}

/** The id of a row that a slot holds. */
export function idOf(value: unknown): number | undefined {
  return typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}
