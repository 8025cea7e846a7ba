import { createHash, timingSafeEqual } from 'node:crypto';
import type { TelegramApi } from './api.ts';

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
