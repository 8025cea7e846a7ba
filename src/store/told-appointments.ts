import { timeColumns, toTime, type AppointmentTime, type TimeColumns } from './appointment-time.ts';
import type { AppointmentState } from './appointments.ts';
import type { Queryable } from './database.ts';
import type { Sealer } from './seal.ts';

/** An appointment with all that its own resident is told of it. */
export interface ToldAppointment {
  readonly id: number;
  readonly number: string;
  readonly state: AppointmentState;
  readonly facility?: string;
  /** Nothing: any day. */
  readonly time?: AppointmentTime;
  readonly name: string;
  /** `YYYY[-MM[-DD]]`. */
  readonly birth: string;
}

interface ToldRow extends TimeColumns {
  readonly id: number;
  readonly number: string;
  readonly state: AppointmentState;
  readonly facility: string | null;
  readonly name: Uint8Array;
  readonly birth: Uint8Array;
}

/** Reads an appointment of this contact by its id or by its number; nothing for that of anybody else. */
export async function readToldAppointment(
  queryable: Queryable,
  sealer: Sealer,
  contact: number,
  by: { readonly id: number } | { readonly number: string },
): Promise<ToldAppointment | undefined> {
  const [column, value] = 'id' in by ? ['id', by.id] : ['number', by.number];
  const [row] = await queryable.query<ToldRow>(
    `select id, number, state, facility_id as facility, name, birth, ${timeColumns} from causo.appointment where contact_id = $1 and ${column} = $2`,
    [contact, value],
  );
  if (!row) return undefined;
  const { id, number, state, facility } = row;
  const time = toTime(row);
  return {
    id,
    number,
    state,
    name: String(sealer.unseal(row.name)),
    birth: String(sealer.unseal(row.birth)),
    ...(facility === null ? {} : { facility }),
    ...(time ? { time } : {}),
  };
}
