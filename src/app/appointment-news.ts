import { isChild } from '../services/clinic/mod.ts';
import { openStates, type AppointmentState } from '../store/appointments.ts';
import { readToldAppointment } from '../store/told-appointments.ts';
import { appointmentValues } from './appointments/tell-change.ts';
import { idOf } from './appointments/wish.ts';
import type { Service } from './service.ts';

/** What each change that is told makes of an appointment. */
const statesAfter: Readonly<Record<string, readonly AppointmentState[]>> = {
  confirmed: ['confirmed', 'accepted'],
  proposed: ['other_time_proposed'],
  declined: ['declined'],
  cancelled: ['cancelled'],
  place_closed: [...openStates, 'declined', 'cancelled'],
};

/** Reads an appointment that news are about; `gone` when it has changed again since, of which newer news tell. */
export const readNews: Service = async ({ request, change }, { transaction, sealer, contact, now }) => {
  const id = idOf(request);
  const appointment = id === undefined ? undefined : await readToldAppointment(transaction, sealer, contact, { id });
  if (!appointment || !statesAfter[String(change)]?.includes(appointment.state)) return { outcome: 'gone' };
  return { outcome: 'done', values: { ...appointmentValues(appointment), child: isChild(appointment, now) } };
};
