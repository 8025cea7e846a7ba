import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { Decision } from './decide.ts';

/** Numbers about the running assistant, never about a person. */
export interface Metrics {
  received(channel: string): void;
  turn(outcome: string, milliseconds: number): void;
  parked(): void;
  record(records: Decision['records']): void;
  sent(channel: string, outcome: string): void;
  /** A call to the outside has ended. */
  called(outcome: string): void;
  rejected(channel: string, reason: string): void;
  /** Something a channel told that is no message; `what` is one of a few fixed words. */
  noticed(channel: string, what: string): void;
  /** Read when somebody asks for the page. */
  watch(name: string, help: string, read: () => Promise<number>): void;
  page(): Promise<string>;
}

const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 3];

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
  const called = counter('outside_calls_total', 'Work outside of turns that has ended', ['outcome']);
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
    called: (outcome) => called.inc({ outcome }),
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
