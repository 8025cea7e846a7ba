import { defineFlow } from '../../src/core/flow.ts';

const answers = [
  { id: 'go', label: 'ask.go', to: 'noted' },
  { id: 'cancel', label: 'ask.cancel', to: 'cancel' },
  { id: 'other_day', label: 'ask.other_day', to: 'new_day' },
] as const;

/** The evening before an appointment, and early on its day. */
export const appointmentReminder = defineFlow({
  id: 'reminder_appointment',
  kind: 'system',
  start: 'which',
  topic: 'health',
  given: ['part', 'request', 'number', 'facility', 'when'],
  slots: {
    part: { type: 'any' },
    request: { type: 'any' },
    number: { type: 'any' },
    facility: { type: 'facility' },
    when: { type: 'datetime' },
  },
  nodes: {
    which: { kind: 'branch', cases: [{ when: { slot: 'part', is: 'morning' }, to: 'morning' }], otherwise: 'evening' },
    evening: { kind: 'question', text: 'evening.text', again: 'ask.again', answer: 'none', options: answers },
    morning: { kind: 'question', text: 'morning.text', again: 'ask.again', answer: 'none', options: answers },
    noted: { kind: 'end', text: 'noted.text' },

    cancel: {
      kind: 'call',
      service: 'clinic.cancel',
      input: { request: 'request' },
      exits: { done: 'cancelled', gone: 'gone', failed: 'not_done' },
    },
    cancelled: { kind: 'end', text: 'cancelled.text' },
    gone: { kind: 'end', text: 'gone.text' },

    new_day: { kind: 'question', text: 'new_day.text', again: 'new_day.again', answer: 'datetime', slot: 'when', options: [{ id: 'keep', label: 'new_day.keep', to: 'noted' }], to: 'move' },
    move: {
      kind: 'call',
      service: 'clinic.move',
      input: { request: 'request', when: 'when' },
      output: { when: 'when' },
      exits: { done: 'moved', too_late: 'day_refused', not_open: 'day_refused', full: 'day_full', gone: 'gone', failed: 'not_done' },
    },
    moved: { kind: 'end', text: 'moved.text' },
    day_refused: { kind: 'message', text: 'day_refused.text', to: 'new_day' },
    day_full: { kind: 'message', text: 'day_full.text', to: 'new_day' },
    not_done: { kind: 'message', text: 'not_done.text', to: 'ask_person' },
    ask_person: { kind: 'handoff', topic: 'health', to: 'person_asked' },
    person_asked: { kind: 'end' },
  },
});
