import { defineFlow } from '../src/core/flow.ts';

/** Which words always work. */
export const help = defineFlow({
  id: 'help',
  kind: 'system',
  start: 'words',
  topic: 'general',
  slots: {},
  nodes: {
    words: { kind: 'end', text: 'words.text' },
  },
});
