import { parseArgs } from 'node:util';
import { flows } from '../../flows/mod.ts';
import type { Flow } from '../../src/core/mod.ts';
import { loadConversations, type They } from '../conversations/conversation.ts';
import { makeTemplate } from '../support/database-template.ts';
import { copyProgram } from './copy.ts';
import { networkCut, platformTroubles, startMischief } from './mischief.ts';
import { chat, type Person } from './people.ts';
import { startFakes, telegramPlatform, zaloPlatform, type Fakes, type Update } from './platform.ts';
import { plants, shortenWaits, shortWaits, type Plant } from './plants.ts';
import { createRandom, type Random } from './random.ts';
import { readRecording } from './recording.ts';
import { replay } from './reference.ts';
import { startSystem, type SetUp, type System } from './system.ts';
import { isClean, judge, type Verdict } from './verdict.ts';

const usage = `Usage: npm run chaos -- [options]

Lets invented residents chat with the real program on imitations of Telegram and Zalo, while processes are killed, servers
restarted, lines cut and answers lost; then holds what everybody saw against what one quiet assistant says to the same
messages. Ends with 1 when anything was lost, done twice, out of order, stuck or wrong.

  --set-up servers|embedded  two web and two worker processes on PostgreSQL and Redis, or one process (servers)
  --seconds N                how long it goes wrong (300)
  --people N                 how many chat at a time (200)
  --seed N                   of everything that is chosen by lot (from the clock)
  --plant NAME               take one promise out of the program first, to see the run fail: ${Object.keys(plants).join(', ')}
  --verbose                  one line for each difference`;

interface Options {
  readonly setUp: SetUp;
  readonly seconds: number;
  readonly people: number;
  readonly seed: number;
  readonly plant: Plant | undefined;
  readonly verbose: boolean;
}

function readOptions(args: readonly string[]): Options | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      'set-up': { type: 'string', default: 'servers' },
      seconds: { type: 'string', default: '300' },
      people: { type: 'string', default: '200' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      plant: { type: 'string' },
      verbose: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const setUp = (['servers', 'embedded'] as const).find((name) => name === values['set-up']);
  const plant = (Object.keys(plants) as Plant[]).find((name) => name === values.plant);
  const [seconds, people, seed] = [values.seconds, values.people, values.seed].map(Number);
  const isRight = setUp && seconds && people && seed !== undefined && (values.plant === undefined || plant);
  if (values.help || !isRight) return undefined;
  return { setUp, seconds, people, seed, plant, verbose: values.verbose };
}

async function main(options: Options): Promise<Verdict> {
  const { setUp, seconds, seed, plant } = options;
  tell(`Seed ${seed}, ${seconds} s on ${setUp}${plant ? `, planted: ${plant}` : ''}`);
  await makeTemplate();
  const copy = copyProgram([...shortWaits, ...(plant ? plants[plant] : [])]);
  const fakes = await startFakes();
  let system: System | undefined;
  try {
    system = await startSystem(setUp, { root: copy.root, fakes, note: progress });
    return await run(options, system, fakes);
  } finally {
    await system?.remove();
    await fakes.telegram.close();
    await fakes.zalo.close();
    copy.remove();
  }
}

async function run(options: Options, system: System, fakes: Fakes): Promise<Verdict> {
  const random = createRandom(options.seed);
  const people = createPeople(options.people, fakes, random);
  const untaken: Update[] = [];
  const end = Date.now() + options.seconds * 1_000;
  const over = (): boolean => Date.now() > end;
  const mischief = startMischief(
    [...system.troubles, ...platformTroubles(fakes, random), networkCut(fakes, Math.min(20_000, options.seconds * 100))],
    random,
    [500, 2_500],
  );
  const surroundings = { roots: system.roots, random, doubled: 0.05, over, untaken: (update: Update) => void untaken.push(update) };
  const conversations = scripts();
  const watch = setInterval(() => tellProgress(people, fakes, end), 5_000);
  await Promise.all(people.map((person) => chat(person, conversations, surroundings)));
  await mischief.stop();
  fakes.telegram.calm();
  fakes.zalo.calm();
  clearInterval(watch);
  await quiet(system, people);
  await fakes.zalo.settled();
  const recording = await system.finish((database) => readRecording(database, new Date()));
  const updates = new Map(people.flatMap(({ id, updates: own }) => own.map((update) => [update.id, { person: id, update }] as const)));
  progress(`replaying ${recording.rows.length} messages and events on a quiet assistant`);
  const expected = await replay({
    rows: recording.rows,
    updates,
    flows: shortenWaits<readonly Flow[]>(flows),
    databaseUrl: system.databaseUrl,
    progress: (done) => progress(`replayed ${done} of ${recording.rows.length}`),
  });
  const everybody = people.map(({ id, platform, updates: own }) => ({ id, channel: platform.channel, updates: own }));
  const superseded = system.logged().get('message_dropped superseded') ?? 0;
  const lines: string[] = [];
  const verdict = judge({ people: everybody, fakes, recording, expected, untaken, mishaps: mischief.mishaps, superseded }, (line) => lines.push(line));
  for (const line of options.verbose ? lines : lines.slice(0, 10)) tell(`  ${line}`);
  if (options.verbose) for (const [message, count] of system.logged()) tell(`  in the logs: ${message} ${count}`);
  report(verdict, { messages: updates.size, replies: fakes.telegram.accepted.length + fakes.zalo.accepted.length, troubles: mischief.counts, superseded });
  return verdict;
}

function createPeople(count: number, fakes: Fakes, random: Random): readonly Person[] {
  const telegram = telegramPlatform(fakes);
  const zalo = zaloPlatform(fakes);
  return Array.from({ length: count }, (_, index) => {
    const isZalo = index % 2 === 1;
    // Zalo's numbers end in digits that a number would lose.
    const id = isZalo ? String(24_684_588_352_920_000_001n + BigInt(index)) : String(50_000 + index);
    return { id, platform: isZalo ? zalo : telegram, impatient: random.next() < 0.3, updates: [] };
  });
}

/** What people do in the project's own conversations; without danger, whose answer may overtake others, and without erasures, which take back what was not sent yet. */
function scripts(): readonly (readonly They[])[] {
  const isCalm = ({ name }: { readonly name: string }): boolean => !/danger|emergenc|scam|erase/.test(name);
  return loadConversations().filter(isCalm).map(({ steps }) => steps.map(({ they }) => they));
}

/** Seconds after the last trouble in which everything that waits has to have been done; the longest lease is shorter. */
const settleLimit = 90;

/** Resolves when nothing is waiting any more and nothing comes, or when that takes too long: then it counts as stuck. */
async function quiet(system: System, people: readonly Person[]): Promise<void> {
  const end = Date.now() + settleLimit * 1_000;
  let calm = 0;
  const seen = (): number => people.reduce((total, { platform, id }) => total + platform.shown(id).length, 0);
  for (let before = -1; calm < 5 && Date.now() < end; ) {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const now = seen();
    calm = (await system.backlog()) === 0 && now === before ? calm + 1 : 0;
    before = now;
  }
}

function tellProgress(people: readonly Person[], fakes: Fakes, end: number): void {
  const messages = people.reduce((total, { updates }) => total + updates.length, 0);
  const left = Math.max(0, Math.ceil((end - Date.now()) / 1_000));
  progress(`${messages} messages, ${fakes.telegram.accepted.length + fakes.zalo.accepted.length} replies, ${left} s left`);
}

function report(verdict: Verdict, { messages, replies, troubles, superseded }: { readonly messages: number; readonly replies: number; readonly troubles: ReadonlyMap<string, number>; readonly superseded: number }): void {
  const rows: readonly (readonly [string, number])[] = [
    ['messages from people', messages],
    ['replies they saw', replies],
    ...[...troubles].map(([name, count]) => [name, count] as const),
    ['MESSAGES LOST', verdict.messagesLost],
    ['REPLIES LOST', verdict.repliesLost],
    ['STEPS RUN TWICE OR NOT', verdict.stepsTwice],
    ['OUT OF ORDER', verdict.outOfOrder],
    ['WRONG REPLIES', verdict.wrongReplies],
    ['STUCK', verdict.stuck],
    ['AT ANOTHER STEP', verdict.wrongStep],
    ['TICKETS MISSED OR DOUBLED', verdict.tickets],
    ['REQUESTS MISSED OR DOUBLED', verdict.appointments],
    ['WAITS MISSED', verdict.waitsMissed],
    ['WAITS DONE TWICE', verdict.waitsTwice],
    ['REPEATED WITHOUT A CAUSE', verdict.repeatedWithoutCause],
    ['repeated, in the air at a mishap', verdict.repeatedInTheAir],
    ['put away for a newer question after a minute', superseded],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  tell(`\n${rows.map(([name, count]) => `${name.padEnd(width)}  ${count}`).join('\n')}`);
}

function tell(line: string): void {
  process.stdout.write(`${line}\n`);
}

function progress(line: string): void {
  process.stderr.write(`… ${line}\n`);
}

const options = readOptions(process.argv.slice(2));
if (!options) {
  tell(usage);
  process.exitCode = process.argv.includes('--help') || process.argv.includes('-h') ? 0 : 2;
} else {
  const verdict = await main(options);
  tell(isClean(verdict) ? '\nNothing lost, nothing twice, in order.' : '\nThe promise was broken.');
  process.exitCode = isClean(verdict) ? 0 : 1;
}
