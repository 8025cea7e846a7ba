import { createHash, randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { flows } from '../flows/mod.ts';
import { factValues, officialHosts } from '../flows/facts/mod.ts';
import { startWorkers } from '../workers/main.ts';
import { createSuspicion } from './app/alerts/suspect.ts';
import { alertWarnings } from './app/alerts/warnings.ts';
import { createAssistant, type Assistant } from './app/assistant.ts';
import { createLog, type Log } from './app/log.ts';
import { measurePace } from './app/measure-pace.ts';
import { createMetrics } from './app/metrics.ts';
import { templateKinds } from './app/template-values.ts';
import { within } from './app/time.ts';
import { createWebChat, createWebVisitors, type WebVisitors } from './app/web-chat.ts';
import type { Channel } from './channels/channel.ts';
import { createTelegramChannel, secretMatches, type TelegramChannel } from './channels/telegram/mod.ts';
import { createWebChannel } from './channels/web/mod.ts';
import type { Config, TelegramConfig } from './config.ts';
import { createAdministratorDesk } from './connect/administrator-desk.ts';
import type { ControlPort } from './http/control.ts';
import { openControlSocket } from './connect/control-socket.ts';
import { createTemplateDesk, readTemplateWish, type TemplateDesk } from './connect/template-desk.ts';
import { createZaloDesk } from './connect/zalo-desk.ts';
import { createHealthServer, createServer, type ServerSettings, type WebServer } from './http/server.ts';
import { backupBeforeMigration } from './backup/backup-before-migration.ts';
import { backupOnDemand } from './backup/backup-on-demand.ts';
import { rekeyOnDemand } from './backup/rekey-on-demand.ts';
import type { Webhook } from './http/webhook.ts';
import { openDatabase } from './open-database.ts';
import { openZalo, zaloConnectPort, zaloWarnings, zaloWebhook, type OpenZalo } from './open-zalo.ts';
import { watchTelegram, watchZaloTokens } from './watches.ts';
import { openQueue } from './queue/jobs.ts';
import { createPace } from './queue/pace.ts';
import { openRedis, type RedisHandle } from './queue/redis.ts';
import type { Database } from './store/database.ts';
import { migrate } from './store/migrate.ts';
import { listAdministrators } from './store/administrators.ts';
import { alertsUnderWay } from './store/alerts.ts';
import { outboxAge } from './store/outbox.ts';
import { pendingAge } from './store/pending.ts';
import { buryAll } from './store/presence.ts';
import { createSealer } from './store/seal.ts';
import { countOpenTickets } from './store/tickets.ts';

/** Which part of the work a process does. */
export type Role = 'all' | 'web' | 'workers';

export interface Running {
  readonly assistant: Assistant;
  /** Where the web chat is; undefined for workers alone. */
  readonly url: string | undefined;
  /** Where workers alone tell how they are. */
  readonly healthUrl: string | undefined;
  /** The embedded database holds data through a killed process, not through a power cut. */
  readonly embedded: boolean;
  /** Lets running turns, sends and jobs finish, then closes everything; at most about as long as the setting says. */
  stop(): Promise<void>;
}

/** How much of the time for stopping each may take: running requests, messages in the air, running jobs. */
const stopShares = { requests: 0.3, sends: 0.4, jobs: 0.5 } as const;

/** Connections that wait to be taken; with fewer, a crowd that comes at once is kept waiting for seconds by its own machines. */
const backlog = 4_096;

/** Starts one process of the assistant. Throws with a clear line when something it needs is not there. */
export async function start(config: Config, role: Role, log: Log = createLog(config.logLevel)): Promise<Running> {
  const clock = (): Date => new Date();
  const stopTime = config.stopSeconds * 1_000;
  const { database, keys, unlock } = await openDatabase(config, log);
  await migrate(database, clock(), config.backupBeforeMigration ? backupBeforeMigration({ database, dataDir: config.dataDir, clock, log }) : undefined);
  // A process that was killed here may have been seen a moment ago; nobody has to wait until it is missed.
  if (database.kind === 'embedded') await buryAll(database);
  const redis = await openRedis(config.servers ? { url: config.servers.redisUrl } : {});
  const metrics = createMetrics();
  const visitors = await createWebVisitors(database, log);
  const telegram = config.telegram && openTelegram(config.telegram, log);
  const sealer = createSealer(keys);
  let processes = 1;
  const pace = measurePace(createPace(redis, () => processes), metrics);
  const zalo = config.zalo && (await openZalo(config.zalo, config.publicUrl, { database, sealer, pace, clock, log, metrics }));
  const web = createWebChannel((platformId) => visitors.wake(platformId));
  const assistant = await createAssistant({
    database,
    sealer,
    queue: openQueue(redis, { log: ({ fault, ...fields }) => log.warn(fault, fields), upkeepEveryMinutes: 5, limits: { close: stopTime * stopShares.jobs } }),
    pace,
    noteProcesses: (running) => (processes = running),
    channels: [web, ...(telegram ? [telegram] : []), ...(zalo ? [zalo.channel] : [])],
    watches: [...(zalo ? [() => watchZaloTokens(zalo)] : []), ...watchTelegram(config, telegram, clock)],
    chores: zalo ? [() => zalo.tokens.refreshEarly()] : [],
    flows,
    facts: { vi: factValues('vi'), en: factValues('en') },
    owner: `${hostname()}-${process.pid}-${randomBytes(4).toString('hex')}`,
    clock,
    log,
    metrics,
    landingTime: stopTime * stopShares.sends,
  });
  metrics.watch('outbox_age_seconds', 'Age of the oldest message waiting to be sent', async () => (await outboxAge(database, clock())).seconds);
  metrics.watch('outbox_waiting', 'Messages waiting to be sent', async () => (await outboxAge(database, clock())).count);
  metrics.watch('inbound_age_seconds', 'Age of the oldest message waiting for its turn', async () => (await pendingAge(database, clock())).seconds);
  metrics.watch('inbound_waiting', 'Messages waiting for their turn', async () => (await pendingAge(database, clock())).count);
  metrics.watch('alerts', 'Troubles that are under way', async () => (await alertsUnderWay(database)).length);
  metrics.watch('administrators', 'Chats that hear of alerts', async () => (await listAdministrators(database)).length);
  metrics.watch('queue_lag_seconds', 'How late the last job began', async () => assistant.queue.lag() / 1000);
  metrics.watch('queue_delayed', 'Jobs waiting for their time', async () => (await assistant.queue.counts())?.delayed ?? Number.NaN);
  metrics.watch('redis_errors', 'Connection errors since the start', async () => redis.errorCount());
  metrics.watch('tickets_open', 'Tickets that wait for a person', () => countOpenTickets(database));

  const stopWorkers = role === 'web' ? undefined : startWorkers(assistant);
  const health = probes(database, redis);
  const tellWarnings = async (): Promise<readonly string[]> => [...(zalo ? await zaloWarnings(zalo) : []), ...(await alertWarnings(database))];
  const tellings: Tellings = { trustProxy: config.trustProxy, metricsToken: config.metricsToken, health: { ...health, warnings: tellWarnings } };
  const pages = role === 'workers' ? createHealthPages(config, tellings, assistant) : undefined;
  const healthUrl = await pages?.listen({ port: config.workersPort ?? 0, host: config.host });
  const server = role === 'workers' ? undefined : await createWebServer(config, assistant, tellings, visitors, { web, telegram, zalo });
  const url = server && (await server.listen({ port: config.port, host: config.host, backlog }));
  const stopPolling = role !== 'workers' && telegram && config.telegram?.mode === 'polling' ? startPolling(assistant, telegram) : undefined;
  // Nobody else can open the embedded database, so commands ask this process.
  const backUp = backupOnDemand(database, config.dataDir, clock, log);
  const closeControl = database.kind === 'embedded' ? await openControlSocket(config.dataDir, { backUp, rekey: rekeyOnDemand(database, sealer, log), health, administrators: createAdministratorDesk(assistant), templates: templatesPort(createTemplateDesk({ database, kinds: templateKinds(flows), clock, describe: zalo?.channel.describeTemplate })), zalo: zalo && createZaloDesk(zalo) }, log) : undefined;
  return {
    assistant,
    url,
    healthUrl,
    embedded: database.kind === 'embedded',
    stop: async () => {
      await closeControl?.();
      await stopPolling?.();
      await pages?.close();
      if (server) await closeServer(server, stopTime * stopShares.requests);
      await stopWorkers?.();
      await assistant.stop();
      await visitors.stop();
      await assistant.queue.close();
      await redis.close();
      await database.close();
      unlock();
    },
  };
}

/** What comes over the socket is checked first. */
function templatesPort(desk: TemplateDesk): ControlPort['templates'] {
  return { ...desk, set: async (wish) => desk.set(readTemplateWish(wish)) };
}

/** A bot is known by the number before the colon of its token; a token of another shape gets a name made from it. */
function openTelegram(settings: TelegramConfig, log: Log): TelegramChannel {
  const { token } = settings;
  const account = /^(\d{1,19}):/.exec(token)?.[1] ?? `bot-${createHash('sha256').update(token).digest('hex').slice(0, 12)}`;
  return createTelegramChannel({ ...settings, account, log: (event) => log.warn('telegram', { event }) });
}

interface Probes {
  readonly database: () => Promise<boolean>;
  readonly queue: () => Promise<boolean>;
}

function probes(database: Database, redis: RedisHandle): Probes {
  return {
    database: () => within(1_000, database.query('select 1')).then(() => true, () => false),
    queue: async () => redis.isUp(),
  };
}

/** What both kinds of servers need to tell how the assistant is. */
type Tellings = Pick<ServerSettings, 'trustProxy' | 'metricsToken' | 'health'>;

/** Workers alone serve nobody, but may tell how they are. */
function createHealthPages({ workersPort }: Config, tellings: Tellings, assistant: Assistant): WebServer | undefined {
  return workersPort === undefined ? undefined : createHealthServer({ ...assistant, ...tellings });
}

function createWebServer(
  config: Config,
  assistant: Assistant,
  tellings: Tellings,
  visitors: WebVisitors,
  { web, telegram, zalo }: OpenChannels,
): Promise<WebServer> {
  return createServer({
    ...assistant,
    ...tellings,
    webhooks: [...telegramWebhook(config, telegram), ...zaloWebhook(zalo)],
    webChat: { port: createWebChat({ ...assistant, visitors }), channel: web, officialHosts },
    zaloConnect: config.zalo && zalo && zaloConnectPort(config.zalo, zalo),
    suspect: createSuspicion(assistant),
  });
}

function telegramWebhook({ telegram: settings }: Config, channel: TelegramChannel | undefined): readonly Webhook[] {
  const secret = settings?.webhookSecret;
  if (!channel || secret === undefined) return [];
  const isGenuine = (headers: Readonly<Record<string, string | string[] | undefined>>): boolean => {
    const header = headers['x-telegram-bot-api-secret-token'];
    return secretMatches(typeof header === 'string' ? header : undefined, secret);
  };
  return [{ path: '/webhooks/telegram', channel, isGenuine }];
}

interface OpenChannels {
  readonly web: Channel;
  readonly telegram: TelegramChannel | undefined;
  readonly zalo: OpenZalo | undefined;
}

/** Fetches updates for trying at home. Returns the way to stop it. */
function startPolling({ inbound, log }: Assistant, telegram: TelegramChannel): () => Promise<void> {
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

/** Closes within the grace time although browsers keep their connections open. */
async function closeServer(server: WebServer, patience: number): Promise<void> {
  const idle = setInterval(() => server.server.closeIdleConnections(), 200);
  const grace = setTimeout(() => server.server.closeAllConnections(), patience);
  await server.close();
  clearInterval(idle);
  clearTimeout(grace);
}
