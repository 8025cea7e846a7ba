import type { ChannelName } from '../chaos/platform.ts';
import { quantile } from './statistics.ts';
import { milliseconds, mustBeZero, promises, tells, type Row } from './table.ts';

/** One message as it was told, perhaps several times. */
export interface Told {
  readonly channel: ChannelName;
  readonly person: string;
  readonly updateId: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly answers: { readonly status: number; readonly milliseconds: number }[];
  takenAt: number | undefined;
}

export interface Calm {
  /** Milliseconds after the rush until no message in the table is older than a second. */
  readonly inbound: number;
  /** The same until everybody was listened to, also those who were told to come again. */
  readonly told: number;
}

export interface OverloadEvidence {
  readonly told: readonly Told[];
  readonly calm: Calm;
  /** People who never got a reply. */
  readonly unanswered: number;
  /** Messages that are still to be handled or sent at the very end. */
  readonly waiting: number;
}

const slowestAnswer = 2_000;
const latestCalm = 150_000;

export function judgeOverload({ told, calm, unanswered, waiting }: OverloadEvidence): readonly Row[] {
  const answers = told.flatMap((each) => each.answers);
  const slow = answers.filter((answer) => answer.status === 0 || answer.milliseconds > slowestAnswer).length;
  const times = answers.map((answer) => answer.milliseconds);
  return [
    tells('webhooks answered with 200', answers.filter(({ status }) => status === 200).length),
    tells('webhooks answered with 503, told again later', answers.filter(({ status }) => status === 503).length),
    tells('answers to webhooks, p50 / p99 / max', [0.5, 0.99, 1].map((part) => milliseconds(quantile(times, part))).join(' / ')),
    mustBeZero('webhooks without an answer within 2 s', slow),
    promises('oldest message that waits to be handled under 1 s', `${Math.round(calm.inbound / 1_000)} s after`, '≤ 150 s after', calm.inbound <= latestCalm),
    tells('everybody listened to, who was told to come again included', `${Math.round(calm.told / 1_000)} s after`),
    mustBeZero('messages nobody took', told.filter(({ takenAt }) => takenAt === undefined).length),
    mustBeZero('people without a reply', unanswered),
    mustBeZero('still to be handled or sent at the end', waiting),
  ];
}
