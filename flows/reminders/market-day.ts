import { defineFlow } from '../../src/core/flow.ts';

/** The evening before somebody sells at a market. */
export const marketDayReminder = defineFlow({
  id: 'reminder_market_day',
  kind: 'system',
  start: 'ask',
  topic: 'market',
  given: ['day'],
  slots: { day: { type: 'date' }, kind: { type: 'any', default: 'market_day' } },
  nodes: {
    ask: {
      kind: 'question',
      text: 'ask.text',
      again: 'ask.again',
      answer: 'none',
      options: [
        { id: 'again', label: 'ask.week', to: 'next' },
        { id: 'done', label: 'ask.done', to: 'finish' },
      ],
    },
    next: { kind: 'call', service: 'market.week_later', input: { day: 'day' }, output: { day: 'day' }, exits: { done: 'check', failed: 'not_kept' } },
    check: { kind: 'call', service: 'market.check_day', input: { day: 'day' }, exits: { done: 'remind', not_kept: 'not_kept', failed: 'not_kept' } },
    remind: { kind: 'reminder', reminder: 'market_day', input: { day: 'day' }, to: 'noted' },
    noted: { kind: 'end', text: 'noted.text' },
    not_kept: { kind: 'end', text: 'not_kept.text' },
    finish: { kind: 'call', service: 'reminders.finish', input: { kind: 'kind' }, exits: { done: 'finished', failed: 'finished' } },
    finished: { kind: 'end', text: 'finished.text' },
  },
});
