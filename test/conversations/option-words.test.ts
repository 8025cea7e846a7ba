import { describe, expect, it } from 'vitest';
import { flows } from '../../flows/mod.ts';
import { readAnswer } from '../../src/understanding/mod.ts';
import { languages, loadTexts } from '../flows/texts.ts';

interface Case {
  readonly where: string;
  readonly typed: string;
  readonly option: string;
  readonly read: () => unknown;
}

/** Everything an option says it can be called by, and its number; one that shows a value has no words of its own. */
const cases: readonly Case[] = languages.flatMap((language) =>
  flows.flatMap((flow) => {
    const texts = loadTexts(language).get(flow.id) ?? {};
    return Object.entries(flow.nodes).flatMap(([name, node]) => {
      if (node.kind !== 'question') return [];
      const options = (node.options ?? []).map(({ id, label, value }) => ({ id, words: value === undefined ? [texts[label] ?? '', ...(texts[`${label}_words`]?.split('|') ?? [])] : [] }));
      const read = (typed: string): unknown => readAnswer(node.answer, typed, { now: 0, options });
      return options.flatMap(({ id, words }, index) =>
        [...words, String(index + 1)].map((typed) => ({ where: `${language} ${flow.id} ${name}`, typed, option: id, read: () => read(typed) })),
      );
    });
  }),
);

describe('what an option is called', () => {
  it('chooses it, word for word', () => {
    expect(cases.length).toBeGreaterThan(500);
    const wrong = cases.filter(({ read, option }) => JSON.stringify(read()) !== JSON.stringify({ kind: 'option', option }));
    expect(wrong.map(({ where, typed, option, read }) => `${where}: "${typed}" is not ${option} but ${JSON.stringify(read())}`)).toEqual([]);
  });
});
