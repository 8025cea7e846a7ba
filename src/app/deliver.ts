import { SendError, type AddressKey, type Channel, type OutboundMessage } from '../channels/channel.ts';
import type { Pace } from '../queue/pace.ts';
import { setBlocked } from '../store/contacts.ts';
import type { Database } from '../store/database.ts';
import { finish, loadOutbox, postpone, release, releaseWhenEmpty, renewLease, takeLease, type Finished, type OutboxRow } from '../store/outbox.ts';
import type { Sealer } from '../store/seal.ts';
import { callChannel, echoPatience, notOurs, type Sent } from './call-channel.ts';
import { accountName, backOff, firstRetry, isToPhone, leadsNowhere, reasonToDrop } from './delivery-rules.ts';
import { findLanded, type Found } from './echoes.ts';
import { createHeldLeases } from './held-leases.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { FallBack } from './reminders/fall-back.ts';
import { createSilence, stillSilent } from './silence.ts';
import { toOutbound } from './to-outbound.ts';

export interface DeliverySettings {
  readonly database: Database;
  readonly sealer: Sealer;
  readonly owner: string;
  readonly channels: readonly Channel[];
  readonly pace: Pace;
  readonly clock: () => Date;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Makes sure that somebody comes back for a row when it is due. */
  readonly scheduleRetry: (row: number, attempt: number, dueAt: Date) => void;
  /** Finds another way for a reminder whose message will not arrive. */
  readonly fallBack: FallBack;
  /** Milliseconds that what is in the air has to land when asked to stop. */
  readonly landingTime?: number;
}

/** What this process has just written for an address whose lease it holds, and nothing waited there before. */
export interface Ready {
  readonly to: AddressKey & { readonly blocked: boolean };
  readonly rows: readonly OutboxRow[];
  /** The lease was taken later than this moment of `performance.now()`. */
  readonly since: number;
}

export interface Delivery {
  /** Sends what waits for an address, if no other process is at it. `ready` saves asking the database for it. */
  wake(address: number, ready?: Ready): void;
  /** Takes no new row any more and resolves when what is in the air has landed. */
  stop(): Promise<void>;
}

/** When asked to stop, what is in the air may land for so long unless told otherwise; then it counts as unknown. Milliseconds. */
const usualLandingTime = 4_000;

/** With a wrong token nothing can be sent until a person has mended it; look again this often. */
const misconfiguredRetry = 60_000;

/** After a fault of our own, such as a database that is away. Milliseconds. */
const failedRetry = 2_000;

/** Messages of a channel that is off are looked at again this often. */
const channelOffRetry = 10 * 60_000;

/** What to do next with the rows of an address; `reload`: what is known of them is out of date. */
type Step = 'next' | 'reload' | 'leave';

export function createDelivery(settings: DeliverySettings): Delivery {
  const { database, sealer, owner, clock, log, metrics, pace } = settings;
  const active = new Map<number, Promise<void>>();
  const again = new Set<number>();
  const stopping = new AbortController();
  const givingUp = new AbortController();
  const silence = createSilence(givingUp.signal);
  const leases = createHeldLeases();
  const calling = { database, sealer, owner, pace, clock, leases, stopping: stopping.signal, givingUp: givingUp.signal };

  const wake = (address: number, ready?: Ready): void => {
    if (stopping.signal.aborted) return;
    // A drain that is about to let go has to look once more.
    if (active.has(address)) {
      again.add(address);
      return;
    }
    const drained = drain(address, ready)
      .catch((error: unknown) => {
        // Whoever waited for a slot when we were asked to stop is sent by the next process.
        if (stopping.signal.aborted) return;
        log.error('delivery_failed', { address, fault: error });
        // Nobody else may take it while this process lives and its lease lasts.
        setTimeout(() => wake(address), failedRetry).unref();
      })
      .finally(() => {
        active.delete(address);
        leases.forget(address);
        if (again.delete(address)) wake(address);
      });
    active.set(address, drained);
  };

  const drain = async (address: number, ready?: Ready): Promise<void> => {
    if (ready) leases.note(address, ready.since);
    const to = ready?.to ?? (await takeLease(database, address, owner));
    if (!to) return metrics.leaseHeld();
    const channel = settings.channels.find(({ id, account }) => id === to.channel && account === to.account);
    if (!channel) return leaveForLater(address, to.channel);
    let known = ready?.rows;
    while (!stopping.signal.aborted) {
      const rows = known ?? (await loadOutbox(database, sealer, address));
      known = undefined;
      // Whoever had blocked us may be back since: asked after the rows were read, so that what is for them is not dropped.
      const present = to.blocked ? await takeLease(database, address, owner) : to;
      if (!present) return;
      const step = rows.length === 0 ? await leaveEmpty(address) : await sendRows(channel, present, rows);
      if (step === 'leave') return;
    }
    await release(database, address, owner);
  };

  /** A channel that is switched off may come back; its rows wait, out of the way of the others. */
  const leaveForLater = async (address: number, channel: string): Promise<void> => {
    const [first] = await loadOutbox(database, sealer, address);
    if (first) await postpone(database, first.row, new Date(clock().getTime() + channelOffRetry), false);
    log.warn('channel_is_off', { address, channel });
    await release(database, address, owner);
  };

  /** Lets go by the counters; a row that came in meanwhile is found by another look. */
  const leaveEmpty = async (address: number): Promise<Step> => {
    if (await releaseWhenEmpty(database, address, owner)) return 'leave';
    return lookAgain(address);
  };

  const lookAgain = async (address: number): Promise<Step> => ((await renewLease(database, address, owner)) ? 'reload' : 'leave');

  const sendRows = async (channel: Channel, to: AddressKey & { readonly blocked: boolean }, rows: readonly OutboxRow[]): Promise<Step> => {
    for (const row of rows) {
      const reason = to.blocked && !isToPhone(row) ? 'blocked' : reasonToDrop(row, rows, clock());
      const step = reason ? await drop(channel, row, reason) : await sendWhenDue(channel, to, row);
      if (step !== 'next') return step;
      // Something new came in; if it is a matter of danger it goes before the rest of these.
      if (again.delete(row.address)) return 'reload';
    }
    return 'next';
  };

  const drop = async (channel: Channel, row: OutboxRow, reason: string): Promise<Step> => {
    metrics.sent(channel.id, `dropped_${reason}`);
    log.info('message_dropped', { address: row.address, row: row.row, reason });
    const finished = { address: row.address, row: row.row, ...accountFor(channel, { ids: [], calls: 0 }) };
    const isOurs = await settings.fallBack(row, reason, row.uncertain, (transaction) => finish(transaction, owner, finished));
    return isOurs ? 'next' : 'leave';
  };

  const arrived = (channel: Channel, { row, address, contact, messageNumber }: OutboxRow, sent: Sent): Promise<Step> =>
    takeOff(channel, { address, row, sent: { contact, messageNumber, id: sent.id } }, sent);

  const takeOff = async (channel: Channel, finished: Finished, sent: Omit<Sent, 'id'>): Promise<Step> =>
    (await finish(database, owner, { ...finished, ...accountFor(channel, sent) })) ? 'next' : 'leave';

  const accountFor = (channel: Channel, { ids, calls }: Omit<Sent, 'id'>): Pick<Finished, 'accounted'> =>
    channel.readEcho ? { accounted: { ids, calls, now: clock() } } : {};

  const sendWhenDue = async (channel: Channel, to: AddressKey, row: OutboxRow): Promise<Step> => {
    const message = await toOutbound(settings, row);
    const found = await findLanded(settings, channel, row, message);
    const isDue = row.dueAt <= clock();
    if (!isDue && !found?.whole) {
      settings.scheduleRetry(row.row, row.attempts, row.dueAt);
      await release(database, row.address, owner);
      return 'leave';
    }
    if (found) metrics.sent(channel.id, found.whole ? 'found_by_echo' : 'partly_found_by_echo');
    else if (row.uncertain && (await silence.isSilent(channel))) return putOff(channel, row, stillSilent);
    return sendOne(channel, to, row, message, found);
  };

  const sendOne = async (channel: Channel, to: AddressKey, row: OutboxRow, message: OutboundMessage, found?: Found): Promise<Step> => {
    try {
      const sent = await callChannel(calling, channel, to, row, message, found);
      metrics.sent(channel.id, 'sent');
      silence.note(channel);
      return await arrived(channel, row, sent);
    } catch (error) {
      if (error === notOurs) return lookAgain(row.address);
      if (!(error instanceof SendError)) throw error;
      metrics.sent(channel.id, error.code);
      silence.note(channel, error);
      return afterFailure(channel, to, row, error);
    }
  };

  const afterFailure = async (channel: Channel, to: AddressKey, row: OutboxRow, error: SendError): Promise<Step> => {
    log.warn('send_failed', { address: row.address, row: row.row, code: error.code, attempts: row.attempts, fault: error });
    if (leadsNowhere(error, row)) return drop(channel, row, error.code);
    if (error.code === 'blocked' || error.code === 'gone') {
      await setBlocked(database, row.address, clock());
      return drop(channel, row, error.code);
    }
    if (error.code === 'refused') return sendPlainly(channel, to, row);
    if (error.code === 'window_closed') return drop(channel, row, error.code);
    if (error.code === 'rate_limited' || error.code === 'out_of_quota') await pauseFor(channel, row, error);
    return putOff(channel, row, error);
  };

  const pauseFor = (channel: Channel, row: OutboxRow, error: SendError): Promise<void> => {
    const address = error.scope === 'address' ? { address: String(row.address) } : {};
    return pace.pause({ account: accountName(channel), ...address }, error.retryAfter ?? firstRetry);
  };

  const putOff = async (channel: Channel, row: OutboxRow, error: SendError): Promise<Step> => {
    metrics.retried(channel.id, error.code);
    const isUnknown = error.code === 'unknown_outcome';
    const atLeast = isUnknown && channel.readEcho ? echoPatience : 0;
    const wait = error.retryAfter ?? (error.code === 'misconfigured' ? misconfiguredRetry : Math.max(atLeast, backOff(row.attempts)));
    const dueAt = new Date(clock().getTime() + wait);
    const attempts = await postpone(database, row.row, dueAt, row.uncertain || isUnknown);
    await release(database, row.address, owner);
    settings.scheduleRetry(row.row, attempts, dueAt);
    return 'leave';
  };

  /** The platform did not like our message: the words alone, with the choices as numbered lines, still help. */
  const sendPlainly = async (channel: Channel, to: AddressKey, row: OutboxRow): Promise<Step> => {
    const { text, options } = await toOutbound(settings, row);
    const plain = { text: [text, ...options.map(({ label }) => label)].join('\n'), options: [] };
    try {
      const found = await findLanded(settings, channel, row, plain);
      const sent = await callChannel(calling, channel, to, row, plain, found);
      metrics.sent(channel.id, 'sent_plainly');
      return await arrived(channel, row, sent);
    } catch (error) {
      if (error === notOurs) return lookAgain(row.address);
      if (!(error instanceof SendError)) throw error;
      if (error.retryable) return putOff(channel, row, error);
      log.error('message_refused', { address: row.address, row: row.row, code: error.code });
      return drop(channel, row, 'refused');
    }
  };

  return {
    wake,
    stop: async () => {
      stopping.abort();
      const patience = setTimeout(() => givingUp.abort(), settings.landingTime ?? usualLandingTime);
      await Promise.allSettled(active.values());
      clearTimeout(patience);
    },
  };
}
