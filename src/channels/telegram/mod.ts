import type { Channel } from '../channel.ts';
import { acknowledgeMessage } from './acknowledge.ts';
import { createTelegramApi } from './api.ts';
import type { TelegramApi } from './api.ts';
import { setCommands } from './commands.ts';
import { limits } from './limits.ts';
import { fetchFile } from './media.ts';
import { parseUpdate } from './parse.ts';
import { pollUpdates, waitOrAbort } from './poll.ts';
import type { PollSettings, UpdateTaker } from './poll.ts';
import { fieldsOf, integerOf, textOf } from './read.ts';
import { sendMessage } from './send.ts';
import { askWebhookInfo, setWebhook } from './webhook.ts';
import type { WebhookInfo } from './webhook.ts';

export { telegramCommands } from './commands.ts';
export { allowedUpdates, secretMatches } from './webhook.ts';
export type { WebhookInfo } from './webhook.ts';

export interface TelegramSettings {
  /** As given by BotFather; its shape is not checked. */
  readonly token: string;
  /** May be http and may have a path. */
  readonly apiRoot?: string;
  /** The bot's id, when the token does not begin with it and `identify` shall not be asked. */
  readonly account?: string;
  /** For the whole bot; 30 unless told. */
  readonly messagesPerSecond?: number;
  readonly log?: PollSettings['log'];
  readonly wait?: PollSettings['wait'];
}

export interface Identity {
  readonly account: string;
  /** Without the @; people find the bot by it. */
  readonly username: string;
}

export interface TelegramChannel extends Channel {
  /** Asks Telegram who we are; afterwards `account` is certainly known. Throws `SendError`. */
  identify(signal: AbortSignal): Promise<Identity>;
  /** Sets the commands behind the menu button. Throws `SendError`. */
  setCommands(signal: AbortSignal): Promise<void>;
  /** Tells Telegram to deliver updates to `url` (https) with `secret`. Throws `SendError`. */
  setWebhook(url: string, secret: string, signal: AbortSignal): Promise<void>;
  /** Asks Telegram where it delivers and how that goes. Throws `SendError`. */
  webhookInfo(signal: AbortSignal): Promise<WebhookInfo>;
  /** Fetches updates until aborted; removes a webhook. Never rejects. */
  pollUpdates(onUpdate: UpdateTaker, signal: AbortSignal): Promise<void>;
}

/** Telegram's own figures are vague: about 30 a second for all chats, 1 a second for one, short bursts passing. */
const usualPace = 30;

/** A bot on Telegram. `account` is empty as long as neither settings, token nor `identify` have told it. */
export function createTelegramChannel(settings: TelegramSettings): TelegramChannel {
  const { token, apiRoot = 'https://api.telegram.org' } = settings;
  const api = createTelegramApi(token, apiRoot);
  const { log = () => undefined, wait = waitOrAbort, messagesPerSecond = usualPace } = settings;
  let account = settings.account ?? /^(\d{1,19}):/.exec(settings.token)?.[1] ?? '';

  return {
    id: 'telegram',
    limits: { ...limits, messagesPerSecond, burstPerAddress: 3 },
    get account() {
      return account;
    },
    parse: (payload) => parseUpdate(payload, account),
    send: (to, message, signal) => sendMessage(api, to.platformId, message, signal),
    fetchMedia: (reference, longest, signal) => fetchFile(api, { token, apiRoot }, reference, longest, signal),
    probe: (signal) => api.call('getMe', {}, signal),
    acknowledge: (message, payload) => acknowledgeMessage(api, message, payload),
    async identify(signal) {
      const bot = await askWhoWeAre(api, signal);
      account = account === '' ? bot.account : account;
      return { account, username: bot.username };
    },
    setCommands: (signal) => setCommands(api, signal),
    setWebhook: (url, secret, signal) => setWebhook(api, url, secret, signal),
    webhookInfo: (signal) => askWebhookInfo(api, signal),
    pollUpdates: (onUpdate, signal) => pollUpdates(api, onUpdate, signal, { log, wait }),
  };
}

async function askWhoWeAre(api: TelegramApi, signal: AbortSignal): Promise<Identity> {
  const bot = fieldsOf(await api.call('getMe', {}, signal));
  return { account: String(integerOf(bot.id) ?? ''), username: textOf(bot.username) ?? '' };
}
