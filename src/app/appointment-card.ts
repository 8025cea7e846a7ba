import type { Language } from '../core/mod.ts';
import type { AppointmentCard } from '../services/card/mod.ts';
import { isChild, type Places } from '../services/clinic/mod.ts';
import type { AppointmentTime } from '../store/appointments.ts';
import type { ToldAppointment } from '../store/told-appointments.ts';
import { writeFacility, writeGivenName } from './clinic-values.ts';
import { writeClock, writeDay, writeHalf } from './moments.ts';
import type { Facts } from './render.ts';
import type { Texts } from './texts.ts';

/** An appointment that a place expects on a certain day. */
export type FixedAppointment = ToldAppointment & Required<Pick<ToldAppointment, 'facility' | 'time'>>;

interface Words {
  readonly texts: Texts;
  readonly facts: Facts;
  readonly places: Places;
}

/** Words the card of an appointment as its reader will see it. Throws for a day that is none. */
export function writeAppointmentCard(appointment: FixedAppointment, language: Language, { texts, facts, places }: Words, now: Date): AppointmentCard {
  const { number, facility, time, name } = appointment;
  const day = writeDay(time.day, language);
  if (!day) throw new Error('Expected an appointment to be on a day');
  const write = (key: string, gaps: Readonly<Record<string, unknown>> = {}): string =>
    texts.write({ flow: 'system', key: `card.${key}` }, language, { ...gaps, fact: facts[language] });
  return {
    ...day,
    title: write('title'),
    lunar: capitalise(day.lunar),
    time: capitalise(writeTime(time, language)),
    place: writeFacility(facility, language, places),
    patient: write('patient', { patient: writeGivenName(name) }),
    bring: write(isChild(appointment, now) ? 'bring_child' : 'bring'),
    numberLabel: write('number'),
    number,
  };
}

function writeTime({ halfDay, slot }: AppointmentTime, language: Language): string {
  return slot === undefined ? writeHalf(halfDay, language) : writeClock(slot, language);
}

function capitalise(text: string): string {
  return text.charAt(0).toLocaleUpperCase('vi') + text.slice(1);
}
