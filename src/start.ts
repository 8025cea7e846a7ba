import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { flows } from '../flows/mod.ts';
import { factValues } from '../flows/facts/mod.ts';
import { reminderKinds } from '../workers/reminders/mod.ts';
import { startWorkers } from '../workers/main.ts';
import { appointmentsOnDemand } from './app/appointments/appointment-desk.ts';
import { facilitiesOnDemand } from './app/facilities/facility-desk.ts';
import { createAssistant, type Assistant } from './app/assistant.ts';
import { createLog, type Log } from './app/log.ts';
import { measurePace } from './app/measure-pace.ts';
import { createMetrics, type Metrics } from './app/metrics.ts';
import { templateKinds } from './app/template-values.ts';
import { createWebVisitors, type WebVisitors } from './app/web-chat.ts';
import { createWebChannel } from './channels/web/mod.ts';
import type { Config } from './config.ts';
import { createAdministratorDesk } from './connect/administrator-desk.ts';
import { openControlSocket } from './connect/control-socket.ts';
import { createTemplateDesk, templatesPort } from './connect/template-desk.ts';
import { createZaloDesk } from './connect/zalo-desk.ts';
import { backupBeforeMigration } from './backup/backup-before-migration.ts';
import { backupOnDemand } from './backup/backup-on-demand.ts';
import { rekeyOnDemand } from './backup/rekey-on-demand.ts';
import { watchGauges } from './gauges.ts';
import { openDatabase } from './open-database.ts';
import { createProbes, createTellings, openHealthPages, openWebServer, type OpenChannels, type Probes } from './open-servers.ts';
import { openTelegram, startPolling } from './open-telegram.ts';
import { openZalo, type OpenZalo } from './open-zalo.ts';
import { watchTelegram, watchZaloTokens } from './watches.ts';
import { openQueue } from './queue/jobs.ts';
import { createPace, type Pace } from './queue/pace.ts';
import { openRedis, type RedisHandle } from './queue/redis.ts';
import type { Database } from './store/database.ts';
import { migrate } from './store/migrate.ts';
import { buryAll, buryDead } from './store/presence.ts';
import { createSealer, type Sealer } from './store/seal.ts';

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

/** Starts one process of the assistant. Throws with a clear line when something it needs is not there. */
export async function start(config: Config, role: Role, log: Log = createLog(config.logLevel), clock: () => Date = () => new Date()): Promise<Running> {
  const ground = await openGround(config, log, clock);
  const { database } = ground;
  const { assistant, visitors, channels } = await assemble(config, ground);
  const stopWorkers = role === 'web' ? undefined : startWorkers(assistant);
  const probes = createProbes(database, ground.redis);
  const tellings = createTellings(config, probes, database, channels.zalo);
  const pages = role === 'workers' ? await openHealthPages(config, tellings, assistant) : undefined;
  const server = role === 'workers' ? undefined : await openWebServer(config, assistant, tellings, visitors, channels, timeToStop(config, 'requests'));
  const stopPolling = role === 'workers' ? undefined : pollIfWanted(config, assistant, channels);
  const closeControl = await openControl(config, ground, assistant, probes, channels.zalo);
  return {
    assistant,
    url: server?.url,
    healthUrl: pages?.url,
    embedded: database.kind === 'embedded',
    stop: async () => {
      await closeControl?.();
      await stopPolling?.();
      await pages?.close();
      await server?.close();
      await stopWorkers?.();
      await assistant.stop();
      await visitors.stop();
      await assistant.queue.close();
      await ground.close();
    },
  };
}

function timeToStop({ stopSeconds }: Config, what: keyof typeof stopShares): number {
  return stopSeconds * 1_000 * stopShares[what];
}

/** What everything else of a process stands on. */
interface Ground {
  readonly database: Database;
  readonly sealer: Sealer;
  readonly redis: RedisHandle;
  readonly metrics: Metrics;
  readonly clock: () => Date;
  readonly log: Log;
  close(): Promise<void>;
}

async function openGround(config: Config, log: Log, clock: () => Date): Promise<Ground> {
  const { database, keys, unlock } = await openDatabase(config, log);
  await migrate(database, clock(), config.backupBeforeMigration ? backupBeforeMigration({ database, dataDir: config.dataDir, clock, log }) : undefined);
  // A process that was killed may have been seen a moment ago; nobody has to wait until it is missed.
  await (database.kind === 'embedded' ? buryAll(database) : buryDead(database));
  const redis = await openRedis(config.servers ? { url: config.servers.redisUrl } : {});
  const close = async (): Promise<void> => {
    await redis.close();
    await database.close();
    unlock();
  };
  return { database, sealer: createSealer(keys), redis, metrics: createMetrics(), clock, log, close };
}

interface Assembled {
  readonly assistant: Assistant;
  readonly visitors: WebVisitors;
  readonly channels: OpenChannels;
}

async function assemble(config: Config, ground: Ground): Promise<Assembled> {
  const { database, sealer, redis, metrics, clock, log } = ground;
  let processes = 1;
  const pace = measurePace(createPace(redis, () => processes), metrics);
  const visitors = await createWebVisitors(database, log);
  const channels = await openChannels(config, ground, pace, visitors);
  const { web, telegram, zalo } = channels;
  const assistant = await createAssistant({
    database,
    sealer,
    queue: openQueue(redis, { log: ({ fault, ...fields }) => log.warn(fault, fields), upkeepEveryMinutes: 5, limits: { close: timeToStop(config, 'jobs') } }),
    pace,
    noteProcesses: (running) => (processes = running),
    channels: [web, ...(telegram ? [telegram] : []), ...(zalo ? [zalo.channel] : [])],
    watches: [...(zalo ? [() => watchZaloTokens(zalo)] : []), ...watchTelegram(config, telegram, clock)],
    chores: zalo ? [() => zalo.tokens.refreshEarly()] : [],
    flows,
    facts: { vi: factValues('vi'), en: factValues('en') },
    reminderKinds,
    owner: `${hostname()}-${process.pid}-${randomBytes(4).toString('hex')}`,
    clock,
    log,
    metrics,
    landingTime: timeToStop(config, 'sends'),
  });
  watchGauges(assistant, redis);
  return { assistant, visitors, channels };
}

async function openChannels(config: Config, ground: Ground, pace: Pace, visitors: WebVisitors): Promise<OpenChannels> {
  return {
    web: createWebChannel((platformId) => visitors.wake(platformId)),
    telegram: config.telegram && openTelegram(config.telegram, ground.log),
    zalo: config.zalo && (await openZalo(config.zalo, config.publicUrl, { ...ground, pace })),
  };
}

function pollIfWanted({ telegram: settings }: Config, assistant: Assistant, { telegram }: OpenChannels): (() => Promise<void>) | undefined {
  return telegram && settings?.mode === 'polling' ? startPolling(assistant, telegram) : undefined;
}

/** Nobody else can open the embedded database, so commands ask this process. Undefined on servers. */
async function openControl(config: Config, ground: Ground, assistant: Assistant, health: Probes, zalo: OpenZalo | undefined): Promise<(() => Promise<void>) | undefined> {
  const { database, sealer, clock, log } = ground;
  if (database.kind !== 'embedded') return undefined;
  const backUp = backupOnDemand(database, config.dataDir, clock, log);
  const templates = templatesPort(createTemplateDesk({ database, kinds: templateKinds(flows), clock, zalo: zalo?.channel }));
  const port = {
    backUp,
    rekey: rekeyOnDemand(database, sealer, log),
    appointments: appointmentsOnDemand(assistant),
    facilities: facilitiesOnDemand(assistant),
    health,
    administrators: createAdministratorDesk(assistant),
    templates,
    zalo: zalo && createZaloDesk(zalo),
  };
  return openControlSocket(config.dataDir, port, log);
}
