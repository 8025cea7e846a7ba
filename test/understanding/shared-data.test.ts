import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findIntents } from '../../src/understanding/intents.ts';
import { findDanger } from '../../src/understanding/safety.ts';
import { understandLine } from '../../src/understanding/understand-line.ts';

/** Examples kept outside of the project; without them this suite has only the case that says so. */
const folder = join(import.meta.dirname, '../../../shared/data');

interface Example {
  readonly text: string;
  readonly intent: string;
  readonly type: string;
  readonly value: unknown;
  readonly also?: readonly unknown[];
  readonly line: string;
}

function readExamples(file: string): readonly Example[] {
  const path = join(folder, file);
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n').filter((line) => line !== '');
  return lines.map((line) => ({ ...(JSON.parse(line) as Omit<Example, 'line'>), line }));
}

/** Share of examples that are right, in a group and over all; printed as a table. */
function measure(name: string, examples: readonly Example[], groupOf: (example: Example) => string, isRight: (example: Example) => boolean) {
  const shares = new Map<string, readonly [number, number]>();
  for (const example of examples) {
    const [right, all] = shares.get(groupOf(example)) ?? [0, 0];
    shares.set(groupOf(example), [right + (isRight(example) ? 1 : 0), all + 1]);
  }
  const right = [...shares.values()].reduce((sum, [count]) => sum + count, 0);
  console.info(`${name}: ${right}/${examples.length}`, Object.fromEntries([...shares].map(([group, [good, all]]) => [group, `${good}/${all}`])));
  const share = (group: string): number => (shares.get(group)?.[0] ?? 0) / (shares.get(group)?.[1] ?? 1);
  return { total: right / examples.length, share };
}

const utterances = readExamples('utterances.dev.jsonl');
const inputs = readExamples('inputs.dev.jsonl').filter(({ type }) => ['yesno', 'choice', 'money', 'name'].includes(type));

function accepts(example: Example, found: unknown): boolean {
  return (example.intent ?? example.value) === found || (example.also ?? []).includes(found);
}

const cases: readonly (readonly [string, () => void])[] = [
  ['are there, or the folder is missing', () => expect(utterances.length > 0).toBe(existsSync(folder))],
  ...(utterances.length === 0
    ? []
    : ([
        [
          'have their intent found in most cases, those of the market nearly always',
          () => {
            const { total, share } = measure('intents', utterances, ({ intent }) => intent, (example) => accepts(example, findIntents(example.text)[0]?.intent ?? 'out_of_scope'));
            expect(total).toBeGreaterThan(0.9);
            for (const intent of ['market.pay', 'market.sell', 'market.scam_or_wrong_transfer']) expect(share(intent)).toBeGreaterThanOrEqual(0.95);
          },
        ],
        [
          'have every emergency heard and hardly a false alarm',
          () => {
            const { share } = measure(
              'danger',
              utterances,
              ({ intent }) => (intent === 'emergency' ? 'emergencies' : intent.includes('scam') ? 'scams' : 'others'),
              ({ intent, text }) => (intent === 'emergency' ? findDanger(text) !== undefined : [undefined, 'fraud'].includes(findDanger(text))),
            );
            expect(share('emergencies')).toBe(1);
            expect(share('others')).toBeGreaterThan(0.99);
          },
        ],
        [
          'have their answers read',
          () => {
            const { total } = measure('answers', inputs, ({ type }) => type, (example) => accepts({ ...example, intent: example.value as string }, understandLine(example.line, 1)['value']));
            expect(total).toBeGreaterThan(0.95);
          },
        ],
      ] as const)),
];

describe('examples outside of the project', () => {
  it.each(cases)('%s', (_, check) => {
    check();
  });
});
