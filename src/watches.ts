import type { Reading, Watch } from './app/alerts/reading.ts';
import type { TokenHealth, TokenKeeper } from './channels/zalo-oa/mod.ts';
import type { TelegramChannel, WebhookInfo } from './channels/telegram/mod.ts';
import type { Config } from './config.ts';
import { telegramWebhookPath } from './connect/check-telegram.ts';

/** Milliseconds. */
const askTimeout = 10_000;
/** An error of delivery counts while it is this fresh and updates wait; it is over once it is older. Milliseconds. */
const freshError = 15 * 60_000;
/** So many updates wait only when nobody takes them. */
const manyWaiting = 100;

/** How the tokens of Zalo stand. A pair that was refused is not called well because it also ends soon. */
export async function watchZaloTokens({ tokens }: { readonly tokens: Pick<TokenKeeper, 'health'> }): Promise<readonly Reading[]> {
  const { state, refreshDaysLeft } = await tokens.health();
  const isDead = state === 'refused' || state === 'missing';
  return [
    { kind: 'zalo_token_ends', channel: 'zalo', level: endLevel(state), count: refreshDaysLeft },
    { kind: 'zalo_token_refused', channel: 'zalo', level: isDead ? 'bad' : 'good' },
  ];
}

function endLevel(state: TokenHealth['state']): Reading['level'] {
  if (state === 'ok') return 'good';
  return state === 'ends_soon' || state === 'overdue' ? 'bad' : 'middling';
}

/** Where Telegram delivers by webhook: whether it can. While Telegram itself does not answer nothing is known. */
export function watchTelegram({ telegram: settings, publicUrl }: Pick<Config, 'telegram' | 'publicUrl'>, channel: Pick<TelegramChannel, 'webhookInfo'> | undefined, clock: () => Date): readonly Watch[] {
  if (!channel || settings?.mode !== 'webhook' || !publicUrl?.startsWith('https:')) return [];
  const url = `${publicUrl}${telegramWebhookPath}`;
  return [async () => [judgeDelivery(await channel.webhookInfo(AbortSignal.timeout(askTimeout)), url, clock())]];
}

function judgeDelivery({ url: actual, waiting, lastError }: WebhookInfo, url: string, now: Date): Reading {
  const isFailing = lastError !== undefined && now.getTime() - lastError.at.getTime() < freshError;
  const isBad = actual !== url || waiting >= manyWaiting || (isFailing && waiting > 0);
  return { kind: 'webhook', channel: 'telegram', level: isBad ? 'bad' : isFailing ? 'middling' : 'good', count: waiting };
}
