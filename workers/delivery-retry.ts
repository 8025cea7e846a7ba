import type { Assistant } from '../src/app/assistant.ts';
import { addressOfRow } from '../src/store/outbox.ts';

/** Comes back for a message that could not be sent before. */
export async function retryDelivery({ database, delivery }: Assistant, row: number): Promise<void> {
  const address = await addressOfRow(database, row);
  if (address !== undefined) delivery.wake(address);
}
