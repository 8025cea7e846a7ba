import { flowOf, plainTexts, withText, type Change } from '../support.ts';
import { alone, type BrokenCase } from './broken-case.ts';

const end = { kind: 'end' } as const;

const silent = flowOf({ start: { kind: 'message', text: 'text', to: 'done' }, done: { kind: 'end', text: 'bye' } });

const labelled = flowOf({
  start: { kind: 'question', text: 'ask', answer: 'none', options: [{ id: 'more', label: 'more', to: 'done' }] },
  done: end,
});

const paying = flowOf(
  { start: { kind: 'question', text: 'ask', answer: 'money', slot: 'amount', to: 'done' }, done: { kind: 'end', text: 'bye' } },
  { slots: { amount: { type: 'money' } } },
);

const expired = {
  fault: 'expired_fact',
  weight: 'warning',
  message: "the source of the fact 'hotline' was to be read again by 2027-05-23.",
  cure: "Read it, then set the fact's value, checkedOn and checkBy in flows/facts.",
} as const;

/** The assistant's own words. */
function system(vi: Readonly<Record<string, string>>, en: Readonly<Record<string, string>> = {}): Change {
  return { system: (language) => ({ vi, en })[language] };
}

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
  {
    title: "a fact that does not exist in the assistant's own words",
    ...alone(silent, system({ stopped: 'Gọi {{fact.hotlin}}' })),
    finding: {
      file: 'locales/vi/system.json',
      flow: 'system',
      fault: 'unknown_fact',
      node: '(stopped)',
      message: "the text 'stopped' shows the fact 'hotlin', which does not exist.",
      cure: "Did you mean 'hotline'? Add it to flows/facts, or name an existing one.",
    },
  },
  {
    title: 'a fact whose source was to be read again the day before, once at the first node that shows it',
    ...alone(silent, { texts: () => ({ text: 'Gọi {{fact.hotline}}', bye: 'Nhớ {{fact.hotline}}' }), today: '2027-05-24' }),
    finding: { ...expired, node: 'start' },
  },
  {
    title: "a fact in the assistant's own words whose source was to be read again",
    ...alone(silent, { ...system({ stopped: 'Gọi {{fact.hotline}}' }, { stopped: 'Call {{fact.hotline}}' }), today: '2028-01-01' }),
    finding: { ...expired, file: 'locales/vi/system.json', flow: 'system', node: '(stopped)' },
  },
  {
    title: 'a text that shows an amount in Vietnamese only',
    ...alone(paying, { texts: (language) => ({ ...plainTexts([paying]), bye: language === 'vi' ? 'Trả {{amount}} nha {{you}}' : 'Pay it' }) }),
    finding: {
      fault: 'different_placeholders',
      node: 'done',
      message: "'bye' has no {{amount}} in en, but in the other language.",
      cure: 'Put it into locales/en/pay_rent.json, or take it out of the other file.',
    },
  },
  {
    title: "the assistant's own words that name a ticket in English only",
    ...alone(silent, system({ opened: 'Đã ghi' }, { opened: 'Noted as {{ticket}}' })),
    finding: {
      file: 'locales/vi/system.json',
      flow: 'system',
      fault: 'different_placeholders',
      node: '(opened)',
      message: "'opened' has no {{ticket}} in vi, but in the other language.",
      cure: 'Put it into locales/vi/system.json, or take it out of the other file.',
    },
  },
  {
    title: 'a text that nothing shows, nor are its words those of an option',
    ...alone(silent, { texts: (language) => ({ ...plainTexts([silent]), ...(language === 'en' ? { old_words: 'before' } : {}) }) }),
    finding: {
      fault: 'unused_text',
      weight: 'warning',
      node: '(texts)',
      message: "nothing shows 'old_words'.",
      cure: 'Delete it from locales/en/pay_rent.json, or name it in a node.',
    },
  },
  {
    title: 'a key that stands twice in a text file',
    ...alone(silent, { textKeys: (language, id) => (language === 'vi' && id === 'pay_rent' ? ['bye', 'text', 'bye'] : []) }),
    finding: {
      fault: 'duplicate_text_key',
      node: 'done',
      message: "'bye' stands several times in locales/vi/pay_rent.json, and only the last text is shown.",
      cure: 'Delete all but one.',
    },
  },
  {
    title: "a key that stands twice among the assistant's own words",
    ...alone(silent, { textKeys: (language, id) => (language === 'en' && id === 'system' ? ['stopped', 'stopped'] : []) }),
    finding: {
      file: 'locales/en/system.json',
      flow: 'system',
      fault: 'duplicate_text_key',
      node: '(stopped)',
      message: "'stopped' stands several times in locales/en/system.json, and only the last text is shown.",
      cure: 'Delete all but one.',
    },
  },
];
