import type { Queryable } from '../../store/database.ts';
import { endUnreached, addSteps } from '../../store/reminder-steps.ts';
import type { Sealer } from '../../store/seal.ts';
import { noteOnTicket, openTicket } from '../../store/tickets.ts';
import type { Told } from './situation.ts';

/** Stands in a ticket for "gọi giúp": no message gets through, so somebody has to call. */
const node = 'call';

/** Opens a ticket for somebody whom a reminder does not reach, or notes it on the one that they have open. `address`: any of theirs. */
export async function askToCall(transaction: Queryable, sealer: Sealer, told: Told, { topic, address }: { readonly topic: string; readonly address: number }, now: Date): Promise<void> {
  const { contact, kind, values } = told;
  const flow = `reminder_${kind}`;
  const summary = [{ flow, node, slots: values }];
  const { id, already } = await openTicket(transaction, sealer, { contact, address, topic, flow, node, summary, now });
  if (already) await noteOnTicket(transaction, sealer, id, summary);
  await endAs(transaction, told, 'ticket', now);
}

/** Nothing is left to try, and nobody shall call. */
export function giveUp(transaction: Queryable, told: Told, now: Date): Promise<void> {
  return endAs(transaction, told, 'none', now);
}

async function endAs(transaction: Queryable, { reminder, version }: Told, means: 'ticket' | 'none', now: Date): Promise<void> {
  await addSteps(transaction, [{ reminder, version, means, address: 0 }], now);
  await endUnreached(transaction, reminder, now);
}
