import { contextOf, flowOf } from '../support.ts';
import { alone, type BrokenCase } from './broken-case.ts';

const end = { kind: 'end' } as const;

const misspelt = flowOf({
  start: { kind: 'message', text: 'text', to: 'paid' },
  pay_end: end,
});

const lost = flowOf({ start: { kind: 'message', text: 'text', to: 'done' }, forgotten: end, done: end });

const stuck = flowOf({
  start: { kind: 'message', text: 'text', to: 'ask' },
  ask: { kind: 'question', text: 'ask', answer: 'none' },
});

const endless = flowOf({
  start: { kind: 'message', text: 'text', to: 'ask' },
  ask: { kind: 'question', text: 'ask', answer: 'yesno', to: 'again' },
  again: { kind: 'message', text: 'again', to: 'ask' },
});

const circling = flowOf(
  {
    start: { kind: 'branch', cases: [{ when: { slot: 'paid', is: true }, to: 'done' }], otherwise: 'wait' },
    wait: { kind: 'message', text: 'text', to: 'start' },
    done: end,
  },
  { slots: { paid: { type: 'yesno' } } },
);

const visiting = flowOf(
  {
    start: { kind: 'subflow', flow: 'language', entry: 'language.vi', to: 'again' },
    again: { kind: 'branch', cases: [{ when: { slot: 'paid', is: true }, to: 'done' }], otherwise: 'start' },
    done: end,
  },
  { slots: { paid: { type: 'yesno' } } },
);

const visited = flowOf(
  { start: { kind: 'question', text: 'ask', answer: 'any', to: 'change' }, change: { kind: 'message', text: 'changed', to: 'done' }, done: end },
  { id: 'language', entries: { 'language.vi': 'change' } },
);

/** Flows with one fault each. */
export const graphCases: readonly BrokenCase[] = [
  {
    title: 'an exit to a misspelt node',
    ...alone(misspelt),
    finding: {
      fault: 'exit_to_nowhere',
      node: 'start',
      message: "'paid' is not a node of this flow.",
      cure: "Did you mean 'pay_end'? Name an existing node.",
    },
  },
  {
    title: 'an entry to nowhere',
    ...alone(flowOf({ start: end }, { entries: { pay: 'xyzzy-42' } })),
    finding: {
      fault: 'exit_to_nowhere',
      node: '(entry pay)',
      message: "'xyzzy-42' is not a node of this flow.",
      cure: 'Name an existing node.',
    },
  },
  {
    title: 'a start that is nowhere',
    ...alone(flowOf({ first: end }, { start: 'xyzzy-42' })),
    finding: {
      fault: 'exit_to_nowhere',
      node: '(start)',
      message: "'xyzzy-42' is not a node of this flow.",
      cure: 'Name an existing node.',
    },
  },
  {
    title: 'a node named like something every object has',
    ...alone(
      flowOf({
        start: { kind: 'call', service: 'make_picture', exits: { done: 'done', failed: 'constructor' } },
        done: end,
      }),
    ),
    finding: {
      fault: 'exit_to_nowhere',
      node: 'start',
      message: "'constructor' is not a node of this flow (outcome failed).",
      cure: 'Name an existing node.',
    },
  },
  {
    title: 'a node that nothing leads to',
    ...alone(lost),
    finding: {
      fault: 'unreachable_node',
      node: 'forgotten',
      message: 'no way leads here from the start or from any entry.',
      cure: 'Lead to it from another node, or delete it.',
    },
  },
  {
    title: 'a question without any exit',
    ...alone(stuck),
    finding: {
      fault: 'dead_end',
      node: 'ask',
      message: 'the question has no exit.',
      cure: "Give it options, or an answer type and a 'to'.",
    },
  },
  {
    title: 'a typed answer that leads nowhere',
    ...alone(
      flowOf({
        start: { kind: 'question', text: 'ask', answer: 'any', options: [{ id: 'stop', label: 'stop', to: 'done' }] },
        done: end,
      }),
    ),
    finding: {
      fault: 'dead_end',
      node: 'start',
      message: 'a typed answer leads nowhere.',
      cure: "Name the next node in 'to'.",
    },
  },
  {
    title: 'questions that never come to an end, told once and not for the way into them',
    ...alone(endless),
    finding: {
      fault: 'dead_end',
      node: 'ask',
      message: "no end can be reached from here, nor from 'again'.",
      cure: 'Add an exit that leads to an end.',
    },
  },
  {
    title: 'a loop without a question',
    ...alone(circling),
    finding: {
      fault: 'loop_without_question',
      node: 'start',
      message: "'start', 'wait' can go round for ever without asking anything.",
      cure: 'Put a question into the circle, or leave it after one round.',
    },
  },
  {
    title: 'a loop through a subflow that asks something, but not where it is entered',
    flow: visiting,
    context: contextOf([visiting, visited]),
    finding: {
      fault: 'loop_without_question',
      node: 'start',
      message: "'start', 'again' can go round for ever without asking anything.",
      cure: 'Put a question into the circle, or leave it after one round.',
    },
  },
];
