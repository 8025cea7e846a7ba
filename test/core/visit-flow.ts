import { defineFlow, type Flow } from '../../src/core/mod.ts';
import { textKeysOf } from '../../src/core/slot-reads.ts';

/**
 * A service with every kind of node. The first part of a question's text key says what is asked, and so do the names of
 * what the call `file` receives; the ids of options begin with it, too. So it can be seen of every value to which
 * question it was the answer.
 */
export const visit: Flow = defineFlow({
  id: 'visit',
  kind: 'service',
  start: 'hello',
  topic: 'health',
  slots: {
    size: { type: 'any' },
    amount: { type: 'money' },
    place: { type: 'any' },
    kind: { type: 'any' },
    detail: { type: 'any', default: 'nothing' },
    name: { type: 'name', sensitive: true },
    code: { type: 'any' },
  },
  nodes: {
    hello: { kind: 'message', text: 'hello', to: 'size' },
    size: {
      kind: 'question',
      text: 'size',
      again: 'size.again',
      answer: 'none',
      slot: 'size',
      options: [
        { id: 'size.small', label: 'size.small', to: 'amount' },
        { id: 'size.large', label: 'size.large', to: 'amount' },
        { id: 'size.huge', label: 'size.huge', to: 'amount' },
      ],
    },
    amount: {
      kind: 'question',
      text: 'amount',
      answer: 'money',
      slot: 'amount',
      options: [{ id: 'amount.skip', label: 'amount.skip', to: 'clear' }],
      to: 'place',
      wait: { minutes: 15, to: 'waited' },
    },
    waited: { kind: 'message', text: 'waited', to: 'amount' },
    clear: { kind: 'set', slots: { amount: null }, to: 'place' },
    place: { kind: 'question', text: 'place', answer: 'any', slot: 'place', to: 'kind' },
    kind: {
      kind: 'question',
      text: 'kind',
      answer: 'none',
      slot: 'kind',
      options: [
        { id: 'kind.home', label: 'kind.home', to: 'name' },
        { id: 'kind.shop', label: 'kind.shop', to: 'details' },
        { id: 'kind.boat', label: 'kind.boat', to: 'details' },
      ],
    },
    details: { kind: 'subflow', flow: 'details', input: { topic: 'kind' }, output: { answer: 'detail' }, to: 'name' },
    name: { kind: 'question', text: 'name', answer: 'name', slot: 'name', to: 'told' },
    told: { kind: 'message', text: 'told', to: 'check' },
    check: { kind: 'call', service: 'check', input: { place: 'place' }, output: { code: 'code' }, exits: { done: 'big', failed: 'place' } },
    big: {
      kind: 'branch',
      cases: [{ when: { slot: 'size', is: 'size.huge' }, to: 'warned' }],
      otherwise: 'read_back',
    },
    warned: { kind: 'message', text: 'warned', to: 'read_back' },
    read_back: {
      kind: 'question',
      text: 'read_back',
      answer: 'none',
      options: [
        { id: 'read_back.right', label: 'read_back.right', to: 'file' },
        { id: 'read_back.fix_place', label: 'read_back.fix_place', to: 'place' },
        { id: 'read_back.fix_name', label: 'read_back.fix_name', to: 'name' },
      ],
    },
    file: {
      kind: 'call',
      service: 'file',
      input: { size: 'size', amount: 'amount', place: 'place', kind: 'kind', detail: 'detail', name: 'name', code: 'code' },
      exits: { done: 'filed', failed: 'filed' },
    },
    filed: { kind: 'end', text: 'filed' },
  },
});

/** The part of the visit that has a flow of its own. */
export const details: Flow = defineFlow({
  id: 'details',
  kind: 'service',
  start: 'ask',
  topic: 'health',
  slots: { topic: { type: 'any', default: 'nothing' }, answer: { type: 'any' }, sure: { type: 'any' } },
  nodes: {
    ask: { kind: 'question', text: 'detail', answer: 'any', slot: 'answer', to: 'sure' },
    sure: {
      kind: 'question',
      text: 'sure',
      answer: 'none',
      slot: 'sure',
      options: [
        { id: 'sure.yes', label: 'sure.yes', to: 'end' },
        { id: 'sure.no', label: 'sure.no', to: 'ask' },
      ],
    },
    end: { kind: 'end' },
  },
});

/** Where "quay lại" at the first question leads. */
export const visitMenu: Flow = defineFlow({
  id: 'menu',
  kind: 'system',
  start: 'menu',
  topic: 'general',
  slots: {},
  nodes: {
    menu: { kind: 'question', text: 'menu', answer: 'none', options: [{ id: 'menu.visit', label: 'menu.visit', to: 'visit' }] },
    visit: { kind: 'subflow', flow: 'visit', to: 'done' },
    done: { kind: 'end' },
  },
});

const texts: Readonly<Record<string, string>> = {
  told: 'To {{place}} for {{name}}.',
  warned: 'That is {{size}}, {{you}}.',
  read_back: '{{size}}, {{place}}, {{kind}}, {{detail}}, {{name}}, {{code}}: right?',
};

/** The texts of the visit and its details, with the gaps called as this version calls its slots. */
export function textsOf({ nodes }: Flow): Readonly<Record<string, string>> {
  const keys = [...Object.values(nodes), ...Object.values(details.nodes)].flatMap(textKeysOf);
  const filed = Object.values(nodes).find((node) => node.kind === 'call' && node.service === 'file');
  const slots = filed?.kind === 'call' ? (filed.input ?? {}) : {};
  const write = (text: string): string => text.replace(/\{\{(\w+)\}\}/g, (gap, name: string) => (name === 'you' ? gap : name in slots ? `{{${slots[name]}}}` : ''));
  return Object.fromEntries(keys.flatMap((key) => [key, `${key}.reworded`]).map((key) => [key, write(texts[key.replace('.reworded', '')] ?? key)]));
}
