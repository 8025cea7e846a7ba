import { defineFlow } from '../src/core/flow.ts';

/** Shows what is kept about the person who asks. */
export const myDataShow = defineFlow({
  id: 'my_data_show',
  kind: 'system',
  start: 'show',
  topic: 'general',
  slots: { summary: { type: 'any' } },
  nodes: {
    show: {
      kind: 'call',
      service: 'privacy.show',
      output: { summary: 'summary' },
      exits: { done: 'shown', failed: 'failed' },
    },
    shown: { kind: 'end', text: 'shown.text' },
    failed: { kind: 'end', text: 'failed.text' },
  },
});
