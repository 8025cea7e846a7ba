import { defineFlow } from '../../src/core/flow.ts';

/** An age at which the identity card has to be changed. */
export const cardRenewalReminder = defineFlow({
  id: 'reminder_card_renewal',
  kind: 'system',
  start: 'ask',
  topic: 'vneid',
  given: ['age'],
  slots: { age: { type: 'age' } },
  nodes: {
    ask: {
      kind: 'question',
      text: 'ask.text',
      again: 'ask.again',
      answer: 'none',
      options: [
        { id: 'how', label: 'ask.how', to: 'how' },
        { id: 'done', label: 'ask.done', to: 'finished' },
      ],
    },
    how: { kind: 'end', text: 'how.text' },
    finished: { kind: 'end', text: 'finished.text' },
  },
});
