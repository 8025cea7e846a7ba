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
  /** The example itself can be meant otherwise. */
  readonly confirm?: boolean;
  readonly line: string;
}

function readExamples(file: string): readonly Example[] {
  const path = join(folder, file);
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n').filter((line) => line !== '');
  return lines.map((line) => ({ ...(JSON.parse(line) as Omit<Example, 'line'>), line }));
}

type Test = (example: Example) => boolean;

/** Share of the examples that are right; prints how many were right in each group. */
function measure(name: string, examples: readonly Example[], groupOf: (example: Example) => string, isRight: Test): number {
  const groups = [...new Set(examples.map(groupOf))].map((group) => {
    const members = examples.filter((example) => groupOf(example) === group);
    return `${group} ${members.filter(isRight).length}/${members.length}`;
  });
  const right = examples.filter(isRight).length;
  process.stdout.write(`${name}: ${right}/${examples.length} (${groups.join(', ')})\n`);
  return right / examples.length;
}

const utterances = readExamples('utterances.dev.jsonl');
const inputs = readExamples('inputs.dev.jsonl');

function hasIntentFound({ text, intent, also = [] }: Example): boolean {
  const found = findIntents(text)[0]?.intent ?? 'out_of_scope';
  return found === intent || also.includes(found);
}

function hasAnswerRead({ line, value, also = [] }: Example): boolean {
  const read = comparable(understandLine(line, 1)['value']);
  return [value, ...also].some((wanted) => comparable(wanted) === read);
}

/** Lists count by what is in them. */
function comparable(value: unknown): string {
  return JSON.stringify(Array.isArray(value) ? value.map(String).toSorted((first, second) => first.localeCompare(second)) : value);
}

/** Right, or nothing, or read back before it counts. */
const isSafe: Test = (example) => {
  const { value = null, confirm } = understandLine(example.line, 1);
  return value === null || confirm === true || (hasAnswerRead(example) && example.confirm !== true);
};

const isMarket: Test = ({ intent }) => intent.startsWith('market.');
const isEmergency: Test = ({ intent }) => intent === 'emergency';
const isHeard: Test = ({ text }) => findDanger(text) !== undefined;
const isCalm: Test = ({ text }) => [undefined, 'fraud'].includes(findDanger(text));
const calmUtterances = utterances.filter((example) => !isEmergency(example));
const byIntent = ({ intent }: Example): string => intent;

const checks: readonly (readonly [sentence: string, share: () => number, atLeast: number])[] = [
  ['are read when they are there', () => Number(utterances.length > 0 === existsSync(folder)), 1],
  ...(utterances.length === 0
    ? []
    : ([
        ['have their intents found', () => measure('intents', utterances, byIntent, hasIntentFound), 0.9],
        ['have the intents of the market found', () => measure('market', utterances.filter(isMarket), byIntent, hasIntentFound), 0.95],
        ['have every emergency heard', () => measure('emergencies', utterances.filter(isEmergency), byIntent, isHeard), 1],
        ['cause hardly a false alarm', () => measure('no false alarm', calmUtterances, byIntent, isCalm), 0.99],
        ['have their answers read', () => measure('answers', inputs, ({ type }) => type, hasAnswerRead), 0.98],
        ['have no answer taken wrongly without a question', () => measure('not silently wrong', inputs, ({ type }) => type, isSafe), 1],
      ] as const)),
];

describe('examples outside of the project', () => {
  it.each(checks)('%s', (_, share, atLeast) => {
    expect(share()).toBeGreaterThanOrEqual(atLeast);
  });
});
