import { defineFlow } from '../../src/core/flow.ts';

/** Some days after the visit to the police: can the account be opened? */
export const vneidActivationReminder = defineFlow({
  id: 'reminder_vneid_activation',
  kind: 'system',
  start: 'ask',
  topic: 'vneid',
  given: ['day', 'whom'],
  slots: { day: { type: 'date' }, whom: { type: 'any', default: 'self' }, kind: { type: 'any', default: 'vneid_activation' } },
  nodes: {
    ask: {
      kind: 'question',
      text: 'ask.text',
      again: 'ask.again',
      answer: 'none',
      options: [
        { id: 'approved', label: 'ask.approved', to: 'finish_first' },
        { id: 'waiting', label: 'ask.waiting', to: 'waiting' },
        { id: 'not_gone', label: 'ask.not_gone', to: 'not_gone' },
        { id: 'done', label: 'ask.done', to: 'finish' },
      ],
    },
    // Whoever opens it now need not be asked once more.
    finish_first: { kind: 'call', service: 'reminders.finish', input: { kind: 'kind', subject: 'whom' }, exits: { done: 'open', failed: 'open' } },
    open: { kind: 'subflow', flow: 'vneid_registration', entry: 'vneid.activate', to: 'opened' },
    opened: { kind: 'end' },
    waiting: { kind: 'end', text: 'waiting.text' },
    not_gone: { kind: 'end', text: 'not_gone.text' },
    finish: { kind: 'call', service: 'reminders.finish', input: { kind: 'kind', subject: 'whom' }, exits: { done: 'finished', failed: 'finished' } },
    finished: { kind: 'end', text: 'finished.text' },
  },
});
