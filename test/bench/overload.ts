import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createRandom, type Random } from '../chaos/random.ts';
import { telegramPlatform, zaloPlatform, type ChannelName, type Platform, type Update } from '../chaos/platform.ts';
import { pause } from '../support/pause.ts';
import { openChats, type Chats } from './chats.ts';
import { withInstallation, type Installation } from './installation.ts';
import { judgeOverload, type Calm, type Told } from './judge-overload.ts';
import type { Amounts } from './options.ts';
import { countPeople, type People } from './people.ts';
import { progress, say } from './progress.ts';
import { layOut, milliseconds, tells, type Row } from './table.ts';
import { createTeller, type Teller } from './teller.ts';
import { benchPoison } from './poison.ts';
import { benchSlowPlatform } from './slow-platform.ts';

interface Scene {
  readonly installation: Installation;
  readonly chats: Chats;
  readonly teller: Teller;
  readonly people: People;
  readonly random: Random;
  readonly platforms: readonly Platform[];
}

/** So many people write at the same time while the capacity is measured. */
const writersAtOnce = 48;
const capacityTime = 10_000;
const overload = 3;
/** Within this time after the rush nothing may be waiting any more; then we look a little longer for the truth. */
const longestWatch = 300_000;
/** After a 503 the program asks for a pause of so long; each further one is twice as long, up to a minute. Milliseconds. */
const retryAfter = 5_000;
const longestRetry = 60_000;

/** More people than it can serve; then a slow platform and a message that cannot be handled. */
export async function benchOverload(amounts: Amounts): Promise<readonly Row[]> {
  const rush = await withInstallation({ web: 1, workers: 1 }, (installation) => measureRush(installation, amounts));
  say(layOut('\nA rush of people who write for the first time; one web and one worker process', rush));
  const slow = await benchSlowPlatform(amounts);
  say(layOut('\nA slow or dead platform, for others than those it concerns', slow));
  const poison = await benchPoison();
  say(layOut('\nA message that cannot be handled', poison));
  return [...rush, ...slow, ...poison];
}

async function measureRush(installation: Installation, { seconds, seed }: Amounts): Promise<readonly Row[]> {
  const { fakes } = installation;
  const platforms = [telegramPlatform(fakes), zaloPlatform(fakes)];
  const scene: Scene = { installation, platforms, chats: openChats(fakes), teller: createTeller(fakes), people: countPeople(), random: createRandom(seed) };
  await measureCapacity(scene, 2_000);
  const capacity = await measureCapacity(scene, capacityTime);
  progress(`capacity ${capacity.toFixed(0)} first messages answered a second; now ${overload} times as many for ${seconds} s`);
  const lag = monitorEventLoopDelay({ resolution: 10 });
  lag.enable();
  const told = await rush(scene, capacity * overload, seconds * 1_000);
  const calm = await watchAge(scene, told);
  lag.disable();
  await drained(installation, longestWatch);
  const waiting = await installation.backlog();
  scene.teller.close();
  const unanswered = told.filter(({ channel, person }) => scene.chats.shown(channel, person).length === 0).length;
  return [
    tells('capacity, first messages answered a second', capacity.toFixed(0)),
    tells(`messages in ${seconds} s`, told.length),
    tells('of which this measuring process itself was late, p99 / max', `${milliseconds(lag.percentile(99) / 1e6)} / ${milliseconds(lag.max / 1e6)}`),
    ...judgeOverload({ told, calm, unanswered, waiting }),
  ];
}

/** How many first messages a second are answered, the sending of the replies included. */
async function measureCapacity(scene: Scene, time: number): Promise<number> {
  const start = performance.now();
  let taken = 0;
  const write = async (): Promise<void> => {
    while (performance.now() - start < time) {
      if ((await scene.teller.tell(rootOf(scene), newcomer(scene).update)).status === 200) taken += 1;
    }
  };
  await Promise.all(Array.from({ length: writersAtOnce }, write));
  await drained(scene.installation, longestWatch);
  return (taken * 1_000) / (performance.now() - start);
}

function rootOf({ installation }: Scene): string {
  return installation.web[0]?.url ?? '';
}

function newcomer({ random, platforms, people }: Scene): { readonly channel: ChannelName; readonly person: string; readonly update: Update } {
  const platform = random.pick(platforms);
  const person = people.next(platform.channel);
  return { channel: platform.channel, person, update: platform.writes(person, 'chào') };
}

/** Writes at this rate whatever comes of it; whoever is refused is told again when the program wants it. */
async function rush(scene: Scene, perSecond: number, time: number): Promise<readonly Told[]> {
  const told: Told[] = [];
  const start = performance.now();
  while (performance.now() - start < time) {
    const due = ((performance.now() - start) / 1_000) * perSecond;
    while (told.length < due) told.push(tellNewcomer(scene));
    await pause(5);
  }
  return told;
}

function tellNewcomer(scene: Scene): Told {
  const { channel, person, update } = newcomer(scene);
  const told: Told = { channel, person, updateId: update.id, at: Date.now(), answers: [], takenAt: undefined };
  void (async () => {
    while (told.takenAt === undefined) {
      const { status, milliseconds } = await scene.teller.tell(rootOf(scene), update, told.answers.length);
      told.answers.push({ status, milliseconds });
      if (status === 200) told.takenAt = Date.now();
      else await pause(Math.min(longestRetry, retryAfter * 2 ** (told.answers.length - 1)));
    }
  })();
  return told;
}

async function watchAge(scene: Scene, told: readonly Told[]): Promise<Calm> {
  const end = Date.now();
  let inbound: number | undefined;
  for (let look = 0; ; look += 1) {
    const age = await inboundAge(scene);
    const untaken = told.filter(({ takenAt }) => takenAt === undefined).length;
    const since = Date.now() - end;
    // A later one that waits again counts again.
    inbound = age < 1_000 ? (inbound ?? since) : undefined;
    if ((inbound !== undefined && untaken === 0) || since > longestWatch) return { inbound: inbound ?? since, told: since };
    if (look % 10 === 0) progress(`${Math.round(since / 1_000)} s after the rush the oldest message in the table is ${Math.round(age / 1_000)} s old, and ${untaken} are to be told again`);
    await pause(1_000);
  }
}

/** Age of the oldest message that was taken and not handled. Milliseconds. */
async function inboundAge({ installation }: Scene): Promise<number> {
  const [row] = await installation.database.query<{ since: Date | null }>(`select min(received_at) as since from causo.inbound where state = 'pending'`);
  return row?.since ? Date.now() - row.since.getTime() : 0;
}

async function drained({ backlog }: Installation, longest: number): Promise<void> {
  const end = Date.now() + longest;
  for (let told = 0; Date.now() < end; told += 1) {
    const left = await backlog();
    if (left === 0) return;
    if (told % 20 === 0) progress(`${left} messages are still to be handled or sent`);
    await pause(500);
  }
}
