import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { Decision } from './decide.ts';

/** Numbers about the running assistant, never about a person. */
export interface Metrics {
  received(channel: string): void;
  turn(outcome: string, milliseconds: number): void;
  parked(): void;
  record(records: Decision['records']): void;
  sent(channel: string, outcome: string): void;
  /** A message that could not be sent will be tried again. */
  retried(channel: string, code: string): void;
  /** An address was found held by another process, so what is new there waits for that one. */
  leaseHeld(): void;
  /** A message has its slot after so many milliseconds; `perSecond` is what the channel allows in all. */
  paced(channel: string, priority: string, milliseconds: number, perSecond: number | undefined): void;
  /** A call to the outside has ended. */
  called(outcome: string): void;
  /** A reminder went on to another way because the one before was closed. */
  fellBack(kind: string, means: string): void;
  /** A reminder was handed to delivery so many milliseconds after it was due. */
  reminded(kind: string, milliseconds: number): void;
  rejected(channel: string, reason: string): void;
  /** Something a channel told that is no message; `what` is one of a few fixed words. */
  noticed(channel: string, what: string): void;
  /** Read when somebody asks for the page. */
  watch(name: string, help: string, read: () => Promise<number>): void;
  page(): Promise<string>;
}

const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 3];
/** A broadcast may wait for minutes. */
const paceBuckets = [0.01, 0.05, 0.1, 0.5, 1, 5, 30, 120, 600];
/** The queue is punctual to parts of a second, the timer that stands in for it to some seconds, a restart to minutes. */
const latenessBuckets = [0.05, 0.1, 0.3, 0.5, 1, 2, 5, 10, 60, 600, 3600];

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const counter = (name: string, help: string, labelNames: string[]): Counter =>
    new Counter({ name: `causo_${name}`, help, labelNames, registers: [registry] });
  const received = counter('received_total', 'Messages that came in', ['channel']);
  const turns = new Histogram({
    name: 'causo_turn_seconds',
    help: 'From the arrival of a message to its commit',
    labelNames: ['outcome'],
    buckets,
    registers: [registry],
  });
  const parked = counter('parked_total', 'Messages set aside after too many tries', []);
  const flow = counter('flow_total', 'What happened in flows', ['what', 'flow', 'node']);
  const sent = counter('sent_total', 'Messages that left the outbox', ['channel', 'outcome']);
  const retries = counter('retries_total', 'Messages put off to be sent again, by what went wrong', ['channel', 'code']);
  const leaseWaits = counter('lease_waits_total', 'Addresses found held by another process when there was something to send', []);
  const paceWaits = new Histogram({
    name: 'causo_pace_wait_seconds',
    help: 'How long a message waited for its slot; the count over time against causo_pace_limit_per_second is the pace used',
    labelNames: ['channel', 'priority'],
    buckets: paceBuckets,
    registers: [registry],
  });
  const paceLimit: Gauge = new Gauge({ name: 'causo_pace_limit_per_second', help: 'Messages a second that the channel allows', labelNames: ['channel'], registers: [registry] });
  const called = counter('outside_calls_total', 'Work outside of turns that has ended', ['outcome']);
  const fellBack = counter('reminder_fallbacks_total', 'Reminders that went on to another way, or to nobody, by what that was', ['kind', 'means']);
  const reminded = new Histogram({
    name: 'causo_reminder_lateness_seconds',
    help: 'From the moment a reminder was due to the moment it was handed to delivery',
    labelNames: ['kind'],
    buckets: latenessBuckets,
    registers: [registry],
  });
  const rejected = counter('rejected_total', 'Requests turned away at the door', ['channel', 'reason']);
  const noticed = counter('noticed_total', 'Events of a channel that are no messages', ['channel', 'what']);
  return {
    received: (channel) => received.inc({ channel }),
    turn: (outcome, milliseconds) => turns.observe({ outcome }, milliseconds / 1000),
    parked: () => parked.inc(),
    record: (records) => {
      for (const record of records) {
        const what = record.type === 'record' ? record.what : record.fault;
        flow.inc({ what, flow: record.flow, node: record.node });
      }
    },
    sent: (channel, outcome) => sent.inc({ channel, outcome }),
    retried: (channel, code) => retries.inc({ channel, code }),
    leaseHeld: () => leaseWaits.inc(),
    paced: (channel, priority, milliseconds, perSecond) => {
      paceWaits.observe({ channel, priority }, milliseconds / 1000);
      if (perSecond !== undefined) paceLimit.set({ channel }, perSecond);
    },
    called: (outcome) => called.inc({ outcome }),
    fellBack: (kind, means) => fellBack.inc({ kind, means }),
    reminded: (kind, milliseconds) => reminded.observe({ kind }, Math.max(0, milliseconds) / 1000),
    rejected: (channel, reason) => rejected.inc({ channel, reason }),
    noticed: (channel, what) => noticed.inc({ channel, what }),
    watch: (name, help, read) => {
      const gauge: Gauge = new Gauge({
        name: `causo_${name}`,
        help,
        registers: [registry],
        collect: async () => gauge.set(await read().catch(() => Number.NaN)),
      });
    },
    page: () => registry.metrics(),
  };
}
