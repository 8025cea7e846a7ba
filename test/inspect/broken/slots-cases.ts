import { contextOf, flowOf, withText } from '../support.ts';
import { alone, type BrokenCase } from './broken-case.ts';

const end = { kind: 'end' } as const;

const silent = flowOf({ start: { kind: 'message', text: 'text', to: 'done' }, done: { kind: 'end', text: 'bye' } });

const early = flowOf(
  {
    start: { kind: 'message', text: 'text', to: 'ask' },
    ask: { kind: 'question', text: 'ask', answer: 'money', slot: 'amount', to: 'done' },
    done: end,
  },
  { slots: { amount: { type: 'money' } } },
);

const undeclared = flowOf(
  {
    start: { kind: 'question', text: 'ask', answer: 'money', slot: 'amuont', to: 'done' },
    done: end,
  },
  { slots: { amount: { type: 'money' } } },
);

const places = flowOf({ start: end }, { id: 'places', entries: { find_clinic: 'start' } });

const searching = flowOf(
  { start: { kind: 'subflow', flow: 'places', input: { commune: 'where' }, to: 'done' }, done: end },
  { slots: { where: { type: 'any', default: 'Cà Mau' } } },
);

/** Flows with one fault each. */
export const slotsCases: readonly BrokenCase[] = [
  {
    title: 'a slot shown before it was asked for',
    ...alone(early, withText('Số tiền {{amount}}', early)),
    finding: {
      fault: 'slot_read_before_set',
      node: 'start',
      message: "'amount' is read in text 'text', but not every way here has set it.",
      cure: "Ask for it first, give it a default, or branch on { slot: 'amount', isSet: true }.",
    },
  },
  {
    title: 'a question that fills a slot which is not declared',
    ...alone(undeclared),
    finding: {
      fault: 'slot_not_declared',
      node: 'start',
      message: "'amuont' in slot is not a slot of 'pay_rent'.",
      cure: "Did you mean 'amount'? Declare it under 'slots', or name a declared one.",
    },
  },
  {
    title: 'a text that shows a slot which is not declared',
    ...alone(silent, withText('Dạ {{nobody_knows_this}}', silent)),
    finding: {
      fault: 'slot_not_declared',
      node: 'start',
      message: "'nobody_knows_this' in text 'text' is not a slot of 'pay_rent'.",
      cure: "Declare it under 'slots', or name a declared one.",
    },
  },
  {
    title: 'a subflow given a slot that it does not declare',
    flow: searching,
    context: contextOf([searching, places]),
    finding: {
      fault: 'slot_not_declared',
      node: 'start',
      message: "'commune' in input is not a slot of 'places'.",
      cure: "Declare it under 'slots', or name a declared one.",
    },
  },
];
