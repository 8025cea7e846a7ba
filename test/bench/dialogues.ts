import type { ChannelName, Platform, Update } from '../chaos/platform.ts';
import type { Random } from '../chaos/random.ts';
import { pause } from '../support/pause.ts';

/**
 * How the six messages of a dialogue are told. `burst`: in pairs, the second 3 ms after the first. `in_sequence`: the
 * next as soon as the last was taken, before any reply is read. `doubled`: the same, and 5 % are told twice at once.
 */
export const manners = ['burst', 'in_sequence', 'doubled'] as const;

export type Manner = (typeof manners)[number];

/** Somebody's dialogue as the platform told it. */
export interface Dialogue {
  readonly person: string;
  readonly channel: ChannelName;
  /** In the order in which the person wrote. */
  readonly updates: readonly Update[];
  readonly texts: readonly string[];
  /** How often a message was refused and told again, by which it may have come behind the next. */
  readonly refused: number;
}

const banks = ['Vietcombank', 'agribank', 'MB', 'BIDV'];
const accounts = ['7600 2050 12345', '0123456789012', '19034567890'];
const amounts = ['50 ngàn', '1', '120 ngàn'];

/** From the first word to the reading back: several, so that a reply which belongs to somebody else shows. */
export function chooseTexts(random: Random): readonly string[] {
  return ['tui muốn làm mã nhận tiền', '1', random.pick(banks), random.pick(accounts), random.pick(amounts), random.pick(['tiền cá', '1'])];
}

/** Between two messages of somebody impatient. Milliseconds. */
const impatience = 3;
const doubledPart = 0.05;

export interface Way {
  readonly manner: Manner;
  readonly random: Random;
  /** Tells an update until it is taken, and how often it was refused before. */
  tell(update: Update): Promise<number>;
}

/** Holds one dialogue; resolves when every message was taken. */
export async function holdDialogue(platform: Platform, person: string, texts: readonly string[], way: Way): Promise<Dialogue> {
  const updates: Update[] = [];
  let refused = 0;
  const write = async (text: string): Promise<void> => {
    const update = platform.writes(person, text);
    updates.push(update);
    const copies = way.manner === 'doubled' && way.random.next() < doubledPart ? 2 : 1;
    const counts = await Promise.all(Array.from({ length: copies }, () => way.tell(update)));
    refused += counts.reduce((total, count) => total + count, 0);
  };
  for (const pair of inPairs(texts)) await writePair(pair, way.manner, write);
  return { person, channel: platform.channel, updates, texts, refused };
}

async function writePair(pair: readonly string[], manner: Manner, write: (text: string) => Promise<void>): Promise<void> {
  const taken: Promise<void>[] = [];
  for (const text of pair) {
    taken.push(write(text));
    await (manner === 'burst' ? pause(impatience) : taken.at(-1));
  }
  await Promise.all(taken);
}

function inPairs(texts: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(texts.length / 2) }, (_, index) => texts.slice(index * 2, index * 2 + 2));
}
