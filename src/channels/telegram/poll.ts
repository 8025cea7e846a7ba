import { setTimeout as sleep } from 'node:timers/promises';
import { SendError } from '../channel.ts';
import type { TelegramApi } from './api.ts';
import { fieldsOf, integerOf } from './read.ts';
import { allowedUpdates } from './webhook.ts';

/** `done`: saved, Telegram may forget it. `busy`: not taken, give it again. */
export type UpdateTaker = (update: unknown) => Promise<'done' | 'busy'>;

export interface PollSettings {
  /** Gets one line for the operator, without anything personal. */
  readonly log: (line: string) => void;
  /** Waits so many milliseconds or until aborted; never rejects. */
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** Seconds that Telegram holds a call open while there is nothing new. */
const holdSeconds = 25;
/** Milliseconds; the hold and time for the answer. */
const callTimeout = 35_000;
const closingTimeout = 3000;
const shortestWait = 1000;
const longestWait = 30_000;

/**
 * Fetches updates until aborted, for trying the assistant without a public address. An update counts as received
 * only after `take` said `done`; the order within one fetch is kept.
 */
export async function pollUpdates(
  api: TelegramApi,
  take: UpdateTaker,
  signal: AbortSignal,
  { log, wait }: PollSettings,
): Promise<void> {
  let offset: number | undefined;
  let failures = 0;
  let hasWebhook = true;
  while (!signal.aborted) {
    try {
      if (hasWebhook) await deleteWebhook(api, signal);
      hasWebhook = false;
      const updates = await fetchUpdates(api, offset, signal);
      const taken = await takeInOrder(updates, take, signal);
      offset = taken.offset ?? offset;
      failures = taken.complete ? 0 : failures + 1;
    } catch (error) {
      failures += 1;
      // Somebody may have set a webhook again, which shuts us out.
      hasWebhook = isConflict(error);
      if (!signal.aborted) log(describe(error, waitFor(failures)));
    }
    if (failures > 0 && !signal.aborted) await wait(waitFor(failures), signal);
  }
  await confirm(api, offset);
}

/** The default `wait`. */
export async function waitOrAbort(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
}

async function deleteWebhook(api: TelegramApi, signal: AbortSignal): Promise<void> {
  await api.call('deleteWebhook', { drop_pending_updates: false }, signal);
}

async function fetchUpdates(api: TelegramApi, offset: number | undefined, signal: AbortSignal): Promise<unknown[]> {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(callTimeout)]);
  const position = offset === undefined ? {} : { offset };
  const payload = { timeout: holdSeconds, allowed_updates: [...allowedUpdates], ...position };
  const updates = await api.call('getUpdates', payload, limited);
  return Array.isArray(updates) ? updates : [];
}

/** Stops at the first update that was not taken, since confirming a later one would lose it. */
async function takeInOrder(
  updates: readonly unknown[],
  take: UpdateTaker,
  signal: AbortSignal,
): Promise<{ readonly offset?: number; readonly complete: boolean }> {
  let position: { offset?: number } = {};
  for (const update of updates) {
    if (signal.aborted) break;
    const id = integerOf(fieldsOf(update).update_id);
    const outcome = await take(update).catch(() => 'busy' as const);
    if (id === undefined || outcome === 'busy') return { ...position, complete: false };
    position = { offset: id + 1 };
  }
  return { ...position, complete: true };
}

/** Telegram learns what was taken only by the next call, and there is none after the last. Best effort. */
async function confirm(api: TelegramApi, offset: number | undefined): Promise<void> {
  if (offset === undefined) return;
  const payload = { offset, limit: 1, timeout: 0, allowed_updates: [...allowedUpdates] };
  await api.call('getUpdates', payload, AbortSignal.timeout(closingTimeout)).catch(() => undefined);
}

function waitFor(failures: number): number {
  return Math.min(longestWait, shortestWait * 2 ** Math.min(failures - 1, 10));
}

function isConflict(error: unknown): boolean {
  return error instanceof SendError && fieldsOf(error.cause).status === 409;
}

function describe(error: unknown, milliseconds: number): string {
  const again = `trying again in ${milliseconds / 1000} s`;
  if (isConflict(error)) return `telegram polling: 409, another program reads the messages of this bot; ${again}`;
  return `telegram polling: ${error instanceof SendError ? error.code : 'failed'}; ${again}`;
}
