import { hourIn } from '../../services/local-time.ts';
import { countParked, readOutboxAges, type StoredAlert } from '../../store/alerts.ts';
import type { Queryable } from '../../store/database.ts';
import { pendingAge } from '../../store/pending.ts';
import { countTraffic, readTraffic, type Traffic } from '../../store/traffic.ts';
import { levelOf, type Level, type Reading } from './reading.ts';

/** Seconds that the oldest message may wait to be sent. */
const outboxAge = { good: 60, bad: 300 };
/** Seconds that the oldest message may wait for its turn. */
const pendingSeconds = { good: 30, bad: 120 };
/** So many messages make a day on which a channel was used. */
const usualTraffic = 3;
/** At night nobody writes and nobody should be woken. Hours of the day in Cà Mau. */
const dayTime = { from: 7, to: 21 };
const day = 24 * 3_600_000;

/** Its messages come from our own page, with no webhook and no secret. */
const ownPage = 'web';

export interface DatabaseView {
  readonly stored: readonly StoredAlert[];
  /** Ids of the channels that are on. */
  readonly channels: readonly string[];
  readonly now: Date;
}

/** What the rows say about each kind of trouble. */
export async function readDatabase(transaction: Queryable, view: DatabaseView): Promise<readonly Reading[]> {
  const { channels, now } = view;
  await countTraffic(transaction);
  const [ages, traffic] = [await readOutboxAges(transaction, now), await readTraffic(transaction, now)];
  const [waiting, parked] = [await pendingAge(transaction, now), await countParked(transaction, now)];
  const outbox = channels.map((channel): Reading => {
    const seconds = ages.get(channel) ?? 0;
    return { kind: 'outbox', channel, level: levelOf(seconds, outboxAge), count: Math.floor(seconds / 60) };
  });
  return [
    ...outbox,
    ...channels.filter((channel) => channel !== ownPage).flatMap((channel) => readArrivals(channel, traffic.get(channel), view)),
    { kind: 'parked', channel: '', level: levelOf(parked, { good: 0, bad: 1 }), count: parked },
    { kind: 'backlog', channel: '', level: levelOf(waiting.seconds, pendingSeconds), count: Math.floor(waiting.seconds / 60) },
  ];
}

function readArrivals(channel: string, traffic: Traffic | undefined, { stored, now }: DatabaseView): readonly Reading[] {
  const find = (kind: Reading['kind']): StoredAlert | undefined => stored.find((alert) => alert.kind === kind && alert.channel === channel);
  return [
    { kind: 'silent', channel, level: judgeSilence(traffic, find('silent'), now) },
    { kind: 'wrong_secret', channel, level: judgeSecret(traffic, find('wrong_secret'), now) },
  ];
}

/** Once it is silent only a message ends that: after two days of silence the rows do not tell any more. */
function judgeSilence(traffic: Traffic | undefined, alert: StoredAlert | undefined, now: Date): Level {
  if (alert?.beganAt) return isAfter(traffic?.newest, alert.beganAt) ? 'good' : 'middling';
  const isSilent = traffic !== undefined && traffic.today === 0 && traffic.before >= usualTraffic;
  return isSilent && isDay(now) ? 'bad' : 'good';
}

/** Only what was genuine stands in the rows; whatever came after the wrong ones shows that the secret is right. */
function judgeSecret(traffic: Traffic | undefined, alert: StoredAlert | undefined, now: Date): Level {
  const noticedAt = alert?.noticedAt;
  if (!noticedAt || now.getTime() - noticedAt.getTime() > day || isAfter(traffic?.newest, noticedAt)) return 'good';
  return 'bad';
}

function isAfter(date: Date | null | undefined, other: Date): boolean {
  return date !== null && date !== undefined && date > other;
}

function isDay(now: Date): boolean {
  const hour = hourIn(now);
  return hour >= dayTime.from && hour < dayTime.to;
}
