/** What this process knows of its leases without asking. */
export interface HeldLeases {
  /** The lease of an address was ours later than this moment of `performance.now()`. */
  note(address: number, since: number): void;
  /** It was ours a moment ago, so that it need not be renewed before the next message. */
  isFresh(address: number): boolean;
  forget(address: number): void;
}

/**
 * Far below the time after which a silent process is taken for dead, so that a process which was stopped for a while asks
 * before it sends. Milliseconds.
 */
const freshFor = 1_000;

export function createHeldLeases(): HeldLeases {
  const seen = new Map<number, number>();
  return {
    note: (address, since) => void seen.set(address, since),
    isFresh: (address) => performance.now() - (seen.get(address) ?? -Infinity) < freshFor,
    forget: (address) => void seen.delete(address),
  };
}
