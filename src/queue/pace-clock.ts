import { bucketWindow, type OwnCall } from './pace-bucket.ts';
import type { RedisHandle } from './redis.ts';

/** One message asks to go. Times in milliseconds. */
export interface Ask {
  readonly account: string;
  readonly address: string;
  /** Between two messages of the account; 0 = no limit. */
  readonly spacing: number;
  /** False: it goes at once, and those that are spaced come the later for it. */
  readonly isSpaced: boolean;
  /** Messages to one address that may go at once before one per second applies; 0 = no limit. */
  readonly burst: number;
  /** How far ahead a slot may be taken. */
  readonly horizon: number;
  /** How much of a slot taken too late is given back, so that a busy process does not lose its rate. */
  readonly catchUp: number;
  /** Slot that this process had last, by its own clock; before everything: -Infinity. */
  readonly lastSlot: number;
  /** Calls that may lie within `bucketWindow`; 0 = no limit. */
  readonly bucket: number;
  /** How Redis shall know this call. */
  readonly name: string;
  /** The last call of this process that has to be there still; '' when there is none. */
  readonly lastName: string;
}

const outcomes = ['granted', 'account_busy', 'account_paused', 'address_busy', 'address_paused', 'forgotten'] as const;

type Outcome = (typeof outcomes)[number];

/** Granted for a time so far ahead, or what is in the way for so long; or Redis has forgotten our calls. */
export interface Decision {
  readonly outcome: Outcome;
  readonly milliseconds: number;
}

/** Between two messages to one address once its burst is used: 2 % over a second, since messages travel unevenly. */
export const addressInterval = 1_020;

/**
 * Times in microseconds of the server's own clock, since the clocks of our processes differ.
 * KEYS: clock of the account, its pause, pause of the address, bucket of the address, calls of the last minute.
 * ARGV: spacing, burst, interval of the address, horizon, catch-up, time until the asking process may go by its own
 * last slot (which still holds when the server was wiped), size and window of the account's bucket, name of this call,
 * name of the process's last one (which is missing when the server was wiped), 1 for a call that keeps its distance.
 */
const script = `
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local spacing, burst, interval, horizon = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local function keep(key, value)
  redis.call('SET', key, string.format('%.0f', value), 'PX', math.ceil((value - now) / 1000) + 1000)
end
local pause = redis.call('PTTL', KEYS[2])
if pause > 0 then return {'account_paused', pause * 1000} end
pause = redis.call('PTTL', KEYS[3])
if pause > 0 then return {'address_paused', pause * 1000} end
local size, window = tonumber(ARGV[7]), tonumber(ARGV[8])
if size > 0 then
  if ARGV[10] ~= '' and not redis.call('ZSCORE', KEYS[5], ARGV[10]) then return {'forgotten', 0} end
  redis.call('ZREMRANGEBYSCORE', KEYS[5], '-inf', string.format('%.0f', now - window))
  local used = redis.call('ZCARD', KEYS[5])
  if used >= size then
    local leaving = redis.call('ZRANGE', KEYS[5], used - size, used - size, 'WITHSCORES')
    return {'account_busy', leaving[2] + window - now}
  end
end
local clock = tonumber(redis.call('GET', KEYS[1]) or 0)
local slot = now
if ARGV[11] == '1' then slot = math.max(now, now + tonumber(ARGV[6]), clock) end
local full = tonumber(redis.call('GET', KEYS[4]) or 0)
local free = full - (burst - 1) * interval
if burst > 0 and free > slot then return {'address_busy', free - now} end
if slot - now > horizon then return {'account_busy', slot - now} end
if burst > 0 then keep(KEYS[4], math.max(full, slot) + interval) end
if size > 0 then
  redis.call('ZADD', KEYS[5], string.format('%.0f', slot), ARGV[9])
  redis.call('PEXPIRE', KEYS[5], math.ceil(window / 1000) + 1000)
end
if spacing > 0 then keep(KEYS[1], math.max(slot - tonumber(ARGV[5]), clock) + spacing) end
return {'granted', slot - now}
`;

/** Asks the clock that all processes share. Throws when Redis does not answer. */
export async function askRedis(redis: RedisHandle, ask: Ask, now: number): Promise<Decision> {
  const untilOwn = Math.max(0, ask.lastSlot - ask.catchUp + ask.spacing - now);
  const micro = (milliseconds: number): number => Math.ceil(milliseconds * 1_000);
  const times = [micro(ask.spacing), ask.burst, ...[addressInterval, ask.horizon, ask.catchUp, untilOwn].map(micro)];
  const bucket = [ask.bucket, micro(bucketWindow), ask.name, ask.lastName, ask.isSpaced ? 1 : 0];
  return readDecision(await redis.prompt.eval(script, 5, ...keysOf(ask), ...times, ...bucket));
}

/** Tells a Redis that was wiped or away which calls this process has made. Throws when it does not answer. */
export async function restoreCalls(redis: RedisHandle, account: string, calls: readonly OwnCall[], now: number): Promise<void> {
  if (calls.length === 0) return;
  const [seconds, microseconds] = await redis.prompt.time();
  const serverNow = Number(seconds) * 1_000_000 + Number(microseconds);
  const scores = calls.flatMap(({ name, at }) => [String(Math.round(serverNow - (now - at) * 1_000)), name]);
  await redis.prompt.zadd(callsKey(account), ...scores);
  await redis.prompt.pexpire(callsKey(account), bucketWindow + 1_000);
}

/** Makes all processes wait; a shorter pause never ends a longer one. Throws when Redis does not answer. */
export async function pauseInRedis(
  redis: RedisHandle,
  what: { readonly account: string; readonly address?: string },
  milliseconds: number,
): Promise<void> {
  const key = what.address === undefined ? accountPause(what.account) : addressPause(what.account, what.address);
  await redis.prompt.set(key, '1', 'PX', milliseconds, 'NX');
  await redis.prompt.pexpire(key, milliseconds, 'GT');
}

function keysOf({ account, address }: Ask): readonly [string, string, string, string, string] {
  const clock = `${keyOf(account)}:clock`;
  return [clock, accountPause(account), addressPause(account, address), `${keyOf(account)}:bucket:${address}`, callsKey(account)];
}

/** The braces keep the keys of an account on one node of a cluster. */
function keyOf(account: string): string {
  return `{causo:pace:${encodeURIComponent(account)}}`;
}

function callsKey(account: string): string {
  return `${keyOf(account)}:calls`;
}

function accountPause(account: string): string {
  return `${keyOf(account)}:pause`;
}

function addressPause(account: string, address: string): string {
  return `${keyOf(account)}:pause:${address}`;
}

function readDecision(reply: unknown): Decision {
  const [name, microseconds]: readonly unknown[] = Array.isArray(reply) ? reply : [];
  const outcome = outcomes.find((known) => known === name);
  if (outcome === undefined) throw new Error('Expected the pace script to answer with an outcome');
  return { outcome, milliseconds: Number(microseconds) / 1_000 };
}
