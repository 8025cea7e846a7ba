import { createLog } from '../../src/app/log.ts';
import { createWebChat, createWebVisitors } from '../../src/app/web-chat.ts';
import { createWebChannel } from '../../src/channels/web/mod.ts';
import type { ZaloSettings } from '../../src/channels/zalo-oa/mod.ts';
import { createOauth, createTokenKeeper, createZaloChannel, tokenWarning } from '../../src/channels/zalo-oa/mod.ts';
import { createServer } from '../../src/http/server.ts';
import { createChannelTokens } from '../../src/store/channel-tokens.ts';
import type { Database } from '../../src/store/database.ts';
import { startFakeZalo, type FakeZalo } from './fake-zalo/mod.ts';
import { createTestAssistant, createTestClock, testSealer, type TestAssistant } from './test-assistant.ts';

/** The whole assistant with Zalo alone, whose webhook is saved at the fake platform. One clock for both. */
export interface ZaloAssistant extends TestAssistant {
  readonly fake: FakeZalo;
  readonly root: string;
  /** Of the webhook. */
  readonly url: string;
  readonly metric: (name: string) => Promise<number>;
  close(): Promise<void>;
}

export interface ZaloAssistantOptions extends Pick<ZaloSettings, 'shareCard'> {
  /** It begins with a refresh token alone, as after a consent by hand. */
  readonly withoutAccessToken?: true;
}

export async function startZaloAssistant(database: Database, { withoutAccessToken, ...more }: ZaloAssistantOptions = {}): Promise<ZaloAssistant> {
  const clock = createTestClock();
  const fake = await startFakeZalo(() => clock().getTime());
  const { appId, appSecret, oaId, oaSecretKey, root: apiRoot } = fake;
  const log = createLog('silent');
  const zaloClock = (): Date => new Date(fake.now());
  const store = createChannelTokens(database, testSealer, { channel: 'zalo', account: oaId });
  const tokens = createTokenKeeper({ store, oauth: createOauth({ appId, appSecret, root: apiRoot }), clock: zaloClock, log });
  const { accessToken, refreshToken } = fake.issuePair();
  await tokens.adopt(withoutAccessToken ? { refreshToken, accessToken: undefined } : { accessToken, refreshToken });
  let notice = (_what: string): void => undefined;
  const channel = createZaloChannel({ appId, appSecret, oaId, oaSecretKey, apiRoot, templateRoot: apiRoot, ...more }, { tokens, clock: zaloClock, count: (what) => notice(what) });
  const visitors = await createWebVisitors(database, log);
  const web = createWebChannel((platformId) => visitors.wake(platformId));
  const test = await createTestAssistant({ database, channels: [channel, web], log, clock });
  const { assistant } = test;
  notice = (what) => assistant.metrics.noticed('zalo', what);
  const server = await createServer({
    ...assistant,
    trustProxy: false,
    metricsToken: undefined,
    webhooks: [{ path: '/webhooks/zalo', channel, isGenuineBody: (raw, headers) => channel.isGenuine(raw, headers), readBody: (raw) => channel.readPayload(raw) }],
    webChat: { port: createWebChat({ ...assistant, visitors }), channel: web, officialHosts: [] },
    health: { database: async () => true, queue: async () => true, warnings: async () => [tokenWarning(await tokens.health())].filter((line) => line !== undefined) },
  });
  const root = await server.listen({ host: '127.0.0.1', port: 0 });
  const url = `${root}/webhooks/zalo`;
  await fake.saveWebhook(url);
  return {
    ...test,
    fake,
    root,
    url,
    metric: async (name) => Number((await assistant.metrics.page()).split('\n').find((line) => line.startsWith(`${name} `))?.slice(name.length) ?? 0),
    close: async () => {
      await fake.settled();
      await server.close();
      await assistant.stop();
      await visitors.stop();
      await fake.close();
    },
  };
}
