import type { Slots } from '../core/mod.ts';
import { drawAppointmentCard } from '../services/card/mod.ts';
import { readNumber } from '../services/clinic/mod.ts';
import { daysLater, momentIn } from '../services/local-time.ts';
import { readLanguage } from '../store/contacts.ts';
import { saveMedia } from '../store/media.ts';
import { readToldAppointment, type ToldAppointment } from '../store/told-appointments.ts';
import { writeAppointmentCard, type FixedAppointment } from './appointment-card.ts';
import type { OutsideContext, OutsideResult } from './outside-service.ts';

/** Draws the card of a confirmed appointment of this contact, and keeps it until its day is over. */
export async function drawCard(input: Slots, context: OutsideContext): Promise<OutsideResult> {
  const { database, sealer, contact, now, places } = context;
  const number = readNumber(input['number']);
  const appointment = number === undefined ? undefined : await readToldAppointment(database, sealer, contact, { number });
  const language = await readLanguage(database, contact);
  if (!appointment || !isFixed(appointment) || !language) return { outcome: 'gone' };
  const expiresAt = momentIn(daysLater(appointment.time.day, 1), '00:00');
  if (!expiresAt || expiresAt <= now) return { outcome: 'gone' };
  const picture = await drawAppointmentCard(writeAppointmentCard(appointment, language, { ...context, places: places() }, now));
  return { outcome: 'done', values: { picture: String(await saveMedia(database, sealer, { ...picture, contact, now, expiresAt })) } };
}

function isFixed(appointment: ToldAppointment): appointment is FixedAppointment {
  const { state, facility, time } = appointment;
  return (state === 'confirmed' || state === 'accepted') && facility !== undefined && time !== undefined;
}
