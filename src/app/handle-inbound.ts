import type { AddressKey, InboundMessage } from '../channels/channel.ts';
import type { Event } from '../core/mod.ts';
import { findOrCreateAddress, leaveToStaff, setBlocked, type AddressIds } from '../store/contacts.ts';
import type { Database } from '../store/database.ts';
import { isPassingFault } from '../store/faults.ts';
import { countAttempt, discountAttempt, loadPending, park, savePending, type NewPending, type PendingMessage } from '../store/pending.ts';
import type { Sealer } from '../store/seal.ts';
import type { Incoming } from './decide.ts';
import { createInTurn } from './in-turn.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import { createRush } from './rush.ts';
import { within } from './time.ts';
import { coverIncoming, toPending, type TurnRunner, type TurnWork } from './turn-runner.ts';

/** `done`: safely stored, answer 200. `busy`: nothing was stored, the platform has to send it again. */
export type Acceptance = 'done' | 'busy';

export interface InboundSettings {
  readonly database: Database;
  readonly sealer: Sealer;
  readonly runner: TurnRunner;
  readonly clock: () => Date;
  readonly log: Log;
  readonly metrics: Metrics;
  /** After so many milliseconds a turn is put off; then the platform is answered within `putOffPatience` more. */
  readonly patience: number;
}

export interface Inbound {
  /** Takes in one message from a channel; resolves once it is stored one way or another. Never rejects. */
  accept(message: InboundMessage): Promise<Acceptance>;
  /** More comes in than can be done: who has not been listened to yet need not be. */
  isRush(): boolean;
  /** Works through the messages of a contact that wait in the table. Never rejects. */
  drain(contact: number): Promise<void>;
  /** Resolves when no contact is being drained. */
  idle(): Promise<void>;
}

/** Nobody may wait longer than two seconds in all, the way included. Milliseconds. */
const putOffPatience = 400;

/** Tries after which a message is set aside and the chat goes on. */
const attemptLimit = 5;

/** How many addresses a process remembers; one entry is about 200 bytes. */
const rememberedAddresses = 50_000;

/** After the last words of staff so long; then the assistant answers again. Milliseconds. */
const staffTalk = 30 * 60_000;

export function createInbound(settings: InboundSettings): Inbound {
  const addresses = new Map<string, Promise<AddressIds>>();
  const draining = new Map<number, Promise<void>>();
  /** Two messages of a contact that are put off at the same time keep their order. */
  const puttingOff = createInTurn();
  const rush = createRush(settings.patience / 2);

  /** One look-up per address at a time, so that messages which arrive together keep their order. */
  const find = (key: AddressKey): Promise<AddressIds> => {
    const name = `${key.channel} ${key.account} ${key.platformId}`;
    const known = addresses.get(name);
    if (known) return known;
    if (addresses.size >= rememberedAddresses) addresses.clear();
    const found = findOrCreateAddress(settings.database, key, settings.clock());
    addresses.set(name, found);
    found.catch(() => addresses.delete(name));
    return found;
  };

  const accept = async (message: InboundMessage): Promise<Acceptance> => {
    const receivedAt = settings.clock();
    settings.metrics.received(message.channel);
    // Refused while it costs nothing: whoever is taken in and given up holds everybody else up.
    const leave = rush.enter(receivedAt.getTime());
    if (!leave) return 'busy';
    try {
      return await take(message, receivedAt);
    } finally {
      leave();
    }
  };

  const take = async (message: InboundMessage, receivedAt: Date): Promise<Acceptance> => {
    try {
      if (message.content.type === 'staff_wrote') return await noteStaff(message, receivedAt);
      const work = toWork(message, await within(settings.patience, find(message)), receivedAt);
      if (message.content.type === 'blocked' || message.content.type === 'unblocked') return await noteBlocked(work, message);
      return await handle(work, message);
    } catch (error) {
      settings.log.error('inbound_not_stored', { channel: message.channel, fault: error });
      return 'busy';
    }
  };

  const noteStaff = async (message: InboundMessage, receivedAt: Date): Promise<Acceptance> => {
    settings.metrics.noticed(message.channel, 'staff_wrote');
    await within(settings.patience, leaveToStaff(settings.database, message, new Date(receivedAt.getTime() + staffTalk)));
    return 'done';
  };

  const noteBlocked = async (work: TurnWork, message: InboundMessage): Promise<Acceptance> => {
    await setBlocked(settings.database, work.address, message.content.type === 'blocked' ? work.receivedAt : null);
    return 'done';
  };

  const handle = async (work: TurnWork, message: InboundMessage): Promise<Acceptance> => {
    const left = Math.max(1, settings.patience - (settings.clock().getTime() - work.receivedAt.getTime()));
    const outcome = await within(left, settings.runner.run(work)).catch((error: unknown) => {
      settings.log.warn('turn_put_off', { contact: work.contact, fault: error });
      return 'failed' as const;
    });
    if (outcome === 'failed') return putOff(work, message);
    settings.metrics.turn(outcome, settings.clock().getTime() - work.receivedAt.getTime());
    return outcome === 'gone' ? acceptAsNewcomer(message) : 'done';
  };

  /** The contact was erased since we looked, or joined with another: the address is somebody else's now. */
  const acceptAsNewcomer = (message: InboundMessage): Promise<Acceptance> => {
    addresses.clear();
    return accept(message);
  };

  /** Saves the message as pending, which also makes a turn lose that is still under way. */
  const putOff = async (work: TurnWork, message: InboundMessage): Promise<Acceptance> => {
    const save = (): Promise<ReadonlySet<number>> =>
      settings.database.transaction((transaction) => savePending(transaction, settings.sealer, [toPending(work)]));
    const saved = await within(Math.min(settings.patience, putOffPatience), puttingOff.do(work.contact, save));
    if (!saved.has(work.contact)) return acceptAsNewcomer(message);
    settings.metrics.turn('put_off', settings.clock().getTime() - work.receivedAt.getTime());
    void drain(work.contact);
    return 'done';
  };

  const drain = (contact: number): Promise<void> => {
    const running = draining.get(contact);
    if (running) return running;
    const started = drainAll(contact)
      .catch((error: unknown) => settings.log.error('drain_failed', { contact, fault: error }))
      .finally(() => draining.delete(contact));
    draining.set(contact, started);
    return started;
  };

  const drainAll = async (contact: number): Promise<void> => {
    for (;;) {
      const messages = await loadPending(settings.database, settings.sealer, contact);
      if (messages.length === 0) return;
      for (const message of messages) if (!(await drainOne(message))) return;
    }
  };

  /** False when the message has to wait for another try; then those behind it wait too. */
  const drainOne = async (message: PendingMessage): Promise<boolean> => {
    const attempts = await countAttempt(settings.database, message.row);
    if (attempts === 0) return true;
    if (attempts > attemptLimit) return parkOne(message);
    try {
      await settings.runner.run(fromPending(message));
      return true;
    } catch (error) {
      settings.log.warn('pending_turn_failed', { contact: message.contact, row: message.row, attempts, fault: error });
      // The message is not to blame for a database that is away.
      if (isPassingFault(error)) {
        await discountAttempt(settings.database, message.row);
        return false;
      }
      return attempts >= attemptLimit ? parkOne(message) : false;
    }
  };

  const parkOne = async (message: PendingMessage): Promise<boolean> => {
    // It will not be read as an answer any more, so nothing has to be left in it.
    const incoming = coverIncoming(message.payload as Incoming);
    await park(settings.database, settings.sealer, { ...message, payload: incoming }, noticeOf(message, incoming, settings.clock()));
    settings.metrics.parked();
    settings.log.error('message_parked', { contact: message.contact, row: message.row });
    return true;
  };

  const idle = async (): Promise<void> => {
    await Promise.all(draining.values());
  };

  return { accept, isRush: () => rush.isOn(settings.clock().getTime()), drain, idle };
}

function toWork(message: InboundMessage, { contact, address }: AddressIds, receivedAt: Date): TurnWork {
  const { channel, account, updateId } = message;
  return { contact, address, channel, inbound: { channel, account, updateId }, incoming: { kind: 'message', message }, receivedAt };
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

/** Something that happened inside, as it waits for its contact's lane. `internalKey` makes a second copy harmless. */
export function internalPending(event: Event, internalKey: string, contact: number, address: number, receivedAt: Date): NewPending {
  const payload: Incoming = { kind: 'event', event };
  return { channel: 'internal', account: '', updateId: internalKey, contact, address, payload, receivedAt };
}
