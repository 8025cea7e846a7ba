import type { AppointmentChange, Slots } from '../../core/mod.ts';
import { writeNumber, writeVisitTime } from '../../services/clinic/mod.ts';
import type { HeldAppointment } from '../../store/appointment-changes.ts';
import type { Queryable } from '../../store/database.ts';
import { savePending } from '../../store/pending.ts';
import type { Sealer } from '../../store/seal.ts';
import { findLastUsedAddress } from '../../store/contacts.ts';
import { internalPending } from '../internal-pending.ts';

export interface News {
  readonly contact: number;
  readonly change: AppointmentChange;
  /** Row and version that it is about, which make a second copy harmless. */
  readonly key: string;
  /** Newer news about the same take the place of older ones. */
  readonly about: string;
  readonly values: Slots;
  readonly now: Date;
}

/** Lets a resident hear what became of an appointment or a waiting place, in the transaction that changes it. Holds the contact. */
export async function tellChange(transaction: Queryable, sealer: Sealer, { contact, change, key, about, values, now }: News): Promise<void> {
  const address = await findLastUsedAddress(transaction, contact);
  if (address === undefined) return;
  const event = { type: 'appointment_changed', change, flow: 'appointment_news', values: { ...values, change }, about, at: now.getTime() } as const;
  await savePending(transaction, sealer, [internalPending(event, `appointment_changed-${key}`, contact, address, now)]);
}

/** What texts about an appointment need, as slots keep it. */
export function appointmentValues({ id, number, facility = 'unknown', time }: Pick<HeldAppointment, 'id' | 'number' | 'facility' | 'time'>): Slots {
  return { request: String(id), number: writeNumber(number), facility, when: writeVisitTime(time ?? 'any') };
}
