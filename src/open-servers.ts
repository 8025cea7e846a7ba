import { officialHosts } from '../flows/facts/mod.ts';
import { createSuspicion } from './app/alerts/suspect.ts';
import { alertWarnings } from './app/alerts/warnings.ts';
import { createAppointmentDesk } from './app/appointments/appointment-desk.ts';
import { createAppointmentsPort } from './app/appointments/appointments-port.ts';
import type { Assistant } from './app/assistant.ts';
import { within } from './app/time.ts';
import { createWebChat, type WebVisitors } from './app/web-chat.ts';
import type { Channel } from './channels/channel.ts';
import type { TelegramChannel } from './channels/telegram/mod.ts';
import type { Config } from './config.ts';
import { createHealthServer, createServer, type ServerSettings, type WebServer } from './http/server.ts';
import { telegramWebhook } from './open-telegram.ts';
import { zaloConnectPort, zaloWarnings, zaloWebhook, type OpenZalo } from './open-zalo.ts';
import type { RedisHandle } from './queue/redis.ts';
import type { Database } from './store/database.ts';

/** A server that listens. */
export interface OpenServer {
  readonly url: string;
  close(): Promise<void>;
}

export interface OpenChannels {
  readonly web: Channel;
  readonly telegram: TelegramChannel | undefined;
  readonly zalo: OpenZalo | undefined;
}

/** Connections that wait to be taken; with fewer, a crowd that comes at once is kept waiting for seconds by its own machines. */
const backlog = 4_096;

export interface Probes {
  readonly database: () => Promise<boolean>;
  readonly queue: () => Promise<boolean>;
}

/** Whether what a process stands on answers. */
export function createProbes(database: Database, redis: RedisHandle): Probes {
  return {
    database: () => within(1_000, database.query('select 1')).then(() => true, () => false),
    queue: async () => redis.isUp(),
  };
}

/** What both kinds of servers need to tell how the assistant is. */
type Tellings = Pick<ServerSettings, 'trustProxy' | 'metricsToken' | 'health'>;

export function createTellings({ trustProxy, metricsToken }: Config, probes: Probes, database: Database, zalo: OpenZalo | undefined): Tellings {
  const warnings = async (): Promise<readonly string[]> => [...(zalo ? await zaloWarnings(zalo) : []), ...(await alertWarnings(database))];
  return { trustProxy, metricsToken, health: { ...probes, warnings } };
}

/** Workers alone serve nobody, but may tell how they are; undefined where no port is set for that. */
export async function openHealthPages({ workersPort, host }: Config, tellings: Tellings, assistant: Assistant): Promise<OpenServer | undefined> {
  if (workersPort === undefined) return undefined;
  const server = createHealthServer({ ...assistant, ...tellings });
  return { url: await server.listen({ port: workersPort, host }), close: () => server.close() };
}

/** The web chat, webhooks and health pages. Closing takes at most about `patience` milliseconds. */
export async function openWebServer(
  config: Config,
  assistant: Assistant,
  tellings: Tellings,
  visitors: WebVisitors,
  { web, telegram, zalo }: OpenChannels,
  patience: number,
): Promise<OpenServer> {
  const server = await createServer({
    ...assistant,
    ...tellings,
    webhooks: [...telegramWebhook(config, telegram), ...zaloWebhook(zalo)],
    webChat: { port: createWebChat({ ...assistant, visitors }), channel: web, officialHosts },
    zaloConnect: config.zalo && zalo && zaloConnectPort(config.zalo, zalo),
    appointments: appointmentsOf(config, assistant),
    suspect: createSuspicion(assistant),
  });
  return { url: await server.listen({ port: config.port, host: config.host, backlog }), close: () => closeServer(server, patience) };
}

function appointmentsOf({ appointmentsToken: token }: Config, assistant: Assistant): ServerSettings['appointments'] {
  return token === undefined ? undefined : { token, port: createAppointmentsPort(createAppointmentDesk(assistant)) };
}

/** Closes within the grace time although browsers keep their connections open. */
async function closeServer(server: WebServer, patience: number): Promise<void> {
  const idle = setInterval(() => server.server.closeIdleConnections(), 200);
  const grace = setTimeout(() => server.server.closeAllConnections(), patience);
  await server.close();
  clearInterval(idle);
  clearTimeout(grace);
}
