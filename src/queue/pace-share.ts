import { bucketWindow, type OwnCalls } from './pace-bucket.ts';
import { addressInterval } from './pace-clock.ts';
import type { Ask, Decision } from './pace-clock.ts';

/** The same rules by this process alone, for as long as Redis is away. */
export interface Share {
  decide(ask: Ask, now: number): Decision;
  /** Every grant is told, also those of Redis, so that an outage begins where Redis left off. */
  note(ask: Ask, slot: number): void;
}

const sweepAt = 10_000;

/** This process's part of the pace: one of `processes` equal ones. Slots of the account come from `ask.lastSlot`. */
export function createShare(ownCalls: OwnCalls, processes: () => number): Share {
  /** Address → the time at which its bucket is empty again. */
  const buckets = new Map<string, number>();
  const keyOf = (ask: Ask): string => `${ask.account} ${ask.address}`;
  return {
    decide(ask, now) {
      const untilCall = ask.bucket > 0 ? untilNextCall(ownCalls.recent(ask.account, now), ask.bucket / Math.max(1, processes()), now) : 0;
      if (untilCall > 0) return { outcome: 'account_busy', milliseconds: untilCall };
      const slot = ask.isSpaced ? Math.max(now, ask.lastSlot + ask.spacing * Math.max(1, processes())) : now;
      const free = (buckets.get(keyOf(ask)) ?? 0) - (ask.burst - 1) * addressInterval;
      if (ask.burst > 0 && free > slot) return { outcome: 'address_busy', milliseconds: free - now };
      if (slot - now > ask.horizon) return { outcome: 'account_busy', milliseconds: slot - now };
      return { outcome: 'granted', milliseconds: slot - now };
    },
    note(ask, slot) {
      if (ask.burst === 0) return;
      buckets.set(keyOf(ask), Math.max(buckets.get(keyOf(ask)) ?? 0, slot) + addressInterval);
      if (buckets.size > sweepAt) sweep(buckets, slot);
    },
  };
}

/** Milliseconds until a call of this process leaves the minute, if it has made all that are its part. */
function untilNextCall(own: readonly { readonly at: number }[], part: number, now: number): number {
  const leaving = own[own.length - Math.max(1, Math.floor(part))];
  return leaving === undefined ? 0 : leaving.at + bucketWindow - now;
}

function sweep(buckets: Map<string, number>, now: number): void {
  for (const [key, emptyAt] of buckets) if (emptyAt <= now) buckets.delete(key);
}
