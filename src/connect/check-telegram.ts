import { SendError } from '../channels/channel.ts';
import { allowedUpdates, createTelegramChannel, type TelegramChannel, type WebhookInfo } from '../channels/telegram/mod.ts';
import type { Config, TelegramConfig } from '../config.ts';
import { finding, type Finding } from './report.ts';

/** Milliseconds for each call. */
const callTimeout = 10_000;
/** An older fault of delivery has passed. */
const recent = 60 * 60_000;

const connectCommand = 'npm run channels -- connect telegram';

export const telegramWebhookPath = '/webhooks/telegram';

/** Asks Telegram about the token and about its deliveries. Never rejects. */
export async function checkTelegram({ telegram: settings, telegramOff = '', publicUrl }: Config, now: Date): Promise<readonly Finding[]> {
  if (!settings) return [finding('off', 'telegram', telegramOff)];
  const channel = createTelegramChannel(settings);
  try {
    const { username } = await channel.identify(soon());
    return [finding('ok', 'telegram token', `this is @${username}`), ...(await checkDelivery(channel, settings, publicUrl, now))];
  } catch (error) {
    return [finding('wrong', 'telegram token', explainTelegram(error))];
  }
}

async function checkDelivery(channel: TelegramChannel, settings: TelegramConfig, publicUrl: string | undefined, now: Date): Promise<readonly Finding[]> {
  const info = await channel.webhookInfo(soon());
  if (settings.mode === 'polling') return [judgePolling(info)];
  if (!publicUrl?.startsWith('https:')) return [finding('wrong', 'telegram webhook', 'PUBLIC_URL is not https, and Telegram delivers to nothing else; set it to the https address of this server')];
  return judgeWebhook(info, `${publicUrl}${telegramWebhookPath}`, now);
}

function judgePolling({ url }: WebhookInfo): Finding {
  if (url === '') return finding('ok', 'telegram webhook', 'not needed, updates are fetched (TELEGRAM_MODE is polling)');
  return finding('care', 'telegram webhook', 'Telegram delivers to a webhook, but updates are fetched here; the next start removes that webhook');
}

function judgeWebhook(info: WebhookInfo, url: string, now: Date): readonly Finding[] {
  if (info.url === '') return [finding('wrong', 'telegram webhook', `Telegram has none; run ${connectCommand}`)];
  if (info.url !== url) return [finding('wrong', 'telegram webhook', `Telegram delivers to another address than ${url}; run ${connectCommand}`)];
  const missing = allowedUpdates.filter((kind) => !info.allowedUpdates.includes(kind));
  if (missing.length > 0) return [finding('wrong', 'telegram webhook', `Telegram does not deliver ${missing.join(', ')}; run ${connectCommand}`)];
  return [finding('ok', 'telegram webhook', `${url}, ${info.waiting} updates wait`), ...judgeLastError(info, now)];
}

function judgeLastError({ lastError }: WebhookInfo, now: Date): readonly Finding[] {
  if (!lastError) return [];
  const isRecent = now.getTime() - lastError.at.getTime() < recent;
  const cure = /401|unauthorized/i.test(lastError.text)
    ? `the secrets differ; run ${connectCommand}`
    : 'see whether the assistant runs and PUBLIC_URL reaches it from outside';
  const text = `last error ${lastError.at.toISOString()}: ${lastError.text}`;
  return [isRecent ? finding('wrong', 'telegram delivery', `${text}; ${cure}`) : finding('care', 'telegram delivery', `${text}; it was not repeated within the last hour`)];
}

/** What is wrong between Telegram and us, and how to mend it. */
export function explainTelegram(error: unknown): string {
  if (!(error instanceof SendError)) throw error;
  if (error.code === 'misconfigured') return `Telegram refuses TELEGRAM_BOT_TOKEN (${error.message}); copy it again from @BotFather: /mybots, the bot, API Token`;
  if (error.code === 'rate_limited') return `${error.message}; wait a little and try again`;
  if (error.code === 'refused') return error.message;
  return `Telegram does not answer (${error.message}); see whether this machine reaches TELEGRAM_API_ROOT, since Vietnamese carriers have blocked Telegram at times`;
}

function soon(): AbortSignal {
  return AbortSignal.timeout(callTimeout);
}
