import type { Slots } from '../../core/mod.ts';
import { isChild, writeNumber, writeVisitTime, type Patient } from '../../services/clinic/mod.ts';
import { requestAppointment, type AppointmentTime } from '../../store/appointments.ts';
import { planAppointmentReminders } from '../reminders/appointment-reminders.ts';
import type { ServiceContext } from '../service.ts';

/** What is kept of an appointment that is made now. */
export interface NewBooking {
  readonly consent: number;
  readonly patient: Patient;
  readonly facility?: string;
  readonly phone?: string;
  /** Nothing: any day. */
  readonly time?: AppointmentTime;
  /** The seat that it holds, which confirms it. */
  readonly seats?: number;
}

/** Makes an appointment with its reminders. Returns what texts about it need, as slots keep it. */
export async function makeAppointment({ patient, ...booking }: NewBooking, { transaction, sealer, contact, address, now }: ServiceContext): Promise<Slots> {
  const { facility = 'unknown', time, seats } = booking;
  const { id, number } = await requestAppointment(transaction, sealer, { ...patient, ...booking, contact, address, now });
  const state = seats === undefined ? 'requested' : 'confirmed';
  await planAppointmentReminders(transaction, sealer, { id, contact, state, time }, now);
  return { request: String(id), number: writeNumber(number), facility, when: writeVisitTime(time ?? 'any'), state, child: isChild(patient, now) };
}
