import type { Database } from '../store/database.ts';
import { isPassingFault } from '../store/faults.ts';
import { claimPending, park, returnPending, type Claim, type NewPending, type PendingMessage } from '../store/pending.ts';
import type { Sealer } from '../store/seal.ts';
import type { Incoming } from './decide.ts';
import { internalPending } from './internal-pending.ts';
import { createLimit } from './limit.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import { coverIncoming, type TurnRunner, type TurnWork } from './turn-runner.ts';

export interface DrainSettings {
  readonly database: Database;
  readonly sealer: Sealer;
  readonly runner: TurnRunner;
  /** Name of this process. */
  readonly owner: string;
  readonly clock: () => Date;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** Works through messages that wait in the table. */
export interface Drain {
  /** Those of one contact, until none is left or one has to be tried again later. Never rejects. */
  readonly contact: (contact: number) => Promise<void>;
  /** Those of everybody, the oldest first, until none is left that can be tried, or `signal` says stop. Never rejects. */
  readonly everybody: (signal?: AbortSignal) => Promise<void>;
  /** Those that this process has just saved as taken; `done` hears of each that was handled. Never rejects. */
  readonly finish: (messages: readonly PendingMessage[], done: (message: PendingMessage) => void) => Promise<void>;
  /** Resolves when nothing is under way. */
  readonly idle: () => Promise<void>;
}

/** Tries after which a message is set aside and the chat goes on. */
const attemptLimit = 5;

/** So many contacts are served at once: two groups of turns. */
const atOnce = 128;

/** A message that failed is left alone for so long, and those behind it with it. Milliseconds. */
const restAfterFailure = 2_000;

/** When so many have failed in a row the messages are not to blame; the next round is soon. */
const mostFailures = 500;

export function createDrain(settings: DrainSettings): Drain {
  const { database, sealer, runner, owner, clock, log, metrics } = settings;
  const draining = new Map<Claim['whose'], Promise<void>>();
  const inHand = new Set<number>();
  const oneAtATime = createLimit(1);

  const once = (whose: Claim['whose'], work: () => Promise<void>): Promise<void> => {
    const running = draining.get(whose);
    if (running) return running;
    const started = work()
      .catch((error: unknown) => log.error('drain_failed', { whose, fault: error }))
      .finally(() => draining.delete(whose));
    draining.set(whose, started);
    return started;
  };

  const drain = async (whose: Claim['whose'], limit: number, signal?: AbortSignal): Promise<void> => {
    const failedAt = new Map<number, number>();
    while (!signal?.aborted && failedAt.size < mostFailures) {
      const resting = [...failedAt.keys()].filter((row) => performance.now() - (failedAt.get(row) ?? 0) < restAfterFailure);
      const messages = await claim(whose, limit, resting);
      if (messages.length === 0) return;
      const isDone = await Promise.all(messages.map((message) => tryOne(message).finally(() => inHand.delete(message.row))));
      messages.forEach(({ row }, index) => isDone[index] || failedAt.set(row, performance.now()));
    }
  };

  /** One claim after the other, so that what one has taken is in hand before the next looks. */
  const claim = (whose: Claim['whose'], limit: number, resting: readonly number[]): Promise<readonly PendingMessage[]> =>
    oneAtATime(async () => {
      const messages = await claimPending(database, sealer, owner, { whose, limit, except: [...inHand, ...resting] });
      messages.forEach(({ row }) => inHand.add(row));
      return messages;
    });

  /** False when the message has to wait for another try. */
  const tryOne = async (message: PendingMessage): Promise<boolean> => {
    const { contact, row, attempts } = message;
    if (attempts > attemptLimit) return parkOne(message);
    try {
      const outcome = await runner.run(fromPending(message));
      // It belongs to the contact by now with which this one was joined.
      if (outcome === 'gone') await returnPending(database, owner, row, false);
      return true;
    } catch (error) {
      log.warn('pending_turn_failed', { contact, row, attempts, fault: error });
      // The message is not to blame for a database that is away.
      const isInnocent = isPassingFault(error);
      if (!isInnocent && attempts >= attemptLimit) return parkOne(message);
      await returnPending(database, owner, row, isInnocent);
      return false;
    }
  };

  const parkOne = async (message: PendingMessage): Promise<boolean> => {
    // It will not be read as an answer any more, so nothing has to be left in it.
    const incoming = coverIncoming(message.payload as Incoming);
    await park(database, sealer, { ...message, payload: incoming }, noticeOf(message, incoming, clock()));
    metrics.parked();
    log.error('message_parked', { contact: message.contact, row: message.row });
    return true;
  };

  const finish = async (messages: readonly PendingMessage[], done: (message: PendingMessage) => void): Promise<void> => {
    messages.forEach(({ row }) => inHand.add(row));
    await Promise.all(
      messages.map(async (message) => {
        const isDone = await tryOne(message)
          .catch((fault: unknown) => log.error('drain_failed', { whose: message.contact, fault }))
          .finally(() => inHand.delete(message.row));
        if (isDone) done(message);
      }),
    );
  };

  return {
    finish,
    contact: (contact) => once(contact, () => drain(contact, 1)),
    everybody: async (signal) => {
      // One at a time where a try did not end well: if it ended with its process, no other message shall be blamed.
      await Promise.all([once('untried', () => drain('untried', atOnce, signal)), once('tried', () => drain('tried', 1, signal))]);
    },
    idle: async () => {
      await Promise.all(draining.values());
    },
  };
}

/** Payloads are written by ourselves and sealed, so their shape is known. */
function fromPending(pending: PendingMessage): TurnWork {
  const incoming = pending.payload as Incoming;
  const { channel, account, updateId, row, contact, address, addressChannel, receivedAt } = pending;
  return {
    contact,
    address,
    channel: addressChannel,
    inbound: { channel, account, updateId, pendingRow: row },
    incoming,
    receivedAt,
  };
}

/** Tells the person that a message of theirs was set aside; when that very notice failed, nothing more is tried. */
function noticeOf({ row, contact, address }: PendingMessage, incoming: Incoming, now: Date): NewPending | undefined {
  if (incoming.kind === 'event' && incoming.event.type === 'turn_failed') return undefined;
  return internalPending({ type: 'turn_failed', at: now.getTime() }, `turn_failed-${row}-1`, contact, address, now);
}
