import { accountName } from './app/delivery-rules.ts';
import type { Log } from './app/log.ts';
import type { Metrics } from './app/metrics.ts';
import { within } from './app/time.ts';
import {
  createConnector,
  createConsent,
  createHttp,
  createOauth,
  createTokenKeeper,
  createZaloChannel,
  shareCardWords,
  tokenWarning,
  type Connector,
  type Consent,
  type TokenKeeper,
  type ZaloChannel,
} from './channels/zalo-oa/mod.ts';
import type { ZaloConfig } from './config.ts';
import type { Webhook } from './http/webhook.ts';
import type { Pace } from './queue/pace.ts';
import type { ZaloConnectPort } from './http/zalo-connect/port.ts';
import { callbackPath } from './http/zalo-connect/routes.ts';
import { createChannelTokens } from './store/channel-tokens.ts';
import type { Database } from './store/database.ts';
import type { Sealer } from './store/seal.ts';

/** The official account, what keeps its tokens, and what brings the first ones. */
export interface OpenZalo {
  readonly channel: ZaloChannel;
  readonly tokens: TokenKeeper;
  /** Undefined without a public https address: Zalo could not send anybody back. */
  readonly consent: Consent | undefined;
  readonly connector: Connector | undefined;
}

interface ZaloSurroundings {
  readonly database: Database;
  readonly sealer: Sealer;
  readonly pace?: Pace;
  readonly clock: () => Date;
  readonly log: Log;
  readonly metrics?: Metrics;
}

/** Puts the Zalo channel together with its stored tokens, and takes those of the settings; does not wait for Zalo. */
export async function openZalo(settings: ZaloConfig, publicUrl: string | undefined, surroundings: ZaloSurroundings & { readonly metrics: Metrics }): Promise<OpenZalo> {
  const zalo = assembleZalo(settings, publicUrl, surroundings);
  const { tokens } = zalo;
  const { metrics } = surroundings;
  if (settings.refreshToken !== undefined) await tokens.adopt({ refreshToken: settings.refreshToken, accessToken: settings.accessToken });
  metrics.watch('zalo_refresh_token_days_left', 'Days until the refresh token of Zalo dies', async () => (await tokens.health()).refreshDaysLeft);
  metrics.watch('zalo_access_token_hours_left', 'Hours until the access token of Zalo dies', async () => (await tokens.health()).accessHoursLeft);
  // In the background, so that a wrong token is known at once and Zalo being away stops nobody.
  void tokens.refreshEarly();
  return zalo;
}

/** The same for a command: what is stored is used and kept fresh, nothing of the settings is taken as a new start. */
export function assembleZalo(settings: ZaloConfig, publicUrl: string | undefined, { database, sealer, pace, clock, log, metrics }: ZaloSurroundings): OpenZalo {
  const { appId, appSecret, oaSecretKey, oaId, apiRoot, oauthRoot, templateRoot, requestsPerMinute } = settings;
  const store = createChannelTokens(database, sealer, { channel: 'zalo', account: oaId ?? appId });
  const oauth = createOauth({ appId, appSecret, root: oauthRoot });
  const tokens = createTokenKeeper({ store, oauth, clock, log });
  const takeSlot = async (signal: AbortSignal): Promise<void> => pace?.take({ account: accountName(channel), address: '', priority: 'reply', limits: channel.limits }, signal);
  const channel: ZaloChannel = createZaloChannel(
    { appId, appSecret, oaSecretKey, apiRoot, templateRoot, requestsPerMinute, ...(oaId ? { oaId } : {}), ...cardAt(publicUrl) },
    { tokens, clock, pace: takeSlot, log: (event) => log.warn('zalo', { event }), count: (what) => metrics?.noticed('zalo', what) },
  );
  const callbackUrl = publicUrl?.startsWith('https:') ? `${publicUrl}${callbackPath}` : undefined;
  const consent = callbackUrl === undefined ? undefined : createConsent({ appId, callbackUrl, oauthRoot, mac: (text) => sealer.lookUp(text), clock });
  const connector = consent && createConnector({ consent, oauth, tokens, http: createHttp(apiRoot), oaId, clock, log });
  return { channel, tokens, consent, connector };
}

/** What the web server serves of Zalo besides the webhook. */
export function zaloConnectPort(settings: ZaloConfig, { connector }: OpenZalo): ZaloConnectPort {
  return { finish: connector && ((answer) => connector.finish(answer)), domainVerification: settings.domainVerification };
}

/** Zalo fetches the picture of the card itself, so it needs an address that the world reaches. */
function cardAt(publicUrl: string | undefined): Pick<Parameters<typeof createZaloChannel>[0], 'shareCard'> {
  return publicUrl?.startsWith('https:') ? { shareCard: { ...shareCardWords, imageUrl: `${publicUrl}/chat/share-card.png` } } : {};
}

/** Where Zalo delivers. */
export function zaloWebhook(zalo: OpenZalo | undefined): readonly Webhook[] {
  if (!zalo) return [];
  const { channel } = zalo;
  return [
    {
      path: '/webhooks/zalo',
      channel,
      isGenuineBody: (rawBody, headers) => channel.isGenuine(rawBody, headers),
      readBody: (rawBody) => channel.readPayload(rawBody),
    },
  ];
}

/** What is wrong with the tokens, for /readyz. */
export async function zaloWarnings({ tokens }: OpenZalo): Promise<readonly string[]> {
  const health = await within(1_000, tokens.health()).catch(() => undefined);
  const warning = health && tokenWarning(health);
  return warning === undefined ? [] : [warning];
}
