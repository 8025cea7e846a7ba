import { defineFlow } from '../src/core/flow.ts';
import { askNodes } from './clinic-booking/ask.ts';
import { bookNodes } from './clinic-booking/book.ts';
import { personOrLater } from './clinic-booking/shared.ts';
import { timeSlots } from './free-times.ts';

/** Asking for an examination: an appointment only where the place counts its seats, else a request that somebody there has to confirm. */
export const clinicBooking = defineFlow({
  id: 'clinic_booking',
  kind: 'service',
  start: 'signs',
  entries: {
    'clinic.book': 'signs',
    'clinic.telehealth': 'telehealth',
  },
  topic: 'health',
  slots: {
    consent: { type: 'any' },
    person: { type: 'person', sensitive: true },
    facility: { type: 'facility' },
    when: { type: 'datetime' },
    phone: { type: 'phone', sensitive: true },
    // Set once everything was asked: from then on a corrected item leads straight back to the read-back.
    reviewed: { type: 'yesno' },
    number: { type: 'any', default: '' },
    child: { type: 'yesno' },
    request: { type: 'any', default: '' },
    state: { type: 'any' },
    // Asked for although this person has something in that half-day already.
    again: { type: 'yesno' },
    // People of earlier appointments.
    person1: { type: 'person', sensitive: true, default: '' },
    person2: { type: 'person', sensitive: true, default: '' },
    person3: { type: 'person', sensitive: true, default: '' },
    ...timeSlots,
  },
  nodes: {
    signs: {
      kind: 'question',
      text: 'signs.text',
      again: 'signs.again',
      answer: 'none',
      step: [1, 6],
      options: [
        { id: 'yes', label: 'signs.yes', to: 'emergency' },
        { id: 'no', label: 'signs.no', to: 'consent_why' },
        { id: 'later', label: 'signs.later', to: 'later' },
      ],
    },
    emergency: { kind: 'end', text: 'emergency.text' },

    ...askNodes,
    ...bookNodes,

    telehealth: {
      kind: 'question',
      text: 'telehealth.text',
      again: 'offer.again',
      answer: 'none',
      options: personOrLater,
    },
    ask_person: { kind: 'handoff', topic: 'health', to: 'person_asked' },
    person_asked: { kind: 'end' },
    later: { kind: 'end', text: 'later.text' },
  },
});
