import { createHash } from 'node:crypto';
import type { Assistant } from './app/assistant.ts';
import type { Log } from './app/log.ts';
import { createTelegramChannel, secretMatches, type TelegramChannel } from './channels/telegram/mod.ts';
import type { Config, TelegramConfig } from './config.ts';
import type { Webhook } from './http/webhook.ts';

/** A bot is known by the number before the colon of its token; a token of another shape gets a name made from it. */
export function openTelegram(settings: TelegramConfig, log: Log): TelegramChannel {
  const { token } = settings;
  const account = /^(\d{1,19}):/.exec(token)?.[1] ?? `bot-${createHash('sha256').update(token).digest('hex').slice(0, 12)}`;
  return createTelegramChannel({ ...settings, account, log: (event) => log.warn('telegram', { event }) });
}

/** Where Telegram delivers, if it does. */
export function telegramWebhook({ telegram: settings }: Config, channel: TelegramChannel | undefined): readonly Webhook[] {
  const secret = settings?.webhookSecret;
  if (!channel || secret === undefined) return [];
  const isGenuine = (headers: Readonly<Record<string, string | string[] | undefined>>): boolean => {
    const header = headers['x-telegram-bot-api-secret-token'];
    return secretMatches(typeof header === 'string' ? header : undefined, secret);
  };
  return [{ path: '/webhooks/telegram', channel, isGenuine }];
}

/** Fetches updates for trying at home. Returns the way to stop it. */
export function startPolling({ inbound, log }: Assistant, telegram: TelegramChannel): () => Promise<void> {
  const stopping = new AbortController();
  const take = async (update: unknown): Promise<'done' | 'busy'> => {
    for (const message of telegram.parse(update)) {
      void telegram.acknowledge?.(message, update);
      if ((await inbound.accept(message)) === 'busy') return 'busy';
    }
    return 'done';
  };
  // Only for comfort: without them the words still work.
  telegram.setCommands(stopping.signal).catch((error: unknown) => log.warn('commands_not_set', { fault: error }));
  const polling = telegram.pollUpdates(take, stopping.signal);
  return async () => {
    stopping.abort();
    await polling;
  };
}
