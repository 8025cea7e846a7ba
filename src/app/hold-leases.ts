import type { Pace } from '../queue/pace.ts';
import type { Database } from '../store/database.ts';
import { renewLeases } from '../store/outbox.ts';
import type { Log } from './log.ts';

export interface LeaseHolder {
  /** The same pace; whoever waits for a slot keeps the lease of its address meanwhile. */
  readonly pace: Pace;
  readonly stop: () => void;
}

export interface LeaseHolderSettings {
  readonly pace: Pace;
  readonly database: Database;
  readonly owner: string;
  readonly log: Log;
  /** Much shorter than a lease. Milliseconds. */
  readonly every?: number;
}

/**
 * A message may wait for its slot longer than a lease lasts. Without this two processes with a long queue would take the
 * addresses from each other for ever, and nothing would be sent.
 */
export function holdLeases({ pace, database, owner, log, every = 5_000 }: LeaseHolderSettings): LeaseHolder {
  const waiting = new Map<string, number>();
  const count = (address: string, more: 1 | -1): void => {
    const now = (waiting.get(address) ?? 0) + more;
    if (now > 0) waiting.set(address, now);
    else waiting.delete(address);
  };
  const renew = async (): Promise<void> => {
    // Calls for the account itself have no address.
    const addresses = [...waiting.keys()].map(Number).filter((address) => address > 0);
    if (addresses.length > 0) await renewLeases(database, addresses, owner);
  };
  const timer = setInterval(() => void renew().catch((fault: unknown) => log.warn('leases_not_renewed', { fault })), every);
  return {
    pace: {
      ...pace,
      take: async (request, signal) => {
        count(request.address, 1);
        try {
          await pace.take(request, signal);
        } finally {
          count(request.address, -1);
        }
      },
    },
    stop: () => clearInterval(timer),
  };
}
