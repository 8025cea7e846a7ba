import { noTimes, timeOptions, timeOutput } from '../free-times.ts';

/** Another day for an appointment. */
export const moveNodes = {
  new_day: {
    kind: 'question',
    text: 'new_day.text',
    again: 'new_day.again',
    answer: 'datetime',
    slot: 'wish',
    options: [
      { id: 'any', label: 'new_day.any', to: 'any_new_day' },
      { id: 'keep', label: 'change.keep', to: 'kept' },
    ],
    to: 'try_move',
  },
  any_new_day: { kind: 'set', slots: { wish: 'any' }, to: 'try_move' },
  try_move: { kind: 'set', slots: noTimes, to: 'move' },
  move: {
    kind: 'call',
    service: 'clinic.move',
    input: { request: 'request', when: 'wish' },
    output: { when: 'when', state: 'state', ...timeOutput },
    exits: { done: 'what_moved', too_late: 'new_day_refused', not_open: 'new_day_closed', full: 'new_day_full', gone: 'gone', failed: 'move_failed' },
  },
  what_moved: { kind: 'branch', cases: [{ when: { slot: 'state', is: 'confirmed' }, to: 'card' }], otherwise: 'moved' },
  card: { kind: 'subflow', flow: 'appointment_card', input: { request: 'request' }, to: 'over' },
  moved: { kind: 'end', text: 'moved.text' },
  new_day_refused: { kind: 'message', text: 'new_day_refused.text', to: 'new_day' },
  new_day_closed: { kind: 'message', text: 'new_day_closed.text', to: 'new_day' },
  new_day_full: {
    kind: 'question',
    text: 'full.text',
    again: 'full.again',
    answer: 'datetime',
    slot: 'wish',
    options: [...timeOptions('try_move'), { id: 'keep', label: 'change.keep', to: 'kept' }],
    to: 'try_move',
  },
  move_failed: { kind: 'message', text: 'move_failed.text', to: 'ask_person' },
} as const;
