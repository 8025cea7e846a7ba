import { defineFlow } from '../src/core/flow.ts';
import { moveNodes } from './appointment-change/move.ts';
import { waitingNodes } from './appointment-change/waiting.ts';
import { timeSlots } from './free-times.ts';

/** Looking at one's own appointments, one after the other, and changing them; over whatever else is open. */
export const appointmentChange = defineFlow({
  id: 'appointment_change',
  kind: 'service',
  start: 'first',
  entries: {
    'clinic.change_or_cancel': 'first',
    'clinic.leave_waiting': 'first_place',
  },
  topic: 'health',
  slots: {
    request: { type: 'any' },
    number: { type: 'any' },
    facility: { type: 'facility' },
    when: { type: 'datetime' },
    state: { type: 'any' },
    change: { type: 'any' },
    // The other time that somebody would like.
    wish: { type: 'datetime' },
    // A place in a waiting list.
    offer: { type: 'any' },
    ...timeSlots,
  },
  nodes: {
    first: { kind: 'set', slots: { request: 'none', offer: 'none' }, to: 'find' },
    find: {
      kind: 'call',
      service: 'clinic.next_request',
      input: { request: 'request' },
      output: { request: 'request', number: 'number', facility: 'facility', when: 'when', state: 'state' },
      exits: { done: 'what', none: 'find_place', failed: 'failed' },
    },
    what: {
      kind: 'branch',
      cases: [
        { when: { slot: 'state', is: 'requested' }, to: 'request' },
        { when: { slot: 'state', is: 'other_time_proposed' }, to: 'proposal' },
      ],
      otherwise: 'appointment',
    },
    request: {
      kind: 'question',
      text: 'request.text',
      again: 'change.again',
      answer: 'none',
      options: [
        { id: 'cancel', label: 'request.cancel', to: 'cancel' },
        { id: 'other_day', label: 'change.other_day', to: 'new_day' },
        { id: 'next', label: 'change.next', to: 'find' },
        { id: 'keep', label: 'change.keep', to: 'kept' },
      ],
    },
    appointment: {
      kind: 'question',
      text: 'appointment.text',
      again: 'change.again',
      answer: 'none',
      options: [
        { id: 'cancel', label: 'appointment.cancel', to: 'sure' },
        { id: 'other_day', label: 'change.other_day', to: 'new_day' },
        { id: 'next', label: 'change.next', to: 'find' },
        { id: 'keep', label: 'change.keep', to: 'kept' },
      ],
    },
    // Somebody there expects them, and a seat once given away is gone.
    sure: {
      kind: 'question',
      text: 'sure.text',
      again: 'sure.again',
      answer: 'none',
      options: [
        { id: 'cancel', label: 'sure.cancel', to: 'cancel' },
        { id: 'keep', label: 'sure.keep', to: 'kept' },
      ],
    },
    // A time that a place has proposed is asked about in the words in which it was told.
    proposal: { kind: 'set', slots: { change: 'proposed' }, to: 'proposed' },
    proposed: { kind: 'subflow', flow: 'appointment_news', input: { request: 'request', change: 'change' }, to: 'over' },
    over: { kind: 'end' },

    cancel: {
      kind: 'call',
      service: 'clinic.cancel',
      input: { request: 'request' },
      exits: { done: 'cancelled', outside: 'cancel_outside', gone: 'gone', failed: 'cancel_failed' },
    },
    cancel_outside: {
      kind: 'call',
      service: 'clinic.cancel_outside',
      input: { request: 'request' },
      exits: { done: 'cancelled', gone: 'gone', failed: 'cancel_failed' },
    },
    cancelled: { kind: 'end', text: 'cancelled.text' },
    cancel_failed: { kind: 'message', text: 'cancel_failed.text', to: 'ask_person' },
    gone: { kind: 'end', text: 'gone.text' },
    kept: { kind: 'end', text: 'kept.text' },

    ...moveNodes,
    ...waitingNodes,

    no_request: {
      kind: 'question',
      text: 'no_request.text',
      again: 'offer.again',
      answer: 'none',
      options: [
        { id: 'person', label: 'offer.person', to: 'ask_person' },
        { id: 'later', label: 'offer.later', to: 'later' },
      ],
    },
    failed: { kind: 'end', text: 'failed.text' },
    ask_person: { kind: 'handoff', topic: 'health', to: 'over' },
    later: { kind: 'end', text: 'later.text' },
  },
});
