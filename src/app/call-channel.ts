import type { AddressKey, Channel, Landed, OutboundMessage } from '../channels/channel.ts';
import type { Pace } from '../queue/pace.ts';
import type { Database } from '../store/database.ts';
import { noteAttempt, renewLease, type OutboxRow } from '../store/outbox.ts';
import { accountName, priorityName } from './delivery-rules.ts';
import { createPatience, type Patience } from './patience.ts';

export interface CallSettings {
  readonly database: Database;
  readonly owner: string;
  readonly pace: Pace;
  readonly clock: () => Date;
  /** Nothing new is begun any more. */
  readonly stopping: AbortSignal;
  /** What is in the air is given up. */
  readonly givingUp: AbortSignal;
}

/** A call without an answer after so many milliseconds is given up; it may have arrived. */
const callTimeout = 10_000;

/** Where the platform sends echoes, nothing whose outcome is not known is sent again before one had this time to come. Milliseconds. */
export const echoPatience = 5_000;

/** Another process sends to this address now. */
export const leaseLost = new Error('the lease of the address was lost');

/**
 * Hands a row to its channel, but for the parts that have landed already; returns the platform's id of its last part.
 * Throws `SendError`, `leaseLost`, or the reason of `stopping` while it waits for its turn.
 */
export async function callChannel(
  settings: CallSettings,
  channel: Channel,
  to: AddressKey,
  row: OutboxRow,
  message: OutboundMessage,
  landed?: Landed,
): Promise<string> {
  const patience = createPatience(callTimeout, settings.givingUp);
  const beforeCall = (): Promise<void> => prepare(settings, channel, row, patience);
  try {
    if (!channel.pacesCalls) await beforeCall();
    return await channel.send(to, message, patience.signal, { beforeCall, ...(landed ? { landed } : {}) });
  } finally {
    patience.rest();
  }
}

/** Waits for a slot, with no clock running, and makes sure that the address is still ours. */
async function prepare(settings: CallSettings, channel: Channel, row: OutboxRow, patience: Patience): Promise<void> {
  patience.rest();
  let isOurs = false;
  const request = {
    account: accountName(channel),
    address: String(row.address),
    priority: priorityName(row.priority),
    limits: channel.limits,
    // Between the slot and the message nothing may take time: messages that come late share their second with others.
    prepare: async () => {
      isOurs = await holdOn(settings, channel, row);
    },
  };
  await settings.pace.take(request, settings.stopping);
  if (!isOurs) throw leaseLost;
  patience.start();
}

function holdOn({ database, owner, clock }: CallSettings, channel: Channel, row: OutboxRow): Promise<boolean> {
  if (!channel.readEcho) return renewLease(database, row.address, owner);
  const now = clock();
  return noteAttempt(database, row, owner, { now, dueAt: new Date(now.getTime() + echoPatience) });
}
