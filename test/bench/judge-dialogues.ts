import { compareChat } from '../chaos/compare-chat.ts';
import type { Shown } from '../chaos/platform.ts';
import type { Recorded } from '../chaos/recording.ts';
import type { Dialogue } from './dialogues.ts';

/** A dialogue with what the program wrote down of it, in that order, and what the person saw. */
export interface Evidence {
  readonly dialogue: Dialogue;
  readonly recorded: readonly Recorded[];
  readonly shown: readonly Shown[];
}

export interface Judgement {
  readonly dialogues: number;
  readonly wrong: number;
  /** Taken in another order than the person wrote. */
  readonly differ: number;
  /** The first few that are wrong, a line each. */
  readonly examples: readonly string[];
}

export interface Rules {
  /** What the person should have seen, by the key of the dialogue. */
  readonly expected: ReadonlyMap<string, readonly Shown[]>;
  /** Another order than the person wrote is wrong, unless a message was refused first. */
  readonly orderIsPromised: boolean;
}

/** A message that came so long after it was written may be read otherwise. Milliseconds. */
const late = 10_000;

/** Dialogues with the same key are answered with the same words: the texts as they were taken, and which came late. */
export function keyOf({ dialogue, recorded }: Pick<Evidence, 'dialogue' | 'recorded'>): string {
  const sent = new Map(dialogue.updates.map((update, index) => [update.id, { text: dialogue.texts[index] ?? '', update }]));
  const taken = recorded.map(({ updateId, receivedAt }) => {
    const found = sent.get(updateId);
    return [found?.text, found !== undefined && receivedAt.getTime() - sentAt(found.update.body) > late];
  });
  return JSON.stringify([dialogue.channel, taken]);
}

/** Epoch milliseconds, as either platform writes them. */
function sentAt(body: Readonly<Record<string, unknown>>): number {
  const { message, timestamp } = body;
  if (typeof timestamp === 'string') return Number(timestamp);
  return typeof message === 'object' && message !== null && 'date' in message ? Number(message.date) * 1_000 : 0;
}

const mostExamples = 5;

export function judgeDialogues(evidence: readonly Evidence[], rules: Rules): Judgement {
  const faults = evidence.map((each) => faultOf(each, rules));
  const found = faults.filter((fault) => fault !== undefined);
  return {
    dialogues: evidence.length,
    wrong: found.length,
    differ: evidence.filter(isInOtherOrder).length,
    examples: found.slice(0, mostExamples),
  };
}

export function addJudgements(one: Judgement, other: Judgement): Judgement {
  return {
    dialogues: one.dialogues + other.dialogues,
    wrong: one.wrong + other.wrong,
    differ: one.differ + other.differ,
    examples: [...one.examples, ...other.examples].slice(0, mostExamples),
  };
}

export const nothingJudged: Judgement = { dialogues: 0, wrong: 0, differ: 0, examples: [] };

function faultOf(evidence: Evidence, { expected, orderIsPromised }: Rules): string | undefined {
  const { dialogue, recorded, shown } = evidence;
  const name = `${dialogue.channel} ${dialogue.person}`;
  const kept = new Set(recorded.map(({ updateId }) => updateId));
  const lost = dialogue.updates.filter(({ id }) => !kept.has(id)).length;
  if (lost > 0) return `${name}: ${lost} of ${dialogue.updates.length} messages lost`;
  if (recorded.length !== dialogue.updates.length) return `${name}: ${recorded.length} messages taken, ${dialogue.updates.length} written`;
  if (recorded.some(({ state }) => state !== 'done')) return `${name}: stuck`;
  if (orderIsPromised && dialogue.refused === 0 && isInOtherOrder(evidence)) return `${name}: taken in another order than written`;
  const { lines } = compareChat(shown, expected.get(keyOf(evidence)) ?? [], []);
  return lines[0] === undefined ? undefined : `${name}: ${lines[0]}`;
}

function isInOtherOrder({ dialogue, recorded }: Evidence): boolean {
  return recorded.some(({ updateId }, index) => updateId !== dialogue.updates[index]?.id);
}
