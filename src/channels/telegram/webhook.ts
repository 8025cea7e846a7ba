import { createHash, timingSafeEqual } from 'node:crypto';
import type { TelegramApi } from './api.ts';
import { fieldsOf, integerOf, textOf } from './read.ts';
import { redactDescription } from './redact.ts';

/** The kinds of updates that we read; Telegram keeps an older list when none is named. */
export const allowedUpdates = ['message', 'edited_message', 'callback_query', 'my_chat_member'] as const;

/** Compares the header X-Telegram-Bot-Api-Secret-Token in constant time. An empty secret matches nothing. */
export function secretMatches(header: string | undefined, secret: string): boolean {
  if (header === undefined || secret === '') return false;
  return timingSafeEqual(digest(header), digest(secret));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** Tells Telegram where to deliver updates. `url` must be https. */
export async function setWebhook(api: TelegramApi, url: string, secret: string, signal: AbortSignal): Promise<void> {
  await api.call('setWebhook', { url, secret_token: secret, allowed_updates: [...allowedUpdates] }, signal);
}

/** What Telegram says about its deliveries to us. */
export interface WebhookInfo {
  /** Empty: none is set. */
  readonly url: string;
  /** Updates that wait to be taken. */
  readonly waiting: number;
  readonly allowedUpdates: readonly string[];
  /** The last delivery that went wrong, also when later ones went well. */
  readonly lastError: { readonly at: Date; readonly text: string } | undefined;
}

/** Asks Telegram where it delivers and how that goes. Throws `SendError`. */
export async function askWebhookInfo(api: TelegramApi, signal: AbortSignal): Promise<WebhookInfo> {
  const info = fieldsOf(await api.call('getWebhookInfo', {}, signal));
  const errorAt = integerOf(info.last_error_date);
  const allowed: readonly unknown[] = Array.isArray(info.allowed_updates) ? info.allowed_updates : [];
  return {
    url: textOf(info.url) ?? '',
    waiting: integerOf(info.pending_update_count) ?? 0,
    allowedUpdates: allowed.filter((each): each is string => typeof each === 'string'),
    lastError: errorAt === undefined ? undefined : { at: new Date(errorAt * 1000), text: redactDescription(textOf(info.last_error_message) ?? '', '') },
  };
}
