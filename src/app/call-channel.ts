import type { AddressKey, Channel, OutboundMessage } from '../channels/channel.ts';
import type { Pace } from '../queue/pace.ts';
import type { Database } from '../store/database.ts';
import { noteAttempt, renewLease, type Accounted, type OutboxRow } from '../store/outbox.ts';
import type { Sealer } from '../store/seal.ts';
import { accountName, priorityName } from './delivery-rules.ts';
import { hashTraces, type Found } from './echoes.ts';
import type { HeldLeases } from './held-leases.ts';
import { createPatience, type Patience } from './patience.ts';

export interface CallSettings {
  readonly database: Database;
  readonly sealer: Sealer;
  readonly owner: string;
  readonly pace: Pace;
  readonly clock: () => Date;
  readonly leases: HeldLeases;
  /** Nothing new is begun any more. */
  readonly stopping: AbortSignal;
  /** What is in the air is given up. */
  readonly givingUp: AbortSignal;
}

/** A call without an answer after so many milliseconds is given up; it may have arrived. */
const callTimeout = 10_000;

/** Where the platform sends echoes, nothing whose outcome is not known is sent again before one had this time to come. Milliseconds. */
export const echoPatience = 5_000;

/** Another process sends to this address now, or has sent this very row. */
export const notOurs = new Error('the row is not ours to send');

/** What is known of a row that has been sent. */
export interface Sent extends Omit<Accounted, 'now'> {
  /** The platform's id of its last part. */
  readonly id: string;
}

/**
 * Hands a row to its channel, but for the parts that have landed already. Throws `SendError`, `notOurs`, or the reason of
 * `stopping` while it waits for its turn.
 */
export async function callChannel(
  settings: CallSettings,
  channel: Channel,
  to: AddressKey,
  row: OutboxRow,
  message: OutboundMessage,
  found?: Found,
): Promise<Sent> {
  const patience = createPatience(callTimeout, settings.givingUp);
  const ids = [...(found?.ids ?? [])];
  let calls = ids.length;
  const hold = async (): Promise<boolean> => {
    const isOurs = await holdOn(settings, channel, row, message);
    if (isOurs) calls += 1;
    return isOurs;
  };
  const beforeCall = (): Promise<void> => prepare(settings, channel, row, patience, hold);
  try {
    if (!channel.pacesCalls) await beforeCall();
    const noteId = (id: string): void => void ids.push(id);
    const id = await channel.send(to, message, patience.signal, { beforeCall, noteId, ...(found ? { landed: found } : {}) });
    return { id, ids, calls };
  } finally {
    patience.rest();
  }
}

/** Waits for a slot, with no clock running, and makes sure that the address is still ours. */
async function prepare(
  settings: CallSettings,
  channel: Channel,
  row: OutboxRow,
  patience: Patience,
  hold: () => Promise<boolean>,
): Promise<void> {
  patience.rest();
  let isOurs = false;
  const request = {
    account: accountName(channel),
    address: String(row.address),
    priority: priorityName(row.priority),
    limits: channel.limits,
    // Between the slot and the message nothing may take time: messages that come late share their second with others.
    prepare: async () => {
      isOurs = await hold();
    },
  };
  await settings.pace.take(request, settings.stopping);
  if (!isOurs) throw notOurs;
  patience.start();
}

async function holdOn(settings: CallSettings, channel: Channel, row: OutboxRow, message: OutboundMessage): Promise<boolean> {
  const { database, sealer, owner, clock, leases } = settings;
  if (!channel.readEcho) return leases.isFresh(row.address) || renew(settings, row.address);
  const now = clock();
  const traces = hashTraces(sealer, channel, message);
  return noteAttempt(database, row, owner, { now, dueAt: new Date(now.getTime() + echoPatience), traces });
}

async function renew({ database, owner, leases }: CallSettings, address: number): Promise<boolean> {
  const since = performance.now();
  if (!(await renewLease(database, address, owner))) return false;
  leases.note(address, since);
  return true;
}
