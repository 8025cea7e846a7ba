import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import type { Settings } from './program.ts';
import type { Database } from '../../src/store/database.ts';
import { openEmbedded } from '../../src/store/embedded.ts';
import { openPostgres } from '../../src/store/postgres.ts';
import { countBacklog } from '../support/backlog.ts';
import { startPostgres, startRedis } from '../support/servers.ts';
import type { Trouble } from './mischief.ts';
import { webhookSecret, type Fakes } from './platform.ts';
import { keepRunning, type KeptProcess } from './processes.ts';

export type SetUp = 'servers' | 'embedded';

/** One installation that is being ill-treated. */
export interface System {
  /** Where webhooks go, one for each process that takes them. */
  readonly roots: readonly string[];
  readonly troubles: readonly Trouble[];
  /** For a database of the reference; undefined when there is no server. */
  readonly databaseUrl: string | undefined;
  /** How often the processes said each thing in their logs; known once they have ended. */
  logged(): ReadonlyMap<string, number>;
  /** Messages that wait to be handled or sent; undefined while nobody knows. */
  backlog(): Promise<number | undefined>;
  /** Stops the processes and reads what they have left. */
  finish<Result>(read: (database: Database) => Promise<Result>): Promise<Result>;
  remove(): Promise<void>;
}

interface Plan {
  readonly root: string;
  readonly fakes: Fakes;
  readonly note: (line: string) => void;
}

export async function startSystem(setUp: SetUp, plan: Plan): Promise<System> {
  return setUp === 'servers' ? startOnServers(plan) : startEmbedded(plan);
}

/** Two web and two worker processes on PostgreSQL and Redis. */
async function startOnServers({ root, fakes, note }: Plan): Promise<System> {
  const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
  if (!postgres || !redis) throw new Error('Expected PostgreSQL and redis-server on this machine; install the packages postgresql and redis-server, or use --set-up embedded');
  const ports = [await freePort(), await freePort()];
  const roots = ports.map((port) => `http://127.0.0.1:${port}`);
  const settings = { ...channelSettings(fakes), DATABASE_URL: postgres.url, REDIS_URL: redis.url, DATA_KEY: randomBytes(32).toString('base64') };
  const startWeb = (port: number, index: number): Promise<KeptProcess> => keepRunning(`web ${index + 1}`, { root, role: 'web', settings: { ...settings, PORT: String(port) } }, note);
  const [firstPort = 0, ...otherPorts] = ports;
  // The first one makes the build and the tables.
  const first = await startWeb(firstPort, 0);
  const others = [...otherPorts.map((port, index) => startWeb(port, index + 1)), ...[1, 2].map((index) => keepRunning(`workers ${index}`, { root, role: 'workers', settings }, note))];
  const processes = [first, ...(await Promise.all(others))];
  await fakes.zalo.saveWebhook(`${roots[0]}/webhooks/zalo`);
  const database = await openPostgres(postgres.url, () => undefined);
  return {
    roots,
    databaseUrl: postgres.url,
    troubles: [
      ...processes.map(killing),
      { name: 'Redis killed and empty', weight: 2, happen: () => redis.crash() },
      { name: 'Redis wiped', weight: 1, happen: () => wipe(redis.url) },
      { name: 'PostgreSQL restarted', weight: 1, canRepeat: true, happen: () => postgres.crash() },
    ],
    logged: () => addUp(processes),
    backlog: () => countBacklog(database).catch(() => undefined),
    finish: async (read) => {
      await Promise.all(processes.map((each) => each.stop()));
      return read(database);
    },
    remove: async () => {
      await Promise.all(processes.map((each) => each.stop()));
      await database.close();
      await Promise.all([postgres.stop(), redis.stop()]);
    },
  };
}

/** One process with everything inside. */
async function startEmbedded({ root, fakes, note }: Plan): Promise<System> {
  const folder = mkdtempSync(join(tmpdir(), 'causo-chaos-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const program = await keepRunning('assistant', { root, settings: { ...channelSettings(fakes), DATA_DIR: folder, PORT: String(port) } }, note);
  await fakes.zalo.saveWebhook(`${url}/webhooks/zalo`);
  return {
    roots: [url],
    databaseUrl: undefined,
    troubles: [killing(program)],
    logged: () => program.logged,
    backlog: () => readBacklog(url),
    finish: async (read) => {
      await program.stop();
      const database = await openEmbedded(join(folder, 'database'));
      try {
        return await read(database);
      } finally {
        await database.close();
      }
    },
    remove: async () => {
      await program.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What a process needs to know of the two platforms. */
export function channelSettings({ telegram, zalo }: Fakes): Settings {
  const pair = zalo.issuePair();
  return {
    PUBLIC_URL: 'https://causo.example',
    LOG_LEVEL: 'info',
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
    TELEGRAM_MODE: 'webhook',
    TELEGRAM_WEBHOOK_SECRET: webhookSecret,
    TELEGRAM_MESSAGES_PER_SECOND: '1000',
    ZALO_APP_ID: zalo.appId,
    ZALO_APP_SECRET: zalo.appSecret,
    ZALO_OA_ID: zalo.oaId,
    ZALO_OA_SECRET_KEY: zalo.oaSecretKey,
    ZALO_ACCESS_TOKEN: pair.accessToken,
    ZALO_REFRESH_TOKEN: pair.refreshToken,
    ZALO_API_ROOT: zalo.root,
    ZALO_OAUTH_ROOT: zalo.root,
    ZALO_TEMPLATE_ROOT: zalo.root,
    ZALO_REQUESTS_PER_MINUTE: '60000',
  };
}

function addUp(processes: readonly KeptProcess[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { logged } of processes) for (const [message, count] of logged) sums.set(message, (sums.get(message) ?? 0) + count);
  return sums;
}

function killing(kept: KeptProcess): Trouble {
  return { name: `kill -9 ${kept.name}`, weight: 3, canRepeat: true, happen: async () => kept.kill() };
}

async function wipe(url: string): Promise<void> {
  const redis = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 1 });
  redis.on('error', () => undefined);
  await redis.flushall().catch(() => undefined);
  redis.disconnect();
}

/** The embedded database belongs to its process, so it is asked. */
async function readBacklog(root: string): Promise<number | undefined> {
  try {
    const text = await (await fetch(`${root}/metrics`)).text();
    const waiting = /^\S*outbox_waiting(?:\{[^}]*\})? (\d+)/m.exec(text)?.[1];
    return waiting === undefined ? undefined : Number(waiting);
  } catch {
    return undefined;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
