import type { Flow } from '../../../src/core/flow.ts';
import { flowOf, plainTexts } from '../support.ts';
import { alone, type BrokenCase } from './broken-case.ts';

const end = { kind: 'end' } as const;

const reading = flowOf(
  {
    start: { kind: 'question', text: 'ask', answer: 'money', slot: 'amount', to: 'note' },
    note: { kind: 'question', text: 'note', answer: 'note', slot: 'note', to: 'done' },
    done: { kind: 'end', text: 'bye' },
  },
  { slots: { amount: { type: 'money' }, note: { type: 'note' } } },
);

const stepped = flowOf({
  start: { kind: 'question', text: 'ask', again: 'again', answer: 'any', step: [1, 2], to: 'done' },
  done: end,
});

const choosing = flowOf({
  start: { kind: 'question', text: 'ask', answer: 'none', options: [{ id: 'stop', label: 'stop', to: 'done' }] },
  done: end,
});

function saying(flow: Flow, vi: Readonly<Record<string, string>>, system: Readonly<Record<string, string>> = {}): Pick<BrokenCase, 'flow' | 'context'> {
  return alone(flow, {
    texts: (language) => ({ ...plainTexts([flow]), ...(language === 'vi' ? vi : englishOf(vi)) }),
    system: (language) => (language === 'vi' ? system : {}),
  });
}

/** As short as can be, with the same gaps. */
function englishOf(texts: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, (text.match(/\{\{(?!you)\w+\}\}/g) ?? ['…']).join('').slice(0, 40)]));
}

/** Texts and labels that only fit as long as nobody gives a long answer; the channel `narrow` takes 100 characters, and 20 on a button. */
export const lengthCases: readonly BrokenCase[] = [
  {
    title: 'a text that is too long once the longest values stand in it',
    ...saying(reading, { bye: `${'a'.repeat(35)} {{amount}} {{note}}` }),
    finding: {
      fault: 'text_too_long',
      node: 'done',
      message: "'bye' can come to 103 characters, and narrow sends more than 100 in pieces.",
      cure: "Make 'bye' 3 characters shorter in locales/vi/pay_rent.json.",
    },
  },
  {
    title: 'a text that is too long once it is composed and people are addressed',
    ...saying(choosing, { ask: `${'a\u0301'.repeat(98)}{{you}}` }),
    finding: {
      fault: 'text_too_long',
      node: 'start',
      message: "'ask' can come to 102 characters, and narrow sends more than 100 in pieces.",
      cure: "Make 'ask' 2 characters shorter in locales/vi/pay_rent.json.",
    },
  },
  {
    title: 'a question that is too long with its step and the longest sentence before it',
    ...saying(stepped, { again: 'a'.repeat(70) }, { 'lead.back': 'Lại.', 'lead.delayed': 'Tin tới trễ rồi nha.', step: 'Bước {{step}}/{{steps}}.' }),
    finding: {
      fault: 'text_too_long',
      node: 'start',
      message: "'again' can come to 101 characters, and narrow sends more than 100 in pieces.",
      cure: "Make 'again' 1 character shorter in locales/vi/pay_rent.json.",
    },
  },
  {
    title: 'a label that is longer than a button, with its number',
    ...saying(choosing, { stop: 'Để bữa khác rồi tính' }),
    finding: {
      fault: 'text_too_long',
      node: 'start',
      message: "'stop' can come to 23 characters, and narrow cuts its button at 20.",
      cure: "Make 'stop' 3 characters shorter in locales/vi/pay_rent.json.",
    },
  },
  {
    title: "a label of the assistant's own that is too long for what it offers",
    ...saying(choosing, {}, { 'option.value': 'Ở {{value}}, đúng rồi' }),
    finding: {
      file: 'locales/vi/system.json',
      flow: 'system',
      fault: 'text_too_long',
      node: '(option.value)',
      message: "'option.value' can come to 27 characters, and narrow cuts its button at 20.",
      cure: "Make 'option.value' 7 characters shorter in locales/vi/system.json.",
    },
  },
];
