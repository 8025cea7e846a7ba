import { listLength, type ListedAppointment, type ListFilter } from './appointment-desk.ts';
import { timeColumns } from './appointment-time.ts';
import type { Queryable } from './database.ts';
import type { Sealer } from './seal.ts';

type ListedRow = Omit<ListedAppointment, 'name' | 'birth' | 'phone'> & { readonly name: Uint8Array; readonly birth: Uint8Array; readonly phone: Uint8Array | null; readonly [column: string]: unknown };

/** The appointments that staff asked for, at most `listLength`, with names only when they asked for them. */
export async function listAppointments(queryable: Queryable, sealer: Sealer, { facility, day, state, names = false, after = 0 }: ListFilter): Promise<readonly ListedAppointment[]> {
  const rows = await queryable.query<ListedRow>(
    `select id, number, version, state, facility_id as facility, ${timeColumns}, name, birth, phone from causo.appointment
     where id > $1 and facility_id is not distinct from coalesce($2, facility_id) and day is not distinct from coalesce($3::date, day)
       and state = coalesce($4, state)
     order by id limit ${listLength}`,
    [after, facility ?? null, day ?? null, state ?? null],
  );
  const open = (sealed: Uint8Array): string => String(sealer.unseal(sealed));
  return rows.map(({ name, birth, phone, ...row }) => ({
    ...row,
    name: names ? open(name) : firstLetters(open(name)),
    birth: names ? open(birth) : null,
    phone: names && phone ? open(phone) : null,
  }));
}

/** "Trần Thị Bé" → "T. T. B." */
function firstLetters(name: string): string {
  const words = name.split(' ').filter((word) => word !== '');
  return words.map((word) => `${[...word][0] ?? ''}.`).join(' ');
}
