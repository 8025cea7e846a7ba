import type { Assistant } from './assistant.ts';
import { internalPending } from './internal-pending.ts';
import { savePending } from '../store/pending.ts';
import { takeDueWait } from '../store/waits.ts';

/** A question that nobody answered goes on by itself. A wait that was moved or done meanwhile is left alone. */
export async function fireWait(assistant: Assistant, id: number, version: number): Promise<void> {
  const { database, sealer, clock, inbound } = assistant;
  const now = clock();
  const contact = await database.transaction(async (transaction) => {
    const wait = await takeDueWait(transaction, id, version, now);
    if (!wait || wait.address === 0) return undefined;
    const event = { type: 'wait_timed_out', question: wait.question, at: now.getTime() } as const;
    const key = `wait_timed_out-${wait.id}-${wait.version}`;
    await savePending(transaction, sealer, [internalPending(event, key, wait.contact, wait.address, now)]);
    return wait.contact;
  });
  if (contact !== undefined) await inbound.drain(contact);
}
