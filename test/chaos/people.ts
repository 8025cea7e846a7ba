import type { They } from '../conversations/conversation.ts';
import { deliver, type Traffic } from './delivery.ts';
import type { Platform, Update } from './platform.ts';
import { pause } from '../support/pause.ts';

export interface Person {
  readonly id: string;
  readonly platform: Platform;
  /** Answers before having read. */
  readonly impatient: boolean;
  readonly updates: Update[];
}

export interface Surroundings extends Traffic {
  /** True once nobody begins anything any more. */
  readonly over: () => boolean;
  /** Told of updates that nobody took. */
  readonly untaken: (update: Update) => void;
}

/** Between two messages of somebody in a hurry. Milliseconds. */
const hurry = 3;
/** Who gets no answer for so long writes on. Milliseconds. */
const patience = 8_000;
const lookEvery = 50;
const lastWords = 'menu';
/** Milliseconds. */
const longestLastPause = 1_500;
/** A chat is read once nothing has come for so long. Milliseconds. */
const readingPause = 400;

/**
 * Leads somebody through one conversation after the other until all is over. Then everybody writes twice, the second time
 * while the first is being answered, so that what is left behind then is not found by a later message.
 */
export async function chat(person: Person, conversations: readonly (readonly They[])[], surroundings: Surroundings): Promise<void> {
  await talk(person, conversations, surroundings);
  const first = act(person, lastWords, surroundings);
  await pause(surroundings.random.between(hurry, longestLastPause));
  await act(person, lastWords, surroundings);
  await first;
}

async function talk(person: Person, conversations: readonly (readonly They[])[], surroundings: Surroundings): Promise<void> {
  const { random, over } = surroundings;
  while (!over()) {
    for (const they of random.pick(conversations)) {
      if (over()) return;
      await act(person, they, surroundings);
    }
  }
}

async function act(person: Person, they: They, surroundings: Surroundings): Promise<void> {
  const before = person.platform.shown(person.id).length;
  const updates = toUpdates(person, they);
  person.updates.push(...updates);
  const posts: Promise<void>[] = [];
  for (const update of updates) {
    posts.push(tell(person, update, surroundings));
    await pause(hurry);
  }
  // Somebody in a hurry writes the next message while this one is on its way.
  if (person.impatient && surroundings.random.next() < 0.5) return;
  await Promise.all(posts);
  await waitForAnswer(person, before, surroundings);
}

async function tell({ platform, id }: Person, update: Update, surroundings: Surroundings): Promise<void> {
  if (!(await deliver(platform, { person: id, update }, surroundings))) surroundings.untaken(update);
}

async function waitForAnswer({ platform, id }: Person, before: number, { over }: Surroundings): Promise<void> {
  const start = Date.now();
  for (;;) {
    await pause(lookEvery);
    const shown = platform.shown(id);
    const now = Date.now();
    if (shown.length > before && now - (shown.at(-1)?.at ?? 0) > readingPause) return;
    if (now - start > patience || over()) return;
  }
}

/** What the platform tells of one step; steps that only let time pass tell nothing. */
function toUpdates({ platform, id }: Person, they: They): readonly Update[] {
  if (typeof they === 'string') return [platform.writes(id, they)];
  if ('at_once' in they) return they.at_once.map((text) => platform.writes(id, text));
  if ('twice' in they) return [platform.writes(id, they.twice)];
  if ('tap' in they) return [tapOrWrite(platform, id, they.tap)];
  if ('old_tap' in they) return [tapOrWrite(platform, id, they.old_tap)];
  return [];
}

function tapOrWrite(platform: Platform, id: string, label: string): Update {
  const isThere = platform.shown(id).some(({ buttons }) => buttons.includes(label));
  return isThere ? platform.taps(id, label) : platform.writes(id, label.replace(/^\d\. /, ''));
}
