import type { Channel } from '../channels/channel.ts';
import type { Slots } from '../core/mod.ts';
import type { Queue } from '../queue/jobs.ts';
import type { AppointmentConnectors } from '../services/appointments/mod.ts';
import type { Places } from '../services/clinic/mod.ts';
import { claimCall, endCall, putOffCall, type ClaimedCall, type ScheduledCall } from '../store/calls.ts';
import type { Database } from '../store/database.ts';
import { savePending } from '../store/pending.ts';
import type { Sealer } from '../store/seal.ts';
import type { Inbound } from './handle-inbound.ts';
import { internalPending } from './internal-pending.ts';
import { createLimit } from './limit.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { OutsideResult } from './outside-service.ts';
import { findOutsideService } from './outside-services.ts';
import type { Facts } from './render.ts';
import type { Texts } from './texts.ts';
import { scheduleSoon } from './schedule-soon.ts';

export interface OutsideCallsSettings {
  readonly database: Database;
  readonly sealer: Sealer;
  readonly channels: readonly Channel[];
  readonly connectors?: AppointmentConnectors;
  readonly texts: Texts;
  readonly facts: Facts;
  readonly places: () => Places;
  readonly queue: Queue;
  readonly inbound: Inbound;
  readonly clock: () => Date;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** Does the work outside that flows wait for. */
export interface OutsideCalls {
  /** Does what a call asks for, unless somebody else is at it, and lets its flow go on. Never rejects. */
  run(call: Pick<ScheduledCall, 'id' | 'version'>): Promise<void>;
  /** Lets the flow go on without a result. Rejects when the database is away. */
  giveUp(id: number): Promise<void>;
  /** Tells the queue of calls that were just saved. */
  schedule(calls: readonly ScheduledCall[]): void;
  /** Breaks off what is under way, for another process or the next start, and resolves when nothing is left. */
  stop(): Promise<void>;
}

/** Milliseconds before each further try; when they are used up, the call has failed. */
const pauses = [2_000, 6_000, 15_000];

/** Milliseconds for one try. */
const tryTimeout = 45_000;

/** A little more than a try takes. */
const leaseSeconds = 60;

/** A photo takes up to 100 MB while it is read. */
const atOnce = 2;

export function createOutsideCalls(settings: OutsideCallsSettings): OutsideCalls {
  const { database, sealer, clock, log, metrics, inbound } = settings;
  const limit = createLimit(atOnce);
  const stopping = new AbortController();
  /** Also those that wait for their turn: the timer finds them again and again until somebody has claimed them. */
  const running = new Map<string, Promise<void>>();

  const schedule = (calls: readonly ScheduledCall[]): void => void scheduleSoon(settings, 'call', calls);

  const work = async (call: Pick<ScheduledCall, 'id' | 'version'>): Promise<void> => {
    const claimed = stopping.signal.aborted ? undefined : await claimCall(database, sealer, call, leaseSeconds);
    if (!claimed) return;
    const result = await attempt(claimed);
    if (result) await end(claimed.id, claimed.version, result);
    else await putOff(claimed);
  };

  /** Nothing when it is worth another try. */
  const attempt = async (call: ClaimedCall): Promise<OutsideResult | undefined> => {
    const service = findOutsideService(call.service);
    if (!service || call.attempts > pauses.length + 1) return { outcome: 'failed' };
    const signal = AbortSignal.any([stopping.signal, AbortSignal.timeout(tryTimeout)]);
    try {
      return await service.run(inputOf(call), { ...settings, connectors: settings.connectors ?? {}, contact: call.contact, now: clock(), signal });
    } catch (error) {
      log.warn('call_try_failed', { call: call.id, service: call.service, attempts: call.attempts, fault: error });
      return call.attempts > pauses.length ? { outcome: 'failed' } : undefined;
    }
  };

  const putOff = async (call: ClaimedCall): Promise<void> => {
    const pause = pauses[call.attempts - 1] ?? 0;
    const later = await putOffCall(database, call, new Date(clock().getTime() + pause));
    if (later) schedule([later]);
  };

  const end = async (id: number, version: number | undefined, { outcome, values = {} }: OutsideResult): Promise<void> => {
    const now = clock();
    const contact = await database.transaction(async (transaction) => {
      const ended = await endCall(transaction, sealer, id, version, now);
      if (!ended) return undefined;
      await findOutsideService(ended.service)?.tidy?.(inputOf(ended), transaction, ended.contact);
      const event = { type: 'call_finished', call: ended.number, outcome, values, at: now.getTime() } as const;
      await savePending(transaction, sealer, [internalPending(event, `call_finished-${id}-${ended.version}`, ended.contact, ended.address, now)]);
      return ended.contact;
    });
    if (contact === undefined) return;
    metrics.called(outcome);
    await inbound.drain(contact);
  };

  return {
    schedule,
    run: (call) => {
      const name = `${call.id}-${call.version}`;
      const known = running.get(name);
      if (known) return known;
      const done = limit(() => work(call))
        .catch((error: unknown) => log.warn('call_failed', { call: call.id, fault: error }))
        .finally(() => running.delete(name));
      running.set(name, done);
      return done;
    },
    giveUp: (id) => end(id, undefined, { outcome: 'late' }),
    stop: async () => {
      stopping.abort();
      await Promise.all(running.values());
    },
  };
}

/** Written by the turn that made the call, so its shape is known. */
function inputOf({ input }: { readonly input: unknown }): Slots {
  return input as Slots;
}
