import { timeColumns, toTime, type AppointmentTime, type TimeColumns } from './appointment-time.ts';
import type { Queryable } from './database.ts';

/** An appointment that the clinic and the resident both count on, without anything about the patient. */
export interface StandingAppointment {
  readonly id: number;
  readonly contact: number;
  readonly number: string;
  readonly facility?: string;
  readonly time: AppointmentTime;
}

/** Those of the appointments that stand, by their ids. */
export async function standingAppointments(transaction: Queryable, ids: readonly number[]): Promise<ReadonlyMap<number, StandingAppointment>> {
  const rows = await transaction.query<TimeColumns & { id: number; contact: number; number: string; facility: string | null }>(
    `select id, contact_id as contact, number, facility_id as facility, ${timeColumns} from causo.appointment
     where id = any($1::bigint[]) and state in ('confirmed', 'accepted')`,
    [ids],
    'standing_appointments',
  );
  const standing = rows.flatMap((row): readonly StandingAppointment[] => {
    const { id, contact, number, facility } = row;
    const time = toTime(row);
    return time ? [{ id, contact, number, time, ...(facility === null ? {} : { facility }) }] : [];
  });
  return new Map(standing.map((appointment) => [appointment.id, appointment]));
}
