import { setMaxListeners } from 'node:events';
import { bucketSize, bucketWindow, createOwnCalls, type OwnCalls } from './pace-bucket.ts';
import { askRedis, pauseInRedis, restoreCalls } from './pace-clock.ts';
import type { Ask, Decision } from './pace-clock.ts';
import {
  add,
  isEmpty,
  isPaused,
  mostUrgent,
  nap,
  newLane,
  nextChange,
  pauseAccount,
  pauseAddress,
  urgencies,
  withdraw,
} from './pace-lane.ts';
import type { Lane, PaceRequest, Waiter } from './pace-lane.ts';
import { createShare } from './pace-share.ts';
import type { RedisHandle } from './redis.ts';

export type { PaceRequest } from './pace-lane.ts';

/** Spaces messages out so that all processes together stay within the limits of a platform. */
export interface Pace {
  /**
   * Resolves when the message may be sent, replies first, broadcasts last; rejects when `signal` aborts. Where a
   * channel has no limits it resolves at once, and knows no pauses. Rejects also with what `request.prepare` rejects with.
   */
  take(request: PaceRequest, signal: AbortSignal): Promise<void>;
  /** After "too many requests": nothing goes to the address, or from the whole account, for so long. */
  pause(what: { readonly account: string; readonly address?: string }, milliseconds: number): Promise<void>;
}

/** Messages travel unevenly: 3.5 % between slots lets 30 of them drift by 35 ms and still fill no second too full. */
const margin = 1.035;
/** A broadcast asks so many milliseconds before its slot, enough for the way to Redis, its preparation and a late timer … */
const askAhead = 20;
/** … and may take it then; a little more, so that a timer that rings early is no harm. */
const shortestHorizon = askAhead + 2;
/** The others may take theirs earlier by so many slots, and so always find one before a broadcast does. */
const slotsAhead = { reply: 3, reminder: 1, broadcast: 0 } as const;
/** A slot missed by more than this is asked for again: sent now, it would share its second with others. */
const tolerance = 15;
/** Together with the tolerance still within the drift that the margin allows. */
const catchUp = 8;
/** The same for calls that are counted by the minute: the bucket holds them back, whatever the spacing does. */
const bucketTolerance = 200;
const bucketCatchUp = 1_000;
/** Close to the end of its minute Redis may have dropped a call already. */
const surelyKept = bucketWindow - 2_000;
const silenceAfterFault = 5_000;

/** `processes`: how many share the limits while Redis is away. */
export function createPace(redis: RedisHandle, processes: () => number): Pace {
  const lanes = new Map<string, Lane>();
  const ownCalls = createOwnCalls();
  const share = createShare(ownCalls, processes);
  let aloneUntil = 0;

  const decide = async (ask: Ask, now: number): Promise<Decision> => {
    if (!redis.isUp() || now < aloneUntil) return share.decide(ask, now);
    try {
      const decision = await askRedis(redis, ask, now);
      if (decision.outcome === 'forgotten') await restoreCalls(redis, ask.account, ownCalls.recent(ask.account, now), now);
      return decision;
    } catch {
      aloneUntil = performance.now() + silenceAfterFault;
      return share.decide(ask, now);
    }
  };

  const laneOf = (account: string): Lane => {
    const lane = lanes.get(account) ?? newLane();
    lanes.set(account, lane);
    return lane;
  };

  const noteSlot = (lane: Lane, ask: Ask, slot: number): void => {
    if (ask.spacing > 0 && ask.isSpaced) lane.lastSlot = slot;
    if (ask.bucket > 0) ownCalls.add(ask.account, { name: ask.name, at: slot });
    share.note(ask, slot);
  };

  const run = async (lane: Lane): Promise<void> => {
    for (;;) {
      const now = performance.now();
      const waiter = mostUrgent(lane, now);
      if (waiter === undefined) {
        if (isEmpty(lane)) break;
        await nap(lane, nextChange(lane, now) - now, Number.POSITIVE_INFINITY);
        continue;
      }
      const ask = askOf(waiter, lane.lastSlot, ownCalls, now);
      const { outcome, milliseconds } = await decide(ask, now);
      switch (outcome) {
        case 'granted':
          noteSlot(lane, ask, now + milliseconds);
          // The slot was counted from some time while the question was on its way: surely not after the answer came.
          if (withdraw(lane, waiter)) void release(lane, waiter, now + milliseconds, performance.now() + milliseconds);
          break;
        case 'account_paused':
          pauseAccount(lane, now + milliseconds);
          break;
        case 'address_paused':
          pauseAddress(lane, waiter.request.address, now + milliseconds);
          break;
        case 'address_busy':
          lane.addressWaits.set(waiter.request.address, now + milliseconds);
          break;
        case 'forgotten':
          // It knows again, so ask once more.
          break;
        case 'account_busy':
          if (mostUrgent(lane, now) !== waiter) break;
          await nap(lane, milliseconds - ask.horizon + shortestHorizon - askAhead, urgencies[waiter.request.priority]);
      }
    }
    lane.running = false;
  };

  const enter = (lane: Lane, waiter: Waiter, where: 'first' | 'last'): void => {
    add(lane, waiter, where);
    if (lane.running) return;
    lane.running = true;
    void run(lane);
  };

  const release = async (lane: Lane, waiter: Waiter, slot: number, latestSlot: number): Promise<void> => {
    const ahead = latestSlot - performance.now();
    const reached = ahead > 0 ? new Promise((resolve) => setTimeout(resolve, ahead)) : undefined;
    try {
      await Promise.all([reached, waiter.request.prepare?.()]);
    } catch (error) {
      return waiter.reject(error);
    }
    const now = performance.now();
    const allowed = waiter.request.limits.callsPerMinute === undefined ? tolerance : bucketTolerance;
    const missed = now - slot > allowed && !waiter.late;
    if (waiter.signal.aborted) return;
    if (!missed && !isPaused(lane, waiter, now)) return waiter.resolve();
    waiter.late = true;
    enter(lane, waiter, 'first');
  };

  return {
    take(request, signal) {
      const { messagesPerSecond, callsPerMinute, burstPerAddress } = request.limits;
      if (messagesPerSecond === undefined && callsPerMinute === undefined && burstPerAddress === undefined) return request.prepare?.() ?? Promise.resolve();
      return new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        const lane = laneOf(request.account);
        const abort = (): void => {
          withdraw(lane, waiter);
          reject(signal.reason);
        };
        const settle = (how: () => void): void => {
          signal.removeEventListener('abort', abort);
          how();
        };
        const waiter: Waiter = { request, signal, resolve: () => settle(resolve), reject: (error) => settle(() => reject(error)), late: false };
        // Many messages of a broadcast may share one signal, which Node.js would take for a leak.
        setMaxListeners(0, signal);
        signal.addEventListener('abort', abort, { once: true });
        enter(lane, waiter, 'last');
      });
    },
    async pause(what, milliseconds) {
      const lane = laneOf(what.account);
      const until = performance.now() + milliseconds;
      if (what.address === undefined) pauseAccount(lane, until);
      else pauseAddress(lane, what.address, until);
      // When Redis does not take it, the others learn by their own "too many requests".
      if (redis.isUp()) await pauseInRedis(redis, what, Math.ceil(milliseconds)).catch(() => undefined);
    },
  };
}

function askOf({ request, late }: Waiter, lastSlot: number, ownCalls: OwnCalls, now: number): Ask {
  const { account, address, priority, limits } = request;
  const spacing = spacingOf(request);
  const last = ownCalls.recent(account, now).at(-1);
  return {
    account,
    address,
    spacing,
    isSpaced: limits.callsPerMinute === undefined || priority === 'broadcast',
    // It has been counted for its address when it got the slot that it missed.
    burst: late ? 0 : (limits.burstPerAddress ?? 0),
    horizon: shortestHorizon + slotsAhead[priority] * spacing,
    catchUp: limits.callsPerMinute === undefined ? catchUp : bucketCatchUp,
    lastSlot,
    bucket: limits.callsPerMinute === undefined ? 0 : bucketSize(limits.callsPerMinute, priority),
    name: ownCalls.newName(),
    lastName: last !== undefined && last.at > now - surelyKept ? last.name : '',
  };
}

/**
 * Where calls are counted by the minute, broadcasts fill what replies leave of it, evenly, so that there is always a
 * little room for people.
 */
function spacingOf({ limits: { messagesPerSecond, callsPerMinute } }: PaceRequest): number {
  if (messagesPerSecond !== undefined) return (1_000 / messagesPerSecond) * margin;
  return callsPerMinute === undefined ? 0 : bucketWindow / bucketSize(callsPerMinute, 'broadcast');
}
