import { describe, expect, it } from 'vitest';
import type { TokenHealth } from '../src/channels/zalo-oa/mod.ts';
import type { WebhookInfo } from '../src/channels/telegram/mod.ts';
import { watchTelegram, watchZaloTokens } from '../src/watches.ts';

const now = new Date('2026-11-24T08:00:00+07:00');
const minute = 60_000;
const publicUrl = 'https://causo.example';
const telegram = { token: '700:made-up', mode: 'webhook', webhookSecret: 'x'.repeat(32), apiRoot: 'https://api.telegram.org', messagesPerSecond: 30 } as const;

describe('the watch over Zalo\'s tokens', () => {
  const levels = async (state: TokenHealth['state']): Promise<readonly unknown[]> => {
    const readings = await watchZaloTokens({ tokens: { health: async () => ({ state, refreshDaysLeft: 9, accessHoursLeft: 1 }) } });
    return readings.map(({ kind, level, count }) => [kind, level, count]);
  };

  it.each([
    ['ok', 'good', 'good'],
    ['ends_soon', 'bad', 'good'],
    ['overdue', 'bad', 'good'],
    // What ended soon is not well again by being refused.
    ['refused', 'middling', 'bad'],
    ['missing', 'middling', 'bad'],
  ] as const)('calls tokens that are %s ending %s and refused %s', async (state, ends, refused) => {
    expect(await levels(state)).toEqual([['zalo_token_ends', ends, 9], ['zalo_token_refused', refused, undefined]]);
  });
});

describe('the watch over Telegram\'s deliveries', () => {
  const info = (more: Partial<WebhookInfo>): WebhookInfo => ({ url: `${publicUrl}/webhooks/telegram`, waiting: 0, allowedUpdates: [], lastError: undefined, ...more });
  const errorBefore = (minutes: number): WebhookInfo['lastError'] => ({ at: new Date(now.getTime() - minutes * minute), text: 'Connection refused' });
  const look = async (found: WebhookInfo): Promise<unknown> => {
    const [watch] = watchTelegram({ telegram, publicUrl }, { webhookInfo: async () => found }, () => now);
    return watch?.();
  };

  it.each([
    ['nothing is wrong', info({}), 'good'],
    ['a few wait', info({ waiting: 99 }), 'good'],
    ['an error is fresh and some wait', info({ waiting: 1, lastError: errorBefore(14) }), 'bad'],
    ['an error is fresh and nothing waits any more', info({ lastError: errorBefore(14) }), 'middling'],
    ['an error is old', info({ waiting: 1, lastError: errorBefore(15) }), 'good'],
    ['many wait', info({ waiting: 100 }), 'bad'],
    ['somebody has led them elsewhere', info({ url: 'https://other.example/' }), 'bad'],
    ['there is no webhook', info({ url: '' }), 'bad'],
  ] as const)('says when %s', async (_what, found, level) => {
    expect(await look(found)).toEqual([{ kind: 'webhook', channel: 'telegram', level, count: found.waiting }]);
  });

  it('does not look where updates are fetched, or where nothing can be delivered', () => {
    const channel = { webhookInfo: async () => info({}) };
    expect(watchTelegram({ telegram: { ...telegram, mode: 'polling' }, publicUrl }, channel, () => now)).toEqual([]);
    expect(watchTelegram({ telegram, publicUrl: 'http://127.0.0.1:8080' }, channel, () => now)).toEqual([]);
    expect(watchTelegram({ telegram: undefined, publicUrl }, undefined, () => now)).toEqual([]);
  });
});
