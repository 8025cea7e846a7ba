import { defineFlow } from '../../src/core/flow.ts';

/** The morning of the day on which somebody wants to go to the police. */
export const vneidVisitReminder = defineFlow({
  id: 'reminder_vneid_visit',
  kind: 'system',
  start: 'ask',
  topic: 'vneid',
  given: ['day', 'whom'],
  slots: { day: { type: 'date' }, whom: { type: 'any', default: 'self' }, kind: { type: 'any', default: 'vneid_visit' } },
  nodes: {
    ask: {
      kind: 'question',
      text: 'ask.text',
      again: 'ask.again',
      answer: 'none',
      options: [
        { id: 'go', label: 'ask.go', to: 'noted' },
        { id: 'other_day', label: 'ask.other_day', to: 'new_day' },
        { id: 'done', label: 'ask.done', to: 'finish' },
      ],
    },
    noted: { kind: 'end', text: 'noted.text' },

    new_day: { kind: 'question', text: 'new_day.text', again: 'new_day.again', answer: 'date', slot: 'day', options: [{ id: 'unsure', label: 'new_day.unsure', to: 'no_day' }], to: 'check' },
    check: { kind: 'call', service: 'vneid.check_day', input: { day: 'day', whom: 'whom' }, exits: { done: 'remind', not_kept: 'not_kept', failed: 'no_day' } },
    remind: { kind: 'reminder', reminder: 'vneid_visit', input: { day: 'day', whom: 'whom' }, to: 'remind_later' },
    remind_later: { kind: 'reminder', reminder: 'vneid_activation', input: { day: 'day', whom: 'whom' }, to: 'moved' },
    moved: { kind: 'end', text: 'moved.text' },
    not_kept: { kind: 'end', text: 'not_kept.text' },
    no_day: { kind: 'end', text: 'no_day.text' },

    finish: { kind: 'call', service: 'reminders.finish', input: { kind: 'kind', subject: 'whom' }, exits: { done: 'finished', failed: 'finished' } },
    finished: { kind: 'end', text: 'finished.text' },
  },
});
