import { flows } from '../../flows/mod.ts';
import type { Flow } from '../../src/core/mod.ts';
import { loadConversations, type They } from '../conversations/conversation.ts';
import { createTrafficCounts } from './delivery.ts';
import { startMischief, watchForStandstills } from './mischief.ts';
import type { Options } from './options.ts';
import { chat, type Person } from './people.ts';
import { countMet, lostAnswers, networkCut, platformTroubles } from './platform-troubles.ts';
import { telegramPlatform, zaloPlatform, type Fakes, type Update } from './platform.ts';
import { shortenWaits } from './plants.ts';
import { createRandom, type Random } from './random.ts';
import { readRecording, type Recording } from './recording.ts';
import { replay, type Expected } from './reference.ts';
import type { Report } from './report.ts';
import type { System } from './system.ts';
import { judge } from './verdict.ts';

export interface Surroundings {
  readonly system: System;
  readonly fakes: Fakes;
  readonly progress: (line: string) => void;
  /** Told of each thing that was promised and not kept. */
  readonly explain: (line: string) => void;
}

/** Lets people chat while things go wrong, waits until all has calmed down, and judges. */
export async function run(options: Options, surroundings: Surroundings): Promise<Report> {
  const { system, fakes, progress, explain } = surroundings;
  const people = createPeople(options, fakes);
  const lived = await live(options, people, surroundings);
  await settle(system, people, options.settle);
  await fakes.zalo.settled();
  const recording = await system.finish((database) => readRecording(database, new Date()));
  const expected = await replayAll(people, recording, system, progress);
  const everybody = people.map(({ id, platform, updates }) => ({ id, channel: platform.channel, updates }));
  const logged = (event: string): number => system.logged().get(event) ?? 0;
  const superseded = logged('message_dropped superseded');
  const closed = logged('message_dropped blocked') + logged('message_dropped gone');
  const mishaps = [...lived.mishaps, ...lostAnswers(fakes)];
  const verdict = judge({ people: everybody, fakes, recording, expected, untaken: lived.untaken, mishaps, putAway: superseded + closed }, explain);
  const replies = fakes.telegram.accepted.length + fakes.zalo.accepted.length;
  const happened = new Map([['messages from people', countMessages(people)], ['replies they saw', replies], ...lived.happened, ...countMet(fakes)]);
  return { happened, verdict, occasions: mishaps.length, superseded, closed };
}

/** Longest cut of the network, and the part of a short run that one may take. Milliseconds. */
const longestCut = 20_000;
const cutPart = 100;

async function live(options: Options, people: readonly Person[], { system, fakes, progress }: Surroundings) {
  const random = createRandom(options.seed);
  const untaken: Update[] = [];
  const end = Date.now() + options.seconds * 1_000;
  const counts = createTrafficCounts();
  const troubles = [...system.troubles, ...platformTroubles(fakes, random), networkCut(fakes, Math.min(longestCut, options.seconds * cutPart))];
  const mischief = startMischief(troubles, random, options.every);
  const standstills = watchForStandstills();
  const watch = setInterval(() => progress(`${countMessages(people)} messages, ${Math.max(0, Math.ceil((end - Date.now()) / 1_000))} s left`), 5_000);
  const conversations = scripts();
  const surroundings = {
    roots: system.roots,
    random,
    doubled: options.doubled,
    counts,
    over: () => Date.now() > end,
    untaken: (update: Update) => void untaken.push(update),
  };
  await Promise.all(people.map((person) => chat(person, conversations, surroundings)));
  await mischief.stop();
  fakes.telegram.calm();
  fakes.zalo.calm();
  clearInterval(watch);
  standstills.stop();
  const happened: readonly (readonly [string, number])[] = [
    ['webhooks told twice', counts.doubled],
    ['webhooks told again, since nobody had taken them', counts.repeated],
    ['webhooks overtaken by another chat', counts.overtaken],
    ...mischief.counts,
    ['the machine stood still', standstills.mishaps.length],
  ];
  return { untaken, happened, mishaps: [...mischief.mishaps, ...standstills.mishaps] };
}

async function replayAll(people: readonly Person[], { rows }: Recording, { databaseUrl }: System, progress: (line: string) => void): Promise<Expected> {
  progress(`replaying ${rows.length} messages and events on a quiet assistant`);
  const updates = new Map(people.flatMap(({ id, updates: own }) => own.map((update) => [update.id, { person: id, update }] as const)));
  return replay({
    rows,
    updates,
    flows: shortenWaits<readonly Flow[]>(flows),
    databaseUrl,
    progress: (done) => progress(`replayed ${done} of ${rows.length}`),
  });
}

function createPeople({ people, seed, impatient }: Options, fakes: Fakes): readonly Person[] {
  const random: Random = createRandom(seed + 1);
  const telegram = telegramPlatform(fakes);
  const zalo = zaloPlatform(fakes);
  return Array.from({ length: people }, (_, index) => {
    const isZalo = index % 2 === 1;
    // Zalo's numbers end in digits that a number would lose.
    const id = isZalo ? String(24_684_588_352_920_000_001n + BigInt(index)) : String(50_000 + index);
    return { id, platform: isZalo ? zalo : telegram, impatient: random.next() < impatient, updates: [] };
  });
}

/** What people do in the project's own conversations; without erasures, which take back what was not sent yet. */
function scripts(): readonly (readonly They[])[] {
  return loadConversations().filter(({ name }) => !name.includes('erase')).map(({ steps }) => steps.map(({ they }) => they));
}

function countMessages(people: readonly Person[]): number {
  return people.reduce((total, { updates }) => total + updates.length, 0);
}

/** So many looks in a row, a second apart, at which nothing waits and nothing comes mean that all is done. */
const calmLooks = 3;

/** Resolves when nothing is waiting any more and nothing comes, or after so many seconds: then what waits counts as stuck. */
async function settle(system: System, people: readonly Person[], seconds: number): Promise<void> {
  const end = Date.now() + seconds * 1_000;
  const seen = (): number => people.reduce((total, { platform, id }) => total + platform.shown(id).length, 0);
  let calm = 0;
  for (let before = -1; calm < calmLooks && Date.now() < end; ) {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const now = seen();
    calm = (await system.backlog()) === 0 && now === before ? calm + 1 : 0;
    before = now;
  }
}
