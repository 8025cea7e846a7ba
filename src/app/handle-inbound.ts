import type { InboundMessage } from '../channels/channel.ts';
import { leaveToStaff, setBlocked, type AddressIds } from '../store/contacts.ts';
import { savePending } from '../store/pending.ts';
import { createAddressBook } from './address-book.ts';
import { createDrain, type Drain, type DrainSettings } from './drain-inbound.ts';
import { createLanes } from './lanes.ts';
import { createRush } from './rush.ts';
import { within } from './time.ts';
import { toPending, type TurnOutcome, type TurnWork } from './turn-runner.ts';

/** `done`: safely stored, answer 200. `busy`: nothing was stored, the platform has to send it again. */
export type Acceptance = 'done' | 'busy';

export interface InboundSettings extends DrainSettings {
  /**
   * After so many milliseconds a turn is put off; then the platform is answered within `putOffPatience` more. A rush begins
   * when somebody waits for a quarter of it, a flood at half.
   */
  readonly patience: number;
  /** When a process died last, in epoch milliseconds. */
  readonly lastDeath: () => number;
}

export interface Inbound {
  /** Takes in one message from a channel; resolves once it is stored one way or another. Never rejects. */
  accept(message: InboundMessage): Promise<Acceptance>;
  /** More comes in than can be stored: who has not been listened to yet need not be. */
  isFlooded(): boolean;
  /** Works through the messages of a contact that wait in the table. Never rejects. */
  drain(contact: number): Promise<void>;
  /** The same for all that wait, the oldest first, until `signal` says stop. Never rejects. */
  drainAll(signal?: AbortSignal): Promise<void>;
  /** Handles messages that this process has just saved as taken; see `Drain.finish`. Never rejects. */
  finish: Drain['finish'];
  /** Resolves when nothing is being drained. */
  idle(): Promise<void>;
}

/** Nobody may wait longer than two seconds in all, the way included. Milliseconds. */
const putOffPatience = 300;

/** After the last words of staff so long; then the assistant answers again. Milliseconds. */
const staffTalk = 30 * 60_000;

/** Where the platform gives no time, as for taps, a message may be an old one so long after a death. Milliseconds. */
const toldAgainAfter = 60_000;

/** What becomes of a message that is put off. */
type PutOff = 'saved' | 'gone';

export function createInbound(settings: InboundSettings): Inbound {
  const { database, sealer, runner, clock, log, metrics, patience } = settings;
  const drain = createDrain(settings);
  const addressBook = createAddressBook(database, clock);
  /** Turns take too long: what comes now is better only stored, and answered when there is time. */
  const rush = createRush(patience / 4);
  /** Even that takes too long: what comes now is better told again. */
  const flood = createRush(patience / 2);
  /** What a contact writes now stands behind what they wrote before, whether it is answered or stored. */
  const answering = new Map<number, number>();
  const storing = new Map<number, number>();

  /** Two messages of a contact that are put off at the same time keep their order. */
  const puttingOff = createLanes<TurnWork, PutOff>({
    laneOf: ({ contact }) => contact,
    handle: async (works) => {
      const saved = await savePending(database, sealer, works.map(toPending), 'skip').catch((): ReadonlySet<number> => new Set());
      // Alone whoever is held by a turn, or is gone: the others do not wait for that.
      return works.map((work) => (saved.has(work.contact) ? 'saved' : putOffAlone(work)));
    },
    groups: 2,
    groupSize: 200,
  });

  const putOffAlone = async (work: TurnWork): Promise<PutOff> => {
    const saved = await savePending(database, sealer, [toPending(work)]);
    return saved.has(work.contact) ? 'saved' : 'gone';
  };

  const accept = async (message: InboundMessage): Promise<Acceptance> => {
    const receivedAt = clock();
    metrics.received(message.channel);
    if (isFlooded()) return 'busy';
    try {
      return await take(message, receivedAt);
    } catch (error) {
      log.error('inbound_not_stored', { channel: message.channel, fault: error });
      return 'busy';
    }
  };

  const isFlooded = (): boolean => flood.isOn(clock().getTime());

  const take = async (message: InboundMessage, receivedAt: Date): Promise<Acceptance> => {
    if (message.content.type === 'staff_wrote') return noteStaff(message, receivedAt);
    const found = addressBook.find(message).finally(flood.enter(receivedAt.getTime()));
    const work = toWork(message, await within(patience, found), receivedAt);
    if (message.content.type === 'blocked' || message.content.type === 'unblocked') return noteBlocked(work, message);
    if (storing.has(work.contact)) return putOff(work, message);
    // Told again it would end the next process, too: only what is stored is counted, and set aside in the end.
    if (mayHaveKilled(message, receivedAt, settings.lastDeath())) return putOff(work, message);
    // Whoever has turns under way waits for those, also in a rush, so that they stay in order.
    if (rush.isOn(clock().getTime()) && !answering.has(work.contact)) return putOff(work, message);
    return answer(work, message);
  };

  const noteStaff = async (message: InboundMessage, receivedAt: Date): Promise<Acceptance> => {
    metrics.noticed(message.channel, 'staff_wrote');
    await within(patience, leaveToStaff(database, message, new Date(receivedAt.getTime() + staffTalk)));
    return 'done';
  };

  const noteBlocked = async (work: TurnWork, message: InboundMessage): Promise<Acceptance> => {
    await setBlocked(database, work.address, message.content.type === 'blocked' ? work.receivedAt : null);
    return 'done';
  };

  const answer = async (work: TurnWork, message: InboundMessage): Promise<Acceptance> => {
    const outcome = await within(timeLeft(work, patience), run(work)).catch((error: unknown) => {
      log.warn('turn_put_off', { contact: work.contact, fault: error });
      return 'failed' as const;
    });
    if (outcome === 'failed') return putOff(work, message);
    metrics.turn(outcome, clock().getTime() - work.receivedAt.getTime());
    return outcome === 'gone' ? acceptAsNewcomer(message) : 'done';
  };

  const run = (work: TurnWork): Promise<TurnOutcome> => {
    const leave = rush.enter(work.receivedAt.getTime());
    return counted(answering, work.contact, runner.run(work)).finally(leave);
  };

  /** The contact was erased since we looked, or joined with another: the address is somebody else's now. */
  const acceptAsNewcomer = (message: InboundMessage): Promise<Acceptance> => {
    addressBook.forget();
    return accept(message);
  };

  /** Saves the message as pending, which also makes a turn lose that is still under way. */
  const putOff = async (work: TurnWork, message: InboundMessage): Promise<Acceptance> => {
    const saved = await within(timeLeft(work, patience + putOffPatience), counted(storing, work.contact, puttingOff.add(work).finally(flood.enter(clock().getTime()))));
    if (saved === 'gone') return acceptAsNewcomer(message);
    metrics.turn('put_off', clock().getTime() - work.receivedAt.getTime());
    // In a rush whoever looks after the table does it when there is time.
    if (!rush.isOn(clock().getTime())) void drain.contact(work.contact);
    return 'done';
  };

  /** At least a moment, so that a machine that was asleep does not give everything up. */
  const timeLeft = ({ receivedAt }: TurnWork, longest: number): number => Math.max(50, longest - (clock().getTime() - receivedAt.getTime()));

  return { accept, isFlooded, drain: drain.contact, drainAll: drain.everybody, finish: drain.finish, idle: drain.idle };
}

/** It is from before the last death of a process, which may have died of it. */
function mayHaveKilled({ sentAt }: InboundMessage, receivedAt: Date, lastDeath: number): boolean {
  return sentAt > 0 ? sentAt <= lastDeath : receivedAt.getTime() - lastDeath <= toldAgainAfter;
}

/** Counts work that is under way for a contact until it is over, also when nobody waits for it any more. */
async function counted<Result>(counts: Map<number, number>, contact: number, work: Promise<Result>): Promise<Result> {
  counts.set(contact, (counts.get(contact) ?? 0) + 1);
  try {
    return await work;
  } finally {
    const left = (counts.get(contact) ?? 1) - 1;
    if (left > 0) counts.set(contact, left);
    else counts.delete(contact);
  }
}

function toWork(message: InboundMessage, { contact, address }: AddressIds, receivedAt: Date): TurnWork {
  const { channel, account, updateId } = message;
  return { contact, address, channel, inbound: { channel, account, updateId }, incoming: { kind: 'message', message }, receivedAt };
}
