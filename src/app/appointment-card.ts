import type { Language } from '../core/mod.ts';
import type { AppointmentCard } from '../services/card/mod.ts';
import { isChild } from '../services/clinic/mod.ts';
import type { ConfirmedAppointment } from '../store/appointments.ts';
import { writeFacility, writeGivenName } from './clinic-values.ts';
import { writeClock, writeDay, writeHalf } from './moments.ts';
import type { Facts } from './render.ts';
import type { Texts } from './texts.ts';

/** Words the card of an appointment as its reader will see it; nothing when its day cannot be read. */
export function writeAppointmentCard(
  appointment: ConfirmedAppointment,
  language: Language,
  { texts, facts }: { readonly texts: Texts; readonly facts: Facts },
  now: Date,
): AppointmentCard | undefined {
  const { number, facility, day, halfDay, slot, name, birth } = appointment;
  const written = writeDay(day, language);
  if (!written) return undefined;
  const write = (key: string, gaps: Readonly<Record<string, unknown>> = {}): string =>
    texts.write({ flow: 'system', key: `card.${key}` }, language, { ...gaps, fact: facts[language] });
  return {
    ...written,
    title: write('title'),
    lunar: capitalise(written.lunar),
    time: capitalise(slot === undefined ? writeHalf(halfDay, language) : writeClock(slot, language)),
    place: writeFacility(facility, language),
    patient: write('patient', { patient: writeGivenName(name) }),
    bring: write(isChild({ name, birth }, now) ? 'bring_child' : 'bring'),
    numberLabel: write('number'),
    number,
  };
}

function capitalise(text: string): string {
  return text.charAt(0).toLocaleUpperCase('vi') + text.slice(1);
}
