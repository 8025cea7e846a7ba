import { dayIn } from '../../services/local-time.ts';
import { openAppointmentsAt } from '../../store/appointments-at.ts';
import type { Queryable } from '../../store/database.ts';
import type { Sealer } from '../../store/seal.ts';
import { appointmentValues, tellChange } from '../appointments/tell-change.ts';

/**
 * Lets everybody who is still to be seen at these places hear, appointment by appointment, that the place has closed, in
 * the transaction that closes it. Returns their contacts.
 */
export async function tellClosure(transaction: Queryable, sealer: Sealer, facilities: readonly string[], now: Date): Promise<readonly number[]> {
  if (facilities.length === 0) return [];
  const appointments = await openAppointmentsAt(transaction, facilities, dayIn(now));
  for (const appointment of appointments) {
    const { id, version, contact } = appointment;
    // A place may open again and close once more, and people are to hear of that too.
    const key = `place_closed-${id}-${version}-${now.getTime()}`;
    await tellChange(transaction, sealer, { contact, change: 'place_closed', key, about: `appointment-${id}`, values: appointmentValues(appointment), now });
  }
  return [...new Set(appointments.map(({ contact }) => contact))];
}
