import type { Slots } from '../core/mod.ts';
import { drawAppointmentCard } from '../services/card/mod.ts';
import { readNumber } from '../services/clinic/mod.ts';
import { findConfirmedAppointment } from '../store/appointments.ts';
import { readLanguage } from '../store/contacts.ts';
import { saveMedia } from '../store/media.ts';
import { writeAppointmentCard } from './appointment-card.ts';
import type { OutsideContext, OutsideResult } from './outside-service.ts';

/** Until midnight in Cà Mau behind the day of the appointment, counted from its midnight by UTC. Milliseconds. */
const untilNextMidnight = 17 * 3_600_000;

/** Draws the card of a confirmed appointment of this contact, and keeps it until its day is over. */
export async function drawCard(input: Slots, context: OutsideContext): Promise<OutsideResult> {
  const { database, sealer, contact, now } = context;
  const number = readNumber(input['number']);
  const appointment = number === undefined ? undefined : await findConfirmedAppointment(database, sealer, contact, number);
  if (!appointment) return { outcome: 'gone' };
  const language = await readLanguage(database, contact);
  const card = language && writeAppointmentCard(appointment, language, context, now);
  const expiresAt = new Date(Date.parse(appointment.day) + untilNextMidnight);
  if (!card || expiresAt <= now) return { outcome: 'gone' };
  const picture = await drawAppointmentCard(card);
  return { outcome: 'done', values: { picture: String(await saveMedia(database, sealer, { ...picture, contact, now, expiresAt })) } };
}
