import { noTimes } from '../free-times.ts';

/** From the consent to what is read back: everything that a request needs. */
export const askNodes = {
  // Before anything about a patient is asked: health data is kept under a consent of its own.
  consent_why: { kind: 'message', text: 'consent_why.text', to: 'consent' },
  consent: {
    kind: 'question',
    text: 'consent.text',
    again: 'consent.again',
    answer: 'none',
    step: [2, 6],
    options: [
      { id: 'yes', label: 'consent.yes', to: 'grant' },
      { id: 'no', label: 'consent.no', to: 'refuse' },
    ],
  },
  grant: {
    kind: 'call',
    service: 'clinic.grant_consent',
    output: { consent: 'consent' },
    exits: { done: 'find_people', failed: 'failed' },
  },
  refuse: { kind: 'call', service: 'clinic.refuse_consent', exits: { done: 'refused', failed: 'refused' } },
  refused: { kind: 'end', text: 'refused.text' },

  find_people: {
    kind: 'call',
    service: 'clinic.known_people',
    output: { person1: 'person1', person2: 'person2', person3: 'person3' },
    exits: { done: 'person', failed: 'person' },
  },
  person: {
    kind: 'question',
    text: 'person.text',
    again: 'person.again',
    answer: 'person',
    slot: 'person',
    step: [3, 6],
    options: [
      { id: 'first', label: 'person.first', value: 'person1', to: 'after_person' },
      { id: 'second', label: 'person.second', value: 'person2', to: 'after_person' },
      { id: 'third', label: 'person.third', value: 'person3', to: 'after_person' },
    ],
    to: 'after_person',
  },
  after_person: {
    kind: 'branch',
    cases: [{ when: { slot: 'reviewed', isSet: true }, to: 'review' }],
    otherwise: 'place',
  },
  place: {
    kind: 'question',
    text: 'place.text',
    again: 'place.again',
    answer: 'facility',
    slot: 'facility',
    step: [4, 6],
    options: [{ id: 'unsure', label: 'place.unsure', to: 'no_place' }],
    to: 'check_place',
  },
  no_place: { kind: 'set', slots: { facility: 'unknown' }, to: 'after_place' },
  check_place: {
    kind: 'call',
    service: 'clinic.check_place',
    input: { facility: 'facility' },
    exits: { done: 'after_place', closed: 'place_closed', failed: 'place_unsure' },
  },
  place_closed: { kind: 'message', text: 'place_closed.text', to: 'forget_place' },
  place_unsure: { kind: 'message', text: 'place_unsure.text', to: 'forget_place' },
  forget_place: { kind: 'set', slots: { facility: null }, to: 'place' },
  after_place: {
    kind: 'branch',
    cases: [{ when: { slot: 'reviewed', isSet: true }, to: 'review' }],
    otherwise: 'day',
  },
  day: {
    kind: 'question',
    text: 'day.text',
    again: 'day.again',
    answer: 'datetime',
    slot: 'when',
    step: [5, 6],
    options: [{ id: 'any', label: 'day.any', to: 'any_day' }],
    to: 'check_day',
  },
  any_day: { kind: 'set', slots: { when: 'any' }, to: 'after_day' },
  check_day: {
    kind: 'call',
    service: 'clinic.check_time',
    input: { when: 'when', facility: 'facility' },
    output: { when: 'when' },
    exits: { done: 'after_day', not_open: 'day_closed', failed: 'day_refused' },
  },
  day_closed: { kind: 'message', text: 'day_closed.text', to: 'forget_day' },
  day_refused: { kind: 'message', text: 'day_refused.text', to: 'forget_day' },
  forget_day: { kind: 'set', slots: { when: null }, to: 'day' },
  after_day: {
    kind: 'branch',
    cases: [{ when: { slot: 'reviewed', isSet: true }, to: 'review' }],
    otherwise: 'phone',
  },
  phone: {
    kind: 'question',
    text: 'phone.text',
    again: 'phone.again',
    answer: 'phone',
    slot: 'phone',
    step: [6, 6],
    options: [
      { id: 'same', label: 'phone.same', to: 'phone_unseen' },
      { id: 'none', label: 'phone.none', to: 'no_phone' },
    ],
    to: 'after_phone',
  },
  // A chat does not show its number; only the person can hand it over.
  after_phone: {
    kind: 'branch',
    cases: [{ when: { slot: 'phone', is: 'same' }, to: 'phone_unseen' }],
    otherwise: 'review',
  },
  phone_unseen: { kind: 'message', text: 'phone_unseen.text', to: 'forget_same' },
  forget_same: { kind: 'set', slots: { phone: null }, to: 'phone' },
  no_phone: { kind: 'set', slots: { phone: 'none' }, to: 'review' },

  // What was found out for another person, place or time says nothing about this one.
  review: { kind: 'set', slots: { reviewed: true, again: false, ...noTimes }, to: 'read_back' },
  read_back: {
    kind: 'question',
    text: 'read_back.text',
    again: 'read_back.again',
    answer: 'none',
    options: [
      { id: 'right', label: 'read_back.right', to: 'book' },
      { id: 'fix_person', label: 'read_back.fix_person', to: 'person' },
      { id: 'fix_place', label: 'read_back.fix_place', to: 'place' },
      { id: 'fix_day', label: 'read_back.fix_day', to: 'day' },
      { id: 'fix_phone', label: 'read_back.fix_phone', to: 'phone' },
    ],
  },
} as const;
