import { createWebChat, createWebVisitors } from '../../src/app/web-chat.ts';
import type { Channel } from '../../src/channels/channel.ts';
import { createTelegramChannel, secretMatches } from '../../src/channels/telegram/mod.ts';
import { createWebChannel } from '../../src/channels/web/mod.ts';
import { createLog } from '../../src/app/log.ts';
import { createServer, type ServerSettings } from '../../src/http/server.ts';
import { startFakeTelegram, type FakeTelegram } from './fake-telegram/mod.ts';
import { createTestAssistant, type TestAssistant, type TestAssistantOptions } from './test-assistant.ts';

export interface TestServerOptions extends TestAssistantOptions {
  readonly settings?: Partial<Pick<ServerSettings, 'trustProxy' | 'metricsToken' | 'health' | 'suspect'>>;
  /** Switches the API for clinics on. */
  readonly appointments?: ((assistant: TestAssistant['assistant']) => NonNullable<ServerSettings['appointments']>) | undefined;
  /** One more webhook besides Telegram's; its requests need no secret. */
  readonly extraWebhook?: { readonly path: string; readonly channel: Channel };
}

/** The whole web server on a free port of this machine, with the real Telegram channel against a fake platform. */
export interface TestServer extends TestAssistant {
  /** Where it listens, without a slash at the end. */
  readonly root: string;
  readonly telegram: FakeTelegram;
  /** Posts an update with the right secret, as Telegram does, and returns the status. */
  deliver(update: Readonly<Record<string, unknown>>): Promise<number>;
  /** The value of a line of /metrics such as `causo_rejected_total{channel="telegram",reason="wrong_secret"}`; 0 when it is missing. */
  metric(name: string): Promise<number>;
  /** What was logged, a JSON line each. */
  readonly logged: readonly string[];
  close(): Promise<void>;
}

export const webhookSecret = 'a_secret_of_the_tests_32_signs_long';

export async function startTestServer({ settings, appointments, extraWebhook, ...options }: TestServerOptions): Promise<TestServer> {
  const telegram = await startFakeTelegram();
  const channel = createTelegramChannel({ token: telegram.token, apiRoot: telegram.apiRoot });
  const logged: string[] = [];
  const log = createLog('info', { write: (line) => void logged.push(line) });
  const visitors = await createWebVisitors(options.database, log);
  const web = createWebChannel((platformId) => visitors.wake(platformId));
  const channels = [channel, web, ...(extraWebhook ? [extraWebhook.channel] : [])];
  const test = await createTestAssistant({ log, ...options, channels });
  const { assistant } = test;
  const server = await createServer({
    ...assistant,
    trustProxy: false,
    metricsToken: undefined,
    health: { database: async () => true, queue: async () => true },
    ...settings,
    appointments: appointments?.(assistant),
    webhooks: [
      { path: '/webhooks/telegram', channel, isGenuine: (headers) => secretMatches(String(headers['x-telegram-bot-api-secret-token']), webhookSecret) },
      ...(extraWebhook ? [{ ...extraWebhook, isGenuine: () => true }] : []),
    ],
    webChat: { port: createWebChat({ ...assistant, visitors }), channel: web, officialHosts: [] },
  });
  const root = await server.listen({ host: '127.0.0.1', port: 0 });
  return {
    ...test,
    root,
    telegram,
    logged,
    deliver: (update) => telegram.deliver(`${root}/webhooks/telegram`, webhookSecret, update),
    metric: async (name) => {
      const line = (await assistant.metrics.page()).split('\n').find((each) => each.startsWith(`${name} `));
      return Number(line?.slice(name.length) ?? 0);
    },
    close: async () => {
      await server.close();
      await assistant.stop();
      await visitors.stop();
      await telegram.close();
    },
  };
}
