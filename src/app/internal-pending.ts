import type { Event } from '../core/mod.ts';
import type { NewPending } from '../store/pending.ts';
import type { Incoming } from './decide.ts';
import type { Reminding } from './reminders/reminding.ts';

/** Something that happened inside, as it waits for its contact's lane. `internalKey` makes a second copy harmless. */
export function internalPending(event: Event, internalKey: string, contact: number, address: number, receivedAt: Date, reminding?: Reminding): NewPending {
  const payload: Incoming = { kind: 'event', event, ...(reminding ? { reminding } : {}) };
  return { channel: 'internal', account: '', updateId: internalKey, contact, address, payload, receivedAt };
}
