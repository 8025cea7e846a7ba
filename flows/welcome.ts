import { defineFlow } from '../src/core/flow.ts';

/** The first words to anybody new: a machine is speaking, what it keeps, and whether that is all right. */
export const welcome = defineFlow({
  id: 'welcome',
  kind: 'system',
  start: 'hello',
  topic: 'general',
  slots: {},
  nodes: {
    hello: { kind: 'message', text: 'hello.text', to: 'consent' },
    consent: {
      kind: 'question',
      text: 'consent.text',
      again: 'consent.again',
      answer: 'none',
      options: [
        { id: 'yes', label: 'consent.yes', to: 'grant' },
        { id: 'no', label: 'consent.no', to: 'refuse' },
      ],
    },
    grant: { kind: 'call', service: 'consent.grant', exits: { done: 'granted', failed: 'not_noted' } },
    refuse: { kind: 'call', service: 'consent.refuse', exits: { done: 'refused', failed: 'not_noted' } },
    granted: { kind: 'end', text: 'granted.text' },
    refused: { kind: 'end', text: 'refused.text' },
    not_noted: { kind: 'end', text: 'not_noted.text' },
  },
});
