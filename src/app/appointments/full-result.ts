import { writeVisitTime } from '../../services/clinic/mod.ts';
import type { AppointmentTime } from '../../store/appointments.ts';
import type { ServiceResult } from '../service.ts';

/** Up to three other times, together and each by itself, as texts and options need them. */
export function fullResult(times: readonly AppointmentTime[]): ServiceResult {
  const written = times.slice(0, 3).map(writeVisitTime);
  const each = Object.fromEntries(written.map((time, index) => [`time${index + 1}`, time]));
  return { outcome: 'full', values: { times: written, free: written.length, ...each } };
}
