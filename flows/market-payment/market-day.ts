/** Somebody who sells wants to be reminded of their next market day. */
export const marketDayNodes = {
  market_day: {
    kind: 'question',
    text: 'market_day.text',
    again: 'market_day.again',
    answer: 'date',
    slot: 'day',
    options: [{ id: 'no', label: 'market_day.no', to: 'market_day_not_wanted' }],
    to: 'market_day_check',
  },
  market_day_check: {
    kind: 'call',
    service: 'market.check_day',
    input: { day: 'day' },
    exits: { done: 'market_day_remind', not_kept: 'market_day_not_kept', failed: 'market_day_not_kept' },
  },
  market_day_remind: { kind: 'reminder', reminder: 'market_day', input: { day: 'day' }, to: 'market_day_noted' },
  market_day_noted: { kind: 'end', text: 'market_day_noted.text' },
  market_day_not_kept: { kind: 'end', text: 'market_day_not_kept.text' },
  market_day_not_wanted: { kind: 'end', text: 'market_day_not_wanted.text' },
} as const;
