import { defineFlow } from '../src/core/flow.ts';

/** Switches all reminders off at once. */
export const remindersStop = defineFlow({
  id: 'reminders_stop',
  kind: 'system',
  start: 'stop',
  topic: 'general',
  slots: {},
  nodes: {
    stop: { kind: 'call', service: 'reminders.stop', exits: { done: 'stopped', failed: 'failed' } },
    stopped: { kind: 'end', text: 'stopped.text' },
    failed: { kind: 'end', text: 'failed.text' },
  },
});
