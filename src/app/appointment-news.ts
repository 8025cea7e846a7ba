import { isChild } from '../services/clinic/mod.ts';
import { readAppointment, type AppointmentState } from '../store/appointments.ts';
import type { Service } from './service.ts';

/** What a change that is told makes of an appointment; when it is something else by now, newer news are on their way. */
const statesAfter: Readonly<Record<string, readonly AppointmentState[]>> = {
  confirmed: ['confirmed', 'accepted'],
  proposed: ['other_time_proposed'],
  declined: ['declined'],
  cancelled: ['cancelled'],
  place_closed: ['requested', 'confirmed', 'other_time_proposed', 'accepted', 'declined', 'cancelled'],
};
