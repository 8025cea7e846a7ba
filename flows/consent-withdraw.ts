import { defineFlow } from '../src/core/flow.ts';

/** Takes the consent back at once. */
export const consentWithdraw = defineFlow({
  id: 'consent_withdraw',
  kind: 'system',
  start: 'withdraw',
  topic: 'general',
  slots: {},
  nodes: {
    withdraw: { kind: 'call', service: 'consent.withdraw', exits: { done: 'withdrawn', failed: 'failed' } },
    withdrawn: { kind: 'end', text: 'withdrawn.text' },
    failed: { kind: 'end', text: 'failed.text' },
  },
});
