import type { Flow } from '../../../src/core/flow.ts';
import { flowOf, plainTexts } from '../support.ts';
import { alone, type BrokenCase } from './broken-case.ts';

const end = { kind: 'end' } as const;

/** A question whose options are called by their ids. */
function asking(...ids: readonly string[]): Flow {
  const options = ids.map((id) => ({ id, label: id, to: 'done' }));
  return flowOf({ start: { kind: 'question', text: 'ask', answer: 'none', options }, done: end });
}

/** The words are called so in Vietnamese; in English each goes by its key. */
function vietnamese(flow: Flow, words: Readonly<Record<string, string>>): Pick<BrokenCase, 'flow' | 'context'> {
  const english = Object.fromEntries(Object.keys(words).map((key) => [key, `Câu ${key}`]));
  return alone(flow, { texts: (language) => ({ ...plainTexts([flow]), ...english, ...(language === 'vi' ? words : {}) }) });
}

const cure = 'Use other words in locales/vi/pay_rent.json.';
const family = asking('mother', 'child');

/** Questions whose options can be mistaken for each other or for something else; the words differ in Vietnamese only. */
export const optionsCases: readonly BrokenCase[] = [
  {
    title: 'two options that are the same without accents, capitals and spaces',
    ...vietnamese(family, { mother: 'Má', child: 'Con', child_words: 'm ạ' }),
    finding: {
      fault: 'ambiguous_option',
      node: 'start',
      message: "the options 'mother' and 'child' have the same letters in vi: “Má” and “m ạ”.",
      cure,
    },
  },
  {
    title: 'an option called like the number of another',
    ...vietnamese(asking('father', 'mother'), { father: 'Hai', mother: 'Má' }),
    finding: {
      fault: 'ambiguous_option',
      node: 'start',
      message: "“Hai” of the option 'father' is also number 2, 'mother', in vi.",
      cure,
    },
  },
  {
    title: 'a yes that is called like a no',
    ...vietnamese(asking('yes', 'later'), { yes: 'Chưa', later: 'Bữa khác' }),
    finding: {
      fault: 'ambiguous_option',
      node: 'start',
      message: "“Chưa” of the option 'yes' is read as a no in vi.",
      cure,
    },
  },
  {
    title: "two of the assistant's own options with the same letters",
    ...alone(flowOf({ start: end }), { system: (language) => (language === 'vi' ? { 'option.yes': 'Đúng', 'option.no': 'Dừng' } : {}) }),
    finding: {
      file: 'locales/vi/system.json',
      flow: 'system',
      fault: 'ambiguous_option',
      node: '(prompt.confirm_value)',
      message: "the options 'yes' and 'no' have the same letters in vi: “Đúng” and “Dừng”.",
      cure: 'Use other words in locales/vi/system.json.',
    },
  },
  {
    title: 'an option called like a word that works everywhere',
    ...vietnamese(family, { mother: 'Má', child: 'Quay lại' }),
    finding: {
      fault: 'option_is_command',
      node: 'start',
      message: "“Quay lại” of the option 'child' means 'back' everywhere, in vi.",
      cure: 'Call it something else in locales/vi/pay_rent.json.',
    },
  },
  {
    title: 'more options than a channel has buttons',
    ...alone(asking('one', 'two', 'three')),
    finding: {
      fault: 'too_many_options',
      node: 'start',
      message: '3 options are more than the 2 buttons of narrow, so that people there must type.',
      cure: 'Put some of them under an option of their own, such as "more".',
    },
  },
];
