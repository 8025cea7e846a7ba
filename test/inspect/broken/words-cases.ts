import { flowOf, withText } from '../support.ts';
import { alone, type BrokenCase } from './broken-case.ts';

const end = { kind: 'end' } as const;

const silent = flowOf({ start: { kind: 'message', text: 'text', to: 'done' }, done: { kind: 'end', text: 'bye' } });

const labelled = flowOf({
  start: { kind: 'question', text: 'ask', answer: 'none', options: [{ id: 'more', label: 'more', to: 'done' }] },
  done: end,
});

/** Flows with one fault each. */
export const wordsCases: readonly BrokenCase[] = [
  {
    title: 'a text missing in both languages',
    ...alone(silent, { texts: () => ({ text: 'Chào' }) }),
    finding: {
      fault: 'missing_text',
      node: 'done',
      message: "'bye' has no text in vi and en.",
      cure: 'Add it to locales/vi/pay_rent.json and locales/en/pay_rent.json.',
    },
  },
  {
    title: 'a text that is blank in English',
    ...alone(silent, { texts: (language) => ({ text: 'Chào', bye: language === 'vi' ? 'Tạm biệt' : '  ' }) }),
    finding: {
      fault: 'missing_text',
      node: 'done',
      message: "'bye' has no text in en.",
      cure: 'Add it to locales/en/pay_rent.json.',
    },
  },
  {
    title: 'an option whose label is missing',
    ...alone(labelled, { texts: () => ({ ask: 'Gì nữa?' }) }),
    finding: {
      fault: 'missing_text',
      node: 'start',
      message: "'more' has no text in vi and en.",
      cure: 'Add it to locales/vi/pay_rent.json and locales/en/pay_rent.json.',
    },
  },
  {
    title: 'a fact that does not exist',
    ...alone(silent, withText('Gọi {{fact.hotlin}}', silent)),
    finding: {
      fault: 'unknown_fact',
      node: 'start',
      message: "the text 'text' shows the fact 'hotlin', which does not exist.",
      cure: "Did you mean 'hotline'? Add it to flows/facts, or name an existing one.",
    },
  },
];
