import { defineFlow } from '../src/core/flow.ts';

/**
 * Joins two addresses of one person by a code that is shown on one channel and typed on the other. The joining itself is
 * done after the turn in which it was agreed to, and both addresses hear of it.
 */
export const linkAccounts = defineFlow({
  id: 'link_accounts',
  kind: 'system',
  start: 'why',
  entries: { 'link.enter': 'enter', 'link.split': 'split' },
  topic: 'general',
  slots: {
    shown: { type: 'any', sensitive: true },
    code: { type: 'link_code', sensitive: true },
    link: { type: 'any' },
    here: { type: 'any', default: '' },
    there: { type: 'any' },
  },
  nodes: {
    why: { kind: 'message', text: 'why.text', to: 'which' },
    which: {
      kind: 'question',
      text: 'which.text',
      again: 'which.again',
      answer: 'none',
      options: [
        { id: 'get', label: 'which.get', to: 'create' },
        { id: 'enter', label: 'which.enter', to: 'enter' },
      ],
    },
    create: { kind: 'call', service: 'link.create', output: { code: 'shown' }, exits: { done: 'created', failed: 'failed' } },
    created: { kind: 'end', text: 'created.text' },

    enter: { kind: 'question', text: 'enter.text', again: 'enter.again', answer: 'link_code', slot: 'code', to: 'check' },
    check: {
      kind: 'call',
      service: 'link.check',
      input: { code: 'code' },
      // The code comes back empty: nothing of it outlives the turn in which it was typed.
      output: { code: 'code', link: 'link', here: 'here', there: 'there' },
      exits: {
        done: 'confirm',
        wrong: 'wrong',
        used: 'used',
        expired: 'expired',
        own: 'own',
        joined: 'joined',
        same_channel: 'same_channel',
        too_many: 'too_many',
        failed: 'failed',
      },
    },
    wrong: { kind: 'question', text: 'wrong.text', again: 'enter.again', answer: 'link_code', slot: 'code', to: 'check' },
    used: { kind: 'question', text: 'used.text', again: 'enter.again', answer: 'link_code', slot: 'code', to: 'check' },
    expired: { kind: 'question', text: 'expired.text', again: 'enter.again', answer: 'link_code', slot: 'code', to: 'check' },
    own: { kind: 'end', text: 'own.text' },
    joined: { kind: 'end', text: 'joined.text' },
    same_channel: { kind: 'end', text: 'same_channel.text' },
    too_many: { kind: 'end', text: 'too_many.text' },

    confirm: {
      kind: 'question',
      text: 'confirm.text',
      again: 'confirm.again',
      answer: 'none',
      options: [
        { id: 'yes', label: 'confirm.yes', to: 'agree' },
        { id: 'no', label: 'confirm.no', to: 'kept' },
      ],
    },
    agree: {
      kind: 'call',
      service: 'link.agree',
      input: { link: 'link' },
      exits: { done: 'agreed', used: 'used', expired: 'expired', failed: 'failed' },
    },
    // What becomes of it is told by the joining itself, a moment later.
    agreed: { kind: 'end', text: 'agreed.text' },
    kept: { kind: 'end', text: 'kept.text' },
    split: { kind: 'end', text: 'split.text' },
    failed: { kind: 'end', text: 'failed.text' },
  },
});
