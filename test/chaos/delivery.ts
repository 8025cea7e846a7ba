import type { Platform, Update } from './platform.ts';
import type { Random } from './random.ts';
import { pause } from '../support/pause.ts';

/** How the platforms tell what people do. */
export interface Traffic {
  /** One for each process that takes webhooks. */
  readonly roots: readonly string[];
  readonly random: Random;
  /** Part of the updates that are told twice. */
  readonly doubled: number;
  readonly counts: TrafficCounts;
}

/** What came otherwise than once and in order. */
export interface TrafficCounts {
  doubled: number;
  /** Told again because nobody had taken it. */
  repeated: number;
  /** Taken after something that was written later in another chat. */
  overtaken: number;
  sent: number;
  latestTaken: { readonly number: number; readonly person: string };
}

export function createTrafficCounts(): TrafficCounts {
  return { doubled: 0, repeated: 0, overtaken: 0, sent: 0, latestTaken: { number: 0, person: '' } };
}

/** Tries so long that no outage of the run outlasts it. */
const tries = 200;

/** Part of the updates that stay on their way for a while, and how long. Milliseconds. */
const delayed = { part: 0.05, least: 50, most: 1_500 };

/** Tells an update until some process takes it, as a platform does, and now and then once more although it was taken. */
export async function deliver(platform: Platform, { person, update }: { readonly person: string; readonly update: Update }, traffic: Traffic): Promise<boolean> {
  const { random, doubled, counts } = traffic;
  counts.sent += 1;
  const number = counts.sent;
  if (random.next() < delayed.part) await pause(random.between(delayed.least, delayed.most));
  const copies = random.next() < doubled ? 2 : 1;
  counts.doubled += copies - 1;
  const taken = await Promise.all(Array.from({ length: copies }, () => deliverOne(platform, update, traffic)));
  noteOrder(counts, number, person);
  return taken.every(Boolean);
}

async function deliverOne(platform: Platform, update: Update, { roots, random, counts }: Traffic): Promise<boolean> {
  for (let repetition = 0; repetition < tries; repetition += 1) {
    counts.repeated += Math.min(repetition, 1);
    if (await platform.post(random.pick(roots), update, repetition)) return true;
    await pause(random.between(100, 600));
  }
  return false;
}

function noteOrder(counts: TrafficCounts, number: number, person: string): void {
  if (number > counts.latestTaken.number) counts.latestTaken = { number, person };
  else if (counts.latestTaken.person !== person) counts.overtaken += 1;
}
