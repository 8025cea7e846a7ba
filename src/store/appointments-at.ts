import { timeColumns, toTime, type AppointmentTime, type TimeColumns } from './appointment-time.ts';
import { openStates } from './appointments.ts';
import type { Queryable } from './database.ts';

/** An appointment that is still to happen, and whose it is; nothing about the patient. */
export interface AppointmentAt {
  readonly id: number;
  readonly number: string;
  readonly version: number;
  readonly contact: number;
  readonly facility: string;
  readonly time?: AppointmentTime;
}

type AppointmentRow = TimeColumns & Omit<AppointmentAt, 'time'>;

/** What is still to happen at these places. `today`: ISO day in Cà Mau. */
export async function openAppointmentsAt(transaction: Queryable, facilities: readonly string[], today: string): Promise<readonly AppointmentAt[]> {
  const rows = await transaction.query<AppointmentRow>(
    `select id, number, version, contact_id as contact, facility_id as facility, ${timeColumns} from causo.appointment
     where facility_id = any($1::text[]) and state = any($2::text[]) and (day is null or day >= $3::date) order by contact_id, id`,
    [facilities, openStates, today],
  );
  return rows.map(({ id, number, version, contact, facility, ...columns }) => {
    const time = toTime({ ...columns });
    return { id, number, version, contact, facility, ...(time ? { time } : {}) };
  });
}

/** Holds the contacts of `openAppointmentsAt`, as a turn does before anything else: whoever books holds the contact first, and then the place. */
export async function holdContactsAt(transaction: Queryable, facilities: readonly string[], today: string): Promise<void> {
  await transaction.query(
    `select id from causo.contact where id in (
       select contact_id from causo.appointment where facility_id = any($1::text[]) and state = any($2::text[]) and (day is null or day >= $3::date)
     ) order by id for update`,
    [facilities, openStates, today],
  );
}
