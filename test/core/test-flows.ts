import { defineFlow } from '../../src/core/mod.ts';

/** A small service with every kind of node. */
export const order = defineFlow({
  id: 'order',
  kind: 'service',
  start: 'hello',
  topic: 'market',
  entries: { 'order.size': 'size', 'order.amount': 'amount' },
  slots: {
    size: { type: 'any' },
    amount: { type: 'money' },
    note: { type: 'note', default: 'none' },
    picture: { type: 'any' },
    account: { type: 'account', sensitive: true },
  },
  nodes: {
    hello: { kind: 'message', text: 'hello', to: 'size' },
    size: {
      kind: 'question',
      text: 'size',
      again: 'size.again',
      answer: 'none',
      slot: 'size',
      step: [1, 2],
      options: [
        { id: 'small', label: 'small', to: 'amount' },
        { id: 'large', label: 'large', to: 'amount' },
        { id: 'person', label: 'person', to: 'hand_over' },
      ],
    },
    amount: {
      kind: 'question',
      text: 'amount',
      answer: 'money',
      slot: 'amount',
      options: [{ id: 'skip', label: 'skip', to: 'clear' }],
      to: 'check',
      wait: { minutes: 15, to: 'waited' },
    },
    clear: { kind: 'set', slots: { amount: null, note: 'skipped' }, to: 'check' },
    check: {
      kind: 'branch',
      cases: [
        { when: { slot: 'size', is: 'large' }, to: 'make' },
        { when: { slot: 'amount', isSet: false }, to: 'no_amount' },
      ],
      otherwise: 'details',
    },
    details: { kind: 'subflow', flow: 'details', input: { topic: 'size' }, output: { answer: 'note' }, to: 'make' },
    make: {
      kind: 'call',
      service: 'make',
      input: { sum: 'amount', remark: 'note' },
      output: { id: 'picture' },
      exits: { done: 'made', failed: 'sorry' },
    },
    made: { kind: 'end', text: 'made', picture: 'picture' },
    sorry: { kind: 'end', text: 'sorry' },
    no_amount: { kind: 'end', text: 'no_amount' },
    hand_over: { kind: 'handoff', topic: 'health', to: 'handed' },
    handed: { kind: 'end', text: 'handed' },
    waited: { kind: 'message', text: 'waited', to: 'amount' },
  },
});

export const details = defineFlow({
  id: 'details',
  kind: 'service',
  start: 'ask',
  topic: 'details',
  slots: { topic: { type: 'any' }, answer: { type: 'any' } },
  nodes: {
    ask: { kind: 'question', text: 'details.ask', answer: 'any', slot: 'answer', to: 'end' },
    end: { kind: 'end' },
  },
});

export const loop = defineFlow({
  id: 'loop',
  kind: 'service',
  start: 'a',
  topic: 'general',
  slots: {},
  nodes: { a: { kind: 'set', slots: {}, to: 'b' }, b: { kind: 'set', slots: {}, to: 'a' } },
});

export const menu = defineFlow({
  id: 'menu',
  kind: 'system',
  start: 'menu',
  topic: 'general',
  slots: {},
  nodes: {
    menu: {
      kind: 'question',
      text: 'menu',
      again: 'menu.again',
      answer: 'none',
      options: [{ id: 'order', label: 'order', to: 'order' }],
    },
    order: { kind: 'subflow', flow: 'order', to: 'done' },
    done: { kind: 'end' },
  },
});

export const welcome = defineFlow({
  id: 'welcome',
  kind: 'system',
  start: 'consent',
  topic: 'general',
  slots: {},
  nodes: {
    consent: {
      kind: 'question',
      text: 'consent',
      answer: 'none',
      options: [
        { id: 'yes', label: 'yes', to: 'grant' },
        { id: 'no', label: 'no', to: 'refused' },
      ],
    },
    grant: { kind: 'call', service: 'consent.grant', exits: { done: 'granted', failed: 'refused' } },
    granted: { kind: 'end', text: 'granted' },
    refused: { kind: 'end', text: 'refused' },
  },
});

export const help = defineFlow({
  id: 'help',
  kind: 'system',
  start: 'help',
  topic: 'general',
  slots: {},
  nodes: { help: { kind: 'message', text: 'help', to: 'end' }, end: { kind: 'end' } },
});

export const language = defineFlow({
  id: 'language',
  kind: 'system',
  start: 'ask',
  topic: 'general',
  slots: {},
  nodes: {
    ask: { kind: 'question', text: 'language', answer: 'none', options: [{ id: 'en', label: 'en', to: 'end' }] },
    end: { kind: 'end', text: 'language.done' },
  },
});
