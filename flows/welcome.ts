import { defineFlow } from '../src/core/flow.ts';

const consentOptions = [
  { id: 'yes', label: 'consent.yes', to: 'grant' },
  { id: 'no', label: 'consent.no', to: 'refuse' },
] as const;

/** The first words to anybody new: a machine is speaking, what it keeps, and whether that is all right. */
export const welcome = defineFlow({
  id: 'welcome',
  kind: 'system',
  start: 'how',
  topic: 'general',
  // Set for whoever has been answered something already: who is speaking and the question in one message.
  slots: { brief: { type: 'yesno', default: false } },
  nodes: {
    how: { kind: 'branch', cases: [{ when: { slot: 'brief', is: true }, to: 'brief' }], otherwise: 'hello' },
    hello: { kind: 'message', text: 'hello.text', to: 'consent' },
    brief: {
      kind: 'question',
      text: 'brief.text',
      again: 'consent.again',
      answer: 'none',
      options: consentOptions,
    },
    consent: {
      kind: 'question',
      text: 'consent.text',
      again: 'consent.again',
      answer: 'none',
      options: consentOptions,
    },
    grant: { kind: 'call', service: 'consent.grant', exits: { done: 'granted', failed: 'not_noted' } },
    refuse: { kind: 'call', service: 'consent.refuse', exits: { done: 'refused', failed: 'not_noted' } },
    granted: { kind: 'end', text: 'granted.text' },
    refused: { kind: 'end', text: 'refused.text' },
    not_noted: { kind: 'end', text: 'not_noted.text' },
  },
});
