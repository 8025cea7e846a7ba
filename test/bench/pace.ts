import { createRandom, type Random } from '../chaos/random.ts';
import { telegramPlatform, zaloPlatform, type ChannelName, type Update } from '../chaos/platform.ts';
import { pause } from '../support/pause.ts';
import { broadcastText, queueBroadcast } from './broadcast.ts';
import { openChats, type Chats } from './chats.ts';
import { chooseTexts } from './dialogues.ts';
import { withInstallation, type Installation } from './installation.ts';
import { judgePace } from './judge-pace.ts';
import type { Amounts } from './options.ts';
import { countPeople } from './people.ts';
import { progress, say } from './progress.ts';
import { quantile } from './statistics.ts';
import { learnPlaces, startStream, type Stream, type Wait } from './stream.ts';
import { layOut, milliseconds, mustBeZero, promises, tells, type Row } from './table.ts';
import { createTeller, type Teller } from './teller.ts';

/** One channel under measurement. */
interface Lane {
  readonly channel: ChannelName;
  readonly limit: number;
  /** Milliseconds for which the limit holds. */
  readonly window: number;
  readonly broadcasts: number;
  readonly stream: Stream;
}

const telegramPerSecond = 30;
const zaloPerMinute = 600;
/** How long it is measured without the queue. Milliseconds. */
const quietTime = 40_000;
const warmUpTime = 5_000;
/** Queued messages that are on their way while Redis goes away, and how long it stays away. */
const broadcastsBesideOutage = { telegram: 900, zalo: 300 } as const;
const outage = 15_000;

/** Thousands of queued messages beside a stream of chats. */
export async function benchPace(amounts: Amounts): Promise<readonly Row[]> {
  const settings = { TELEGRAM_MESSAGES_PER_SECOND: String(telegramPerSecond), ZALO_REQUESTS_PER_MINUTE: String(zaloPerMinute) };
  const rows = await withInstallation({ web: 1, workers: 2, settings }, (installation) => measure(installation, amounts));
  say(layOut('\nA long queue beside a stream of chats; one web and two worker processes', rows));
  return rows;
}

async function measure(installation: Installation, amounts: Amounts): Promise<readonly Row[]> {
  const { fakes } = installation;
  const teller = createTeller(fakes);
  const chats = openChats(fakes);
  const random = createRandom(amounts.seed);
  fakes.telegram.limitPerSecond(telegramPerSecond);
  fakes.zalo.limitPerMinute(zaloPerMinute);
  const lanes: readonly Lane[] = [
    { channel: 'telegram', limit: telegramPerSecond, window: 1_000, broadcasts: amounts.broadcasts, stream: await startChats(installation, teller, chats, random, 'telegram') },
    { channel: 'zalo', limit: zaloPerMinute, window: 60_000, broadcasts: zaloPerMinute * amounts.minutes, stream: await startChats(installation, teller, chats, random, 'zalo') },
  ];
  progress(`chats alone for ${quietTime / 1_000} s`);
  await pause(warmUpTime + quietTime);
  const rows = [...(await measureQueue(installation, lanes)), ...(await measureOutage(installation, lanes))];
  await Promise.all(lanes.map(({ stream }) => stream.stop()));
  teller.close();
  return rows;
}

/** A few messages a second on a channel. */
async function startChats({ fakes, web, backlog }: Installation, teller: Teller, chats: Chats, random: Random, channel: ChannelName): Promise<Stream> {
  const platform = channel === 'telegram' ? telegramPlatform(fakes) : zaloPlatform(fakes);
  const root = web[0]?.url ?? '';
  const people = countPeople();
  const asking = { platform, chats, tell: (update: Update) => teller.tellUntilTaken(() => root, update) };
  const places = await learnPlaces(asking, people.next(channel), chooseTexts(random), backlog);
  return startStream({ ...asking, people, random, places, count: channel === 'telegram' ? 12 : 5, thinking: [2_000, 4_000] });
}

async function measureQueue(installation: Installation, lanes: readonly Lane[]): Promise<readonly Row[]> {
  const start = Date.now();
  const before = new Map(lanes.map(({ channel }) => [channel, refusedBy(installation, channel)]));
  await Promise.all(lanes.map((lane) => queueAndWait(installation, lane.channel, lane.broadcasts, timeFor(lane))));
  const rows = lanes.map((lane) => {
    const { channel, stream } = lane;
    const taken = takenBy(installation, channel).filter(({ at }) => at >= start);
    const ends = taken.filter(({ isBroadcast }) => isBroadcast).map(({ at }) => at);
    const end = Math.max(start, ...ends.slice(-1));
    return judgePace({
      ...lane,
      name: nameOf(channel),
      refused: refusedBy(installation, channel) - (before.get(channel) ?? 0),
      taken,
      waitsWithout: waitsBetween(stream.waits, start - quietTime, start),
      waitsWith: waitsBetween(stream.waits, start, end),
    });
  });
  return rows.flat();
}

/** Twice as long as it should take. Milliseconds. */
function timeFor({ broadcasts, limit, window }: Lane): number {
  return 60_000 + 2 * (broadcasts / limit) * window;
}

/** Redis is away for a while in the middle of a queue, and comes back empty. */
async function measureOutage(installation: Installation, lanes: readonly Lane[]): Promise<readonly Row[]> {
  const before = new Map(lanes.map(({ channel }) => [channel, refusedBy(installation, channel)]));
  const sending = lanes.map(({ channel }) => queueAndWait(installation, channel, broadcastsBesideOutage[channel], 180_000));
  await pause(outage);
  progress(`Redis away for ${outage / 1_000} s`);
  const from = Date.now();
  installation.redisLine.cut();
  await installation.crashRedis();
  await pause(outage);
  const until = Date.now();
  installation.redisLine.mend();
  const came = await Promise.all(sending);
  return lanes.flatMap(({ channel, stream }, index) => {
    const waits = waitsBetween(stream.waits, from, until);
    const name = `${nameOf(channel)}, Redis away`;
    const wanted = broadcastsBesideOutage[channel];
    return [
      mustBeZero(`${name}: answers "too many"`, refusedBy(installation, channel) - (before.get(channel) ?? 0)),
      promises(`${name}: people who got replies`, `${waits.length}`, 'some', waits.length > 0),
      tells(`${name}: replies p50`, milliseconds(quantile(waits, 0.5))),
      tells(`${name}: replies p99`, milliseconds(quantile(waits, 0.99))),
      promises(`${name}: queued messages that came`, came[index] ?? 0, `${wanted}`, came[index] === wanted),
    ];
  });
}

/** Queues messages and waits until they have come; returns how many did. */
async function queueAndWait(installation: Installation, channel: ChannelName, count: number, longest: number): Promise<number> {
  const already = countBroadcasts(installation, channel);
  await queueBroadcast(installation, channel, count);
  const end = Date.now() + longest;
  let told = 0;
  for (;;) {
    const came = countBroadcasts(installation, channel) - already;
    if (came >= count || Date.now() > end) return came;
    if (Date.now() - told > 10_000) progress(`${nameOf(channel)}: ${came} of ${count} queued messages sent, ${refusedBy(installation, channel)} refused`);
    if (Date.now() - told > 10_000) told = Date.now();
    await pause(200);
  }
}

function countBroadcasts(installation: Installation, channel: ChannelName): number {
  return takenBy(installation, channel).filter(({ isBroadcast }) => isBroadcast).length;
}

function takenBy({ fakes }: Installation, channel: ChannelName): readonly { readonly at: number; readonly isBroadcast: boolean }[] {
  return fakes[channel].accepted.map(({ at, text }) => ({ at, isBroadcast: text === broadcastText }));
}

/** Calls to send something that were not taken; nothing but haste is refused here. */
function refusedBy({ fakes: { telegram, zalo } }: Installation, channel: ChannelName): number {
  if (channel === 'telegram') return telegram.calls.filter(({ method }) => method.startsWith('send') && method !== 'sendChatAction').length - telegram.accepted.length;
  return zalo.calls.filter(({ path }) => path === '/v3.0/oa/message/cs').length - zalo.accepted.length;
}

function nameOf(channel: ChannelName): string {
  return channel === 'telegram' ? 'Telegram' : 'Zalo';
}

function waitsBetween(waits: readonly Wait[], from: number, until: number): readonly number[] {
  return waits.filter(({ at }) => at >= from && at < until).map(({ waited }) => waited);
}
