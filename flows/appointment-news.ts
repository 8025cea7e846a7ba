import { defineFlow } from '../src/core/flow.ts';

/** What can be done when an appointment came to nothing. */
const rebookOptions = [
  { id: 'rebook', label: 'rebook.yes', to: 'rebook' },
  { id: 'person', label: 'rebook.person', to: 'ask_person' },
  { id: 'later', label: 'rebook.later', to: 'later' },
] as const;

/** Tells what became of an appointment without its resident having done it; begins by an event, never by a wish. */
export const appointmentNews = defineFlow({
  id: 'appointment_news',
  kind: 'system',
  start: 'begin',
  topic: 'health',
  slots: {
    // What comes with the event.
    change: { type: 'any', default: '' },
    request: { type: 'any', default: '' },
    number: { type: 'any' },
    facility: { type: 'facility', default: 'unknown' },
    when: { type: 'datetime', default: 'any' },
    // Of a seat that came free: the place in the waiting list, and until when it is kept.
    offer: { type: 'any', default: '' },
    until: { type: 'datetime' },
  },
  nodes: {
    begin: {
      kind: 'branch',
      cases: [
        { when: { slot: 'until', isSet: true }, to: 'seat_offered' },
        { when: { slot: 'change', is: 'seat_lapsed' }, to: 'seat_lapsed' },
      ],
      otherwise: 'read',
    },
    // As it stands now: between the event and this turn the appointment may have changed again.
    read: {
      kind: 'call',
      service: 'clinic.read_news',
      input: { request: 'request', change: 'change' },
      output: { number: 'number', facility: 'facility', when: 'when' },
      exits: { done: 'tell', gone: 'over', failed: 'over' },
    },
    tell: {
      kind: 'branch',
      cases: [
        { when: { slot: 'change', is: 'confirmed' }, to: 'confirmed' },
        { when: { slot: 'change', is: 'proposed' }, to: 'proposed' },
        { when: { slot: 'change', is: 'declined' }, to: 'declined' },
        { when: { slot: 'change', is: 'cancelled' }, to: 'cancelled' },
      ],
      otherwise: 'place_closed',
    },
    over: { kind: 'end' },

    confirmed: { kind: 'subflow', flow: 'appointment_card', input: { request: 'request' }, to: 'over' },

    proposed: {
      kind: 'question',
      text: 'proposed.text',
      again: 'proposed.again',
      answer: 'none',
      options: [
        { id: 'accept', label: 'proposed.accept', to: 'accept' },
        { id: 'refuse', label: 'proposed.refuse', to: 'refuse' },
        { id: 'cancel', label: 'proposed.cancel', to: 'cancel' },
      ],
    },
    accept: {
      kind: 'call',
      service: 'clinic.accept_proposal',
      input: { request: 'request' },
      exits: {
        done: 'accepted',
        full: 'proposal_late',
        not_open: 'proposal_late',
        too_late: 'proposal_late',
        gone: 'gone',
        failed: 'failed',
      },
    },
    accepted: { kind: 'set', slots: { change: 'confirmed' }, to: 'read' },
    refuse: {
      kind: 'call',
      service: 'clinic.decline_proposal',
      input: { request: 'request' },
      exits: { done: 'refused', gone: 'gone', failed: 'failed' },
    },
    cancel: {
      kind: 'call',
      service: 'clinic.cancel',
      input: { request: 'request' },
      exits: { done: 'cancelled_own', outside: 'cancel_outside', gone: 'gone', failed: 'failed' },
    },
    cancel_outside: {
      kind: 'call',
      service: 'clinic.cancel_outside',
      input: { request: 'request' },
      exits: { done: 'cancelled_own', gone: 'gone', failed: 'failed' },
    },
    cancelled_own: { kind: 'end', text: 'cancelled_own.text' },
    gone: { kind: 'end', text: 'gone.text' },

    refused: { kind: 'question', text: 'refused.text', again: 'rebook.again', answer: 'none', options: rebookOptions },
    proposal_late: { kind: 'question', text: 'proposal_late.text', again: 'rebook.again', answer: 'none', options: rebookOptions },
    declined: { kind: 'question', text: 'declined.text', again: 'rebook.again', answer: 'none', options: rebookOptions },
    cancelled: { kind: 'question', text: 'cancelled.text', again: 'rebook.again', answer: 'none', options: rebookOptions },
    rebook: { kind: 'subflow', flow: 'clinic_booking', entry: 'clinic.book', to: 'over' },
    later: { kind: 'end', text: 'later.text' },

    place_closed: {
      kind: 'question',
      text: 'place_closed.text',
      again: 'rebook.again',
      answer: 'none',
      options: [
        { id: 'rebook', label: 'rebook.other_place', to: 'leave_place' },
        { id: 'person', label: 'rebook.person', to: 'ask_person' },
        { id: 'later', label: 'rebook.later', to: 'later' },
      ],
    },
    // The new one takes the place of the old one, which nobody can keep any more.
    leave_place: {
      kind: 'call',
      service: 'clinic.cancel',
      input: { request: 'request' },
      exits: { done: 'rebook', failed: 'rebook' },
    },

    seat_offered: { kind: 'message', text: 'seat_offered.text', to: 'seat' },
    seat: {
      kind: 'question',
      text: 'seat.text',
      again: 'seat.again',
      answer: 'none',
      options: [
        { id: 'accept', label: 'seat.accept', to: 'accept_seat' },
        { id: 'refuse', label: 'seat.refuse', to: 'refuse_seat' },
      ],
    },
    accept_seat: {
      kind: 'call',
      service: 'clinic.accept_seat',
      input: { offer: 'offer' },
      output: { request: 'request' },
      exits: { done: 'accepted', gone: 'seat_gone', too_many: 'failed', failed: 'failed' },
    },
    refuse_seat: {
      kind: 'call',
      service: 'clinic.refuse_seat',
      input: { offer: 'offer' },
      exits: { done: 'seat_refused', gone: 'seat_refused', failed: 'failed' },
    },
    seat_refused: { kind: 'end', text: 'seat_refused.text' },
    seat_gone: { kind: 'end', text: 'seat_gone.text' },
    seat_lapsed: { kind: 'end', text: 'seat_lapsed.text' },

    failed: { kind: 'message', text: 'failed.text', to: 'ask_person' },
    ask_person: { kind: 'handoff', topic: 'health', to: 'over' },
  },
});
