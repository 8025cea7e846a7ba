import { randomBytes } from 'node:crypto';
import { flows as realFlows } from '../../flows/mod.ts';
import { factValues } from '../../flows/facts/mod.ts';
import { reminderKinds } from '../../workers/reminders/mod.ts';
import type { Watch } from '../../src/app/alerts/reading.ts';
import { createAssistant, type Assistant } from '../../src/app/assistant.ts';
import { createLog, type Log } from '../../src/app/log.ts';
import { createMetrics } from '../../src/app/metrics.ts';
import type { ReminderKinds } from '../../src/app/reminders/reminder-kind.ts';
import type { AddressKey, Channel, InboundMessage, OutboundMessage } from '../../src/channels/channel.ts';
import type { Flow } from '../../src/core/mod.ts';
import type { Queue } from '../../src/queue/jobs.ts';
import type { Pace } from '../../src/queue/pace.ts';
import type { Database } from '../../src/store/database.ts';
import { createSealer, type Sealer } from '../../src/store/seal.ts';

/** A channel that keeps what it is given, and can be told to fail. */
export interface RecordingChannel extends Channel {
  readonly sent: { readonly to: AddressKey; readonly message: OutboundMessage }[];
  /** Called before each send; whatever it throws is what the platform did. */
  beforeSend: (message: OutboundMessage, signal: AbortSignal) => Promise<void> | void;
  /** Resolves once so many messages have arrived in all. */
  arrived(count: number): Promise<void>;
}

export function createRecordingChannel(id = 'test'): RecordingChannel {
  const sent: RecordingChannel['sent'] = [];
  let waiters: { readonly count: number; readonly resolve: () => void }[] = [];
  return {
    id,
    account: 'bot',
    limits: { textLength: 4096, options: 8, labelLength: 64 },
    sent,
    beforeSend: () => undefined,
    parse: () => [],
    async send(to, message, signal) {
      await this.beforeSend(message, signal);
      sent.push({ to, message });
      waiters.filter(({ count }) => sent.length >= count).forEach(({ resolve }) => resolve());
      waiters = waiters.filter(({ count }) => sent.length < count);
      return String(sent.length);
    },
    arrived: (count) =>
      new Promise((resolve) => {
        if (sent.length >= count) resolve();
        else waiters.push({ count, resolve });
      }),
  };
}

/** A queue that keeps what is scheduled and never fires by itself. */
export interface ManualQueue extends Queue {
  readonly scheduled: { readonly kind: string; readonly rowId: string; readonly version: number; readonly dueAt: number }[];
}

export function createManualQueue(): ManualQueue {
  const scheduled: ManualQueue['scheduled'] = [];
  return {
    scheduled,
    schedule: async (kind, rowId, version, dueAt) => {
      scheduled.push({ kind, rowId, version, dueAt });
      return true;
    },
    cancel: async () => true,
    startWorkers: () => undefined,
    ensureSchedulers: async () => true,
    isSetUp: async () => true,
    markSetUp: async () => true,
    counts: async () => ({ waiting: 0, active: 0, delayed: scheduled.length }),
    lag: () => 0,
    close: async () => undefined,
  };
}

/** Milliseconds. */
export const endlessPatience = 24 * 3_600_000;

export const freePace: Pace = { take: async ({ prepare }) => prepare?.(), pause: async () => undefined };

export const testSealer = createSealer([randomBytes(32)]);

/** A clock that stands still until it is moved. */
export interface TestClock {
  (): Date;
  advance(milliseconds: number): void;
}

export function createTestClock(start = Date.parse('2026-11-24T08:00:00+07:00')): TestClock {
  let now = start;
  return Object.assign(() => new Date(now), { advance: (milliseconds: number) => void (now += milliseconds) });
}

export interface TestAssistant {
  readonly assistant: Assistant;
  readonly channel: RecordingChannel;
  readonly queue: ManualQueue;
  readonly clock: TestClock;
}

export interface TestAssistantOptions {
  readonly database: Database;
  readonly channel?: RecordingChannel;
  readonly channels?: readonly Channel[];
  readonly clock?: TestClock;
  readonly flows?: readonly Flow[];
  readonly owner?: string;
  readonly log?: Log;
  /** Milliseconds; without it no turn is put off, however slow the machine is. */
  readonly patience?: number;
  readonly watches?: readonly Watch[];
  readonly sealer?: Sealer;
  readonly reminderKinds?: ReminderKinds;
}

/** The whole application over a real database, with a channel that records and a clock that stands still. */
export async function createTestAssistant(options: TestAssistantOptions): Promise<TestAssistant> {
  const { channel = createRecordingChannel(), clock = createTestClock() } = options;
  const queue = createManualQueue();
  const assistant = await createAssistant({
    database: withLongHeartbeats(options.database),
    sealer: options.sealer ?? testSealer,
    queue,
    pace: freePace,
    channels: options.channels ?? [channel],
    flows: options.flows ?? realFlows,
    facts: { vi: factValues('vi'), en: factValues('en') },
    reminderKinds: options.reminderKinds ?? reminderKinds,
    owner: options.owner ?? `test-${randomBytes(4).toString('hex')}`,
    clock,
    log: options.log ?? createLog('silent'),
    metrics: createMetrics(),
    patience: options.patience ?? endlessPatience,
    ...(options.watches ? { watches: options.watches } : {}),
  });
  return { assistant, channel, queue, clock };
}

/** The same database, where a process counts as alive for an hour after each sign of life: a busy machine may stall longer than the three seconds of real life. */
function withLongHeartbeats(database: Database): Database {
  const query: Database['query'] = (text, parameters, name) =>
    name === 'beat' ? database.query(text.replaceAll('now()', `now() + interval '1 hour'`), parameters) : database.query(text, parameters, name);
  return { ...database, query };
}

let lastUpdate = 0;

/** A text or a tap from somebody on the recording channel; every call is another update. */
export function messageFrom(person: string, content: string | InboundMessage['content'], more: Partial<InboundMessage> = {}): InboundMessage {
  lastUpdate += 1;
  return {
    channel: 'test',
    account: 'bot',
    platformId: person,
    updateId: String(lastUpdate),
    sentAt: 0,
    content: typeof content === 'string' ? { type: 'text', text: content } : content,
    ...more,
  };
}
