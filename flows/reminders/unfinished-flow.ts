import { defineFlow } from '../../src/core/flow.ts';

/** Only says so: the question at which somebody stopped comes back by itself behind it. */
export const unfinishedFlowReminder = defineFlow({
  id: 'reminder_unfinished_flow',
  kind: 'system',
  start: 'told',
  topic: 'general',
  slots: {},
  nodes: { told: { kind: 'end', text: 'told.text' } },
});
