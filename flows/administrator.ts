import { defineFlow } from '../src/core/flow.ts';

/** Makes a chat one that hears of alerts, by a code that a command on the server prints; and ends that. */
export const administrator = defineFlow({
  id: 'administrator',
  kind: 'system',
  start: 'enter',
  entries: { 'alerts.stop': 'stop' },
  topic: 'general',
  slots: { code: { type: 'link_code', sensitive: true } },
  nodes: {
    enter: { kind: 'question', text: 'enter.text', again: 'enter.again', answer: 'link_code', slot: 'code', to: 'claim' },
    claim: {
      kind: 'call',
      service: 'alerts.claim',
      input: { code: 'code' },
      // The code comes back empty: nothing of it outlives the turn in which it was typed.
      output: { code: 'code' },
      exits: {
        done: 'done',
        done_on_zalo: 'done_on_zalo',
        wrong: 'wrong',
        used: 'used',
        expired: 'expired',
        too_many: 'too_many',
        failed: 'failed',
      },
    },
    done: { kind: 'end', text: 'done.text' },
    done_on_zalo: { kind: 'end', text: 'done_on_zalo.text' },
    wrong: { kind: 'question', text: 'wrong.text', again: 'enter.again', answer: 'link_code', slot: 'code', to: 'claim' },
    used: { kind: 'question', text: 'used.text', again: 'enter.again', answer: 'link_code', slot: 'code', to: 'claim' },
    expired: { kind: 'question', text: 'expired.text', again: 'enter.again', answer: 'link_code', slot: 'code', to: 'claim' },
    too_many: { kind: 'end', text: 'too_many.text' },
    stop: { kind: 'call', service: 'alerts.stop', exits: { done: 'stopped', none: 'none', failed: 'failed' } },
    stopped: { kind: 'end', text: 'stopped.text' },
    none: { kind: 'end', text: 'none.text' },
    failed: { kind: 'end', text: 'failed.text' },
  },
});
