import { defineFlow } from '../src/core/flow.ts';

/** Switches reminders off, all at once or one kind, or on again; also "đã làm rồi" after one. */
export const remindersStop = defineFlow({
  id: 'reminders_stop',
  kind: 'system',
  start: 'stop',
  entries: {
    'reminders.stop_appointment': 'name_appointment',
    'reminders.stop_vneid': 'name_vneid',
    'reminders.stop_card': 'name_card',
    'reminders.stop_market': 'name_market',
    'reminders.stop_unfinished': 'name_unfinished',
    'reminders.start': 'start_again',
    'reminders.done': 'finish',
  },
  topic: 'general',
  slots: { kinds: { type: 'any' } },
  nodes: {
    stop: { kind: 'call', service: 'reminders.stop', exits: { done: 'stopped', failed: 'failed' } },
    stopped: { kind: 'end', text: 'stopped.text' },
    failed: { kind: 'end', text: 'failed.text' },

    name_appointment: { kind: 'set', slots: { kinds: ['appointment'] }, to: 'stop_kind' },
    name_vneid: { kind: 'set', slots: { kinds: ['vneid_visit', 'vneid_activation'] }, to: 'stop_kind' },
    name_card: { kind: 'set', slots: { kinds: ['card_renewal'] }, to: 'stop_kind' },
    name_market: { kind: 'set', slots: { kinds: ['market_day'] }, to: 'stop_kind' },
    name_unfinished: { kind: 'set', slots: { kinds: ['unfinished_flow'] }, to: 'stop_kind' },
    stop_kind: { kind: 'call', service: 'reminders.stop', input: { kinds: 'kinds' }, exits: { done: 'stopped_kind', failed: 'failed' } },
    stopped_kind: { kind: 'end', text: 'stopped_kind.text' },

    start_again: { kind: 'call', service: 'reminders.start', exits: { done: 'started', failed: 'failed' } },
    started: { kind: 'end', text: 'started.text' },

    finish: { kind: 'call', service: 'reminders.finish_last', exits: { done: 'finished', none: 'nothing_told', failed: 'failed' } },
    finished: { kind: 'end', text: 'finished.text' },
    nothing_told: { kind: 'end', text: 'nothing_told.text' },
  },
});
