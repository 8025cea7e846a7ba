import { contextOf, flowOf } from '../support.ts';
import { alone, type BrokenCase } from './broken-case.ts';

const end = { kind: 'end' } as const;

const plain = flowOf({ start: end });

const copied = flowOf({ start: { kind: 'question', text: 'ask', answer: 'any', to: 'done' }, done: end });

const selling = flowOf({ start: end }, { id: 'sell', entries: { 'market.sell': 'start' } });

const alsoSelling = flowOf({ start: end }, { entries: { 'market.sell': 'start' } });

const doubledOption = flowOf({
  start: {
    kind: 'question',
    text: 'ask',
    answer: 'none',
    options: [
      { id: 'cash', label: 'cash', to: 'done' },
      { id: 'cash', label: 'code', to: 'done' },
    ],
  },
  done: end,
});

const reserved = flowOf({ start: end }, { id: 'system' });

const withoutName: Readonly<Record<string, string>> = { 'service.market.sell': ' ' };

/** Flows in which something is named twice, or has no name. */
export const idsCases: readonly BrokenCase[] = [
  {
    title: 'two flows with one id, told at the one that wins',
    flow: copied,
    context: contextOf([plain, copied]),
    finding: {
      fault: 'duplicate_id',
      node: '(start)',
      message: "flows/mod.ts lists 2 flows with the id 'pay_rent', and only the last can run.",
      cure: 'Give each an id of its own, or list it once.',
    },
  },
  {
    title: 'a flow that is listed twice',
    flow: plain,
    context: contextOf([plain, plain]),
    finding: {
      fault: 'duplicate_id',
      node: '(start)',
      message: "flows/mod.ts lists 2 flows with the id 'pay_rent', and only the last can run.",
      cure: 'Give each an id of its own, or list it once.',
    },
  },
  {
    title: "a flow with the name of the assistant's own words",
    ...alone(reserved),
    finding: {
      file: 'flows/system.ts',
      flow: 'system',
      fault: 'duplicate_id',
      node: '(start)',
      message: "'system' is the name of the assistant's own words.",
      cure: 'Give the flow another id, and its file and texts the same name.',
    },
  },
  {
    title: 'an intent that enters two flows',
    flow: alsoSelling,
    context: contextOf([selling, alsoSelling]),
    finding: {
      fault: 'duplicate_id',
      node: '(entry market.sell)',
      message: "'market.sell' also enters the flow 'sell', which is never entered by it then.",
      cure: 'Leave the entry in one of the two flows.',
    },
  },
  {
    title: 'two options of a question with one id',
    ...alone(doubledOption),
    finding: {
      fault: 'duplicate_id',
      node: 'start',
      message: "several options are called 'cash', and only the first is ever taken.",
      cure: 'Give each option an id of its own.',
    },
  },
  {
    title: 'two facts with one id',
    ...alone(plain, { facts: [1, 2].map((number) => ({ id: 'hotline', value: { vi: `${number}`, en: `${number}` }, checkBy: '2027-05-23' })) }),
    finding: {
      file: 'flows/facts',
      flow: 'system',
      fault: 'duplicate_id',
      node: '(fact hotline)',
      message: "there are several facts 'hotline', and only the last is shown.",
      cure: 'Give each an id of its own, or delete all but one.',
    },
  },
  {
    title: 'an entry that nothing people say leads to',
    ...alone(flowOf({ start: end }, { entries: { 'market.pays': 'start' } }), { intents: new Set(['market.pay', 'human']) }),
    finding: {
      fault: 'entry_without_intent',
      node: '(entry market.pays)',
      message: "nothing that people say is understood as 'market.pays'.",
      cure: "Did you mean 'market.pay'? Name an intent, or give it phrases in src/understanding/lexicon.",
    },
  },
  {
    title: 'an entry without a name in English',
    ...alone(alsoSelling, { system: (language) => (language === 'en' ? withoutName : {}) }),
    finding: {
      fault: 'missing_service_name',
      node: '(entry market.sell)',
      message: "there is no 'service.market.sell' in en.",
      cure: 'Add it to locales/en/system.json.',
    },
  },
];
