import type { Assistant } from './assistant.ts';
import { addressOfRow } from '../store/outbox.ts';

/** Comes back for a message that could not be sent before. */
export async function retryDelivery({ database, delivery }: Assistant, row: number): Promise<void> {
  const address = await addressOfRow(database, row);
  if (address !== undefined) delivery.wake(address);
}
