import { contextOf, flowOf } from '../support.ts';
import { alone, type BrokenCase } from './broken-case.ts';

const end = { kind: 'end' } as const;

const untold = flowOf({
  start: { kind: 'question', text: 'ask', answer: 'any', to: 'done' },
  done: end,
});

const calling = flowOf({
  start: { kind: 'call', service: 'make_pictures', exits: { done: 'done', failed: 'done' } },
  done: end,
});

const unmanned = flowOf({ start: { kind: 'handoff', topic: 'markets', to: 'done' }, done: end });

const orphaned = flowOf({ start: { kind: 'subflow', flow: 'plces', to: 'done' }, done: end });

const places = flowOf({ start: end }, { id: 'places', entries: { find_clinic: 'start' } });

const misentered = flowOf({ start: { kind: 'subflow', flow: 'places', entry: 'find_clinics', to: 'done' }, done: end });

const selfish = flowOf({
  start: { kind: 'question', text: 'ask', answer: 'none', options: [{ id: 'more', label: 'more', to: 'more' }] },
  more: { kind: 'subflow', flow: 'pay_rent', to: 'done' },
  done: end,
});

/** Flows with one fault each. */
export const surroundingsCases: readonly BrokenCase[] = [
  {
    title: 'a subflow that does not exist',
    flow: orphaned,
    context: contextOf([orphaned, places]),
    finding: {
      fault: 'unknown_subflow',
      node: 'start',
      message: "there is no flow 'plces'.",
      cure: "Did you mean 'places'? Name an existing flow.",
    },
  },
  {
    title: 'an entry that the subflow does not have',
    flow: misentered,
    context: contextOf([misentered, places]),
    finding: {
      fault: 'unknown_entry',
      node: 'start',
      message: "'find_clinics' is not an entry of the flow 'places'.",
      cure: "Did you mean 'find_clinic'? Name one of its entries, or leave 'entry' out to begin at its start.",
    },
  },
  {
    title: 'a flow that calls itself',
    ...alone(selfish),
    finding: {
      fault: 'subflow_calls_itself',
      node: 'more',
      message: "the subflow 'pay_rent' leads back into 'pay_rent'.",
      cure: 'Go on to a node of this flow instead of calling it again.',
    },
  },
  {
    title: 'a service that does not exist',
    ...alone(calling),
    finding: {
      fault: 'unknown_service',
      node: 'start',
      message: "there is no service 'make_pictures'.",
      cure: "Did you mean 'make_picture'? Name an existing service.",
    },
  },
  {
    title: 'a handoff that no team takes',
    ...alone(unmanned),
    finding: {
      fault: 'unknown_topic',
      node: 'start',
      message: "no team takes the topic 'markets'.",
      cure: "Did you mean 'market'? Name one of: market, health.",
    },
  },
  {
    title: 'a question in a flow without a topic',
    ...alone({ ...untold, topic: '' }),
    finding: {
      fault: 'question_without_person',
      node: 'start',
      message: '"gặp người" reaches nobody here, as the flow has no topic.',
      cure: 'Give the flow one of the topics: market, health.',
    },
  },
  {
    title: 'a question in a flow whose topic no team takes',
    ...alone({ ...untold, topic: 'healthy' }),
    finding: {
      fault: 'question_without_person',
      node: 'start',
      message: '"gặp người" reaches nobody here, as no team takes the topic \'healthy\'.',
      cure: "Did you mean 'health'? Give the flow one of the topics: market, health.",
    },
  },
];
