import { queueHorizon } from './assistant.ts';
import type { Assistant } from './assistant.ts';
import { dueCalls } from '../store/calls.ts';
import { dueWaits } from '../store/waits.ts';

/** Puts what falls due soon into the queue; what is there already stays as it is. Returns how many rows that was. */
export async function fillQueue({ queue, database, clock, calls }: Assistant): Promise<number> {
  const now = clock().getTime();
  const waits = await dueWaits(database, new Date(now + queueHorizon));
  for (const { id, version, dueAt } of waits) await queue.schedule('wait', String(id), version, dueAt.getTime(), now);
  const made = await dueCalls(database, new Date(now + queueHorizon));
  calls.schedule(made);
  return waits.length + made.length;
}
