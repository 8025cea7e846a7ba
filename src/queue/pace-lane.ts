import type { ChannelLimits } from '../channels/channel.ts';

export interface PaceRequest {
  /** Which bot or official account of ours. */
  readonly account: string;
  /** Our id of the address, never the platform's. */
  readonly address: string;
  readonly priority: 'reply' | 'reminder' | 'broadcast';
  readonly limits: Pick<ChannelLimits, 'messagesPerSecond' | 'callsPerMinute' | 'burstPerAddress'>;
  /** What has to be done right before the message goes; done while it waits for its slot, and again for another slot. */
  readonly prepare?: () => Promise<void>;
}

export interface Waiter {
  readonly request: PaceRequest;
  readonly signal: AbortSignal;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
  /** True once it had a slot and could not use it. */
  late: boolean;
}

/** The messages of one account that wait in this process; one of them at a time asks for a slot. Times by `performance`. */
export interface Lane {
  /** By urgency, each in the order they came. */
  readonly waiting: readonly [Waiter[], Waiter[], Waiter[]];
  /** Ends of the pauses that a platform asked for. */
  accountPause: number;
  readonly addressPauses: Map<string, number>;
  /** When addresses may have the next message by the shared clock; those already granted are not affected. */
  readonly addressWaits: Map<string, number>;
  lastSlot: number;
  running: boolean;
  /** Ends the nap that is going on, if any. */
  wake: () => void;
  /** A newcomer more urgent than this ends the nap. */
  napUrgency: number;
}

export const urgencies = { reply: 0, reminder: 1, broadcast: 2 } as const;

const nobody = -1;
/** Timers of Node.js overflow at 24 days; a pause may be longer. */
const longestNap = 60_000;

export function newLane(): Lane {
  return {
    waiting: [[], [], []],
    accountPause: 0,
    addressPauses: new Map(),
    addressWaits: new Map(),
    lastSlot: Number.NEGATIVE_INFINITY,
    running: false,
    wake: () => undefined,
    napUrgency: nobody,
  };
}

export function add(lane: Lane, waiter: Waiter, where: 'first' | 'last'): void {
  const urgency = urgencies[waiter.request.priority];
  if (where === 'first') lane.waiting[urgency].unshift(waiter);
  else lane.waiting[urgency].push(waiter);
  if (urgency < lane.napUrgency) lane.wake();
}

/** False when it was not waiting any more. */
export function withdraw(lane: Lane, waiter: Waiter): boolean {
  const line = lane.waiting[urgencies[waiter.request.priority]];
  const place = line.indexOf(waiter);
  if (place === -1) return false;
  line.splice(place, 1);
  return true;
}

export function isEmpty(lane: Lane): boolean {
  return lane.waiting.every((line) => line.length === 0);
}

export function pauseAccount(lane: Lane, until: number): void {
  lane.accountPause = Math.max(lane.accountPause, until);
}

export function pauseAddress(lane: Lane, address: string, until: number): void {
  lane.addressPauses.set(address, Math.max(lane.addressPauses.get(address) ?? 0, until));
}

export function isPaused(lane: Lane, waiter: Waiter, now: number): boolean {
  return lane.accountPause > now || (lane.addressPauses.get(waiter.request.address) ?? 0) > now;
}

/** Who asks next: the first of the most urgent whom nothing holds back. */
export function mostUrgent(lane: Lane, now: number): Waiter | undefined {
  for (const times of [lane.addressPauses, lane.addressWaits]) {
    for (const [address, until] of times) if (until <= now) times.delete(address);
  }
  if (lane.accountPause > now) return undefined;
  for (const line of lane.waiting) {
    const found = line.find(({ request: { address } }) => !lane.addressPauses.has(address) && !lane.addressWaits.has(address));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** When to look again, if all who wait are held back. */
export function nextChange(lane: Lane, now: number): number {
  if (lane.accountPause > now) return lane.accountPause;
  return Math.min(now + longestNap, ...lane.addressPauses.values(), ...lane.addressWaits.values());
}

/** Waits, for at least one millisecond, or until somebody more urgent than `urgency` comes. */
export function nap(lane: Lane, milliseconds: number, urgency: number): Promise<void> {
  return new Promise((resolve) => {
    lane.napUrgency = urgency;
    lane.wake = () => {
      clearTimeout(timer);
      lane.napUrgency = nobody;
      resolve();
    };
    const timer = setTimeout(() => lane.wake(), Math.min(Math.max(1, milliseconds), longestNap));
  });
}
