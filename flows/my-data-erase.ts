import { defineFlow } from '../src/core/flow.ts';

/** Erases everything about the person at once; asks first only when the wish was guessed from other words. */
export const myDataErase = defineFlow({
  id: 'my_data_erase',
  kind: 'system',
  start: 'erase',
  entries: { 'privacy.delete': 'sure' },
  topic: 'general',
  slots: { count: { type: 'any' }, receipt: { type: 'any' } },
  nodes: {
    sure: {
      kind: 'question',
      text: 'sure.text',
      again: 'sure.again',
      answer: 'none',
      options: [
        { id: 'erase', label: 'sure.erase', to: 'erase' },
        { id: 'keep', label: 'sure.keep', to: 'kept' },
      ],
    },
    erase: {
      kind: 'call',
      service: 'privacy.erase',
      output: { count: 'count', receipt: 'receipt' },
      exits: { done: 'erased', failed: 'failed' },
    },
    erased: { kind: 'end', text: 'erased.text' },
    kept: { kind: 'end', text: 'kept.text' },
    failed: { kind: 'end', text: 'failed.text' },
  },
});
