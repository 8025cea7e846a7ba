import { noTimes, timeOptions, timeOutput } from '../free-times.ts';
import { otherPlace } from './shared.ts';

/** What a patient is known by; it is not kept a second time in the chat. */
const nobody = { person: null, phone: null, person1: null, person2: null, person3: null } as const;

const wish = { consent: 'consent', person: 'person', facility: 'facility', when: 'when', phone: 'phone' } as const;

/** The request itself, and all that can come of it within a turn. */
export const bookNodes = {
  book: {
    kind: 'call',
    service: 'clinic.request',
    input: { ...wish, again: 'again' },
    output: { request: 'request', number: 'number', child: 'child', state: 'state', when: 'when', ...timeOutput },
    exits: {
      done: 'forget',
      outside: 'ask_outside',
      full: 'full',
      same_half_day: 'same',
      place_closed: 'place_closed',
      not_open: 'day_closed',
      too_many: 'too_many',
      too_late: 'too_late',
      failed: 'failed',
    },
  },
  forget: { kind: 'set', slots: nobody, to: 'what_came' },
  what_came: { kind: 'branch', cases: [{ when: { slot: 'state', is: 'confirmed' }, to: 'card' }], otherwise: 'where_to' },
  card: { kind: 'subflow', flow: 'appointment_card', input: { request: 'request' }, to: 'card_shown' },
  card_shown: { kind: 'end' },
  where_to: { kind: 'branch', cases: [{ when: { slot: 'facility', is: 'unknown' }, to: 'noted_anywhere' }], otherwise: 'noted' },
  noted: { kind: 'message', text: 'noted.text', to: 'what_to_bring' },
  noted_anywhere: { kind: 'message', text: 'noted_anywhere.text', to: 'what_to_bring' },
  what_to_bring: { kind: 'branch', cases: [{ when: { slot: 'child', is: true }, to: 'bring_child' }], otherwise: 'bring' },
  bring: { kind: 'end', text: 'bring.text' },
  bring_child: { kind: 'end', text: 'bring_child.text' },
  too_late: { kind: 'message', text: 'day_refused.text', to: 'forget_day' },
  too_many: { kind: 'end', text: 'too_many.text' },
  failed: { kind: 'end', text: 'failed.text' },

  same: {
    kind: 'question',
    text: 'same.text',
    again: 'same.again',
    answer: 'none',
    options: [
      { id: 'keep', label: 'same.keep', to: 'same_kept' },
      { id: 'both', label: 'same.both', to: 'both' },
      { id: 'day', label: 'same.day', to: 'forget_day' },
    ],
  },
  same_kept: { kind: 'end', text: 'same_kept.text' },
  both: { kind: 'set', slots: { again: true, ...noTimes }, to: 'book' },

  full: {
    kind: 'branch',
    cases: [
      { when: { slot: 'when', is: 'any' }, to: 'full_any' },
      { when: { slot: 'free', is: 0 }, to: 'full_none' },
    ],
    otherwise: 'full_times',
  },
  full_times: {
    kind: 'question',
    text: 'full.text',
    again: 'full.again',
    answer: 'datetime',
    slot: 'when',
    options: [...timeOptions('retry'), { id: 'wait', label: 'full.wait', to: 'wait' }],
    to: 'check_day',
  },
  full_none: {
    kind: 'question',
    text: 'full_none.text',
    again: 'full_none.again',
    answer: 'datetime',
    slot: 'when',
    options: [
      { id: 'wait', label: 'full.wait', to: 'wait' },
      { id: 'place', label: 'offer.place', to: 'forget_place' },
    ],
    to: 'check_day',
  },
  full_any: { kind: 'question', text: 'full_any.text', again: 'offer.again_place', answer: 'none', options: otherPlace },
  retry: { kind: 'set', slots: { again: false, ...noTimes }, to: 'book' },

  wait: {
    kind: 'call',
    service: 'clinic.wait_for_seat',
    input: wish,
    output: { when: 'when' },
    exits: { done: 'forget_waiting', free: 'retry', place_closed: 'place_closed', too_late: 'too_late', too_many: 'too_many_waiting', failed: 'failed' },
  },
  forget_waiting: { kind: 'set', slots: nobody, to: 'waiting' },
  waiting: { kind: 'end', text: 'waiting.text' },
  too_many_waiting: { kind: 'end', text: 'too_many_waiting.text' },

  // A place whose own system says yes: it is asked after the turn, and may take its time.
  ask_outside: { kind: 'message', text: 'ask_outside.text', to: 'place_outside' },
  place_outside: {
    kind: 'call',
    service: 'clinic.place_request',
    input: { request: 'request' },
    output: { state: 'state', when: 'when', ...timeOutput },
    exits: { done: 'forget', full: 'full_outside', declined: 'declined', gone: 'gone', failed: 'forget_unsure' },
  },
  full_outside: {
    kind: 'question',
    text: 'full_outside.text',
    again: 'full_outside.again',
    answer: 'datetime',
    slot: 'when',
    options: [...timeOptions('retry'), { id: 'place', label: 'offer.place', to: 'forget_place' }],
    to: 'check_day',
  },
  declined: { kind: 'question', text: 'declined.text', again: 'offer.again_place', answer: 'none', options: otherPlace },
  gone: { kind: 'end', text: 'gone.text' },
  forget_unsure: { kind: 'set', slots: nobody, to: 'unsure' },
  unsure: { kind: 'message', text: 'unsure.text', to: 'ask_person' },
} as const;
