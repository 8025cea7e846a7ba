import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { Redis } from 'ioredis';
import { expect } from 'vitest';
import { isTaken, post, startProgram, type Posting, type RunningProgram, type Settings } from '../../scripts/program.mjs';
import { ownKey } from '../../src/store/key-file.ts';
import { loadTemplate } from '../support/database-template.ts';
import type { FakeTelegram } from '../support/fake-telegram/mod.ts';
import type { TestSetUp } from '../support/set-ups.ts';
import { openTestDatabase, type TestDatabase } from '../support/test-database.ts';

/** One installation: what its processes share, and the processes that were started on it. */
export interface System {
  /** Settings that every process of it gets. */
  readonly settings: Settings;
  /** The database behind it; only on a server, since the embedded one belongs to its process. */
  readonly database: TestDatabase | undefined;
  start(more?: Settings, role?: 'web' | 'workers'): Promise<RunningProgram>;
  /** Kills what still runs and removes everything. */
  remove(): Promise<void>;
}

export async function createSystem(setUp: TestSetUp): Promise<System> {
  const database = setUp.databaseUrl === undefined ? undefined : await openTestDatabase(setUp);
  const folder = mkdtempSync(join(tmpdir(), 'causo-process-'));
  if (!database) await makeDataFolder(folder);
  await emptyRedis(setUp.redisUrl);
  const servers = { DATABASE_URL: database?.url ?? '', REDIS_URL: setUp.redisUrl ?? '', DATA_KEY: randomBytes(32).toString('base64') };
  // Ending in order takes its time where other work is going on.
  const settings = { DATA_DIR: folder, PORT: '0', STOP_SECONDS: '240', ...(database ? servers : {}) };
  const started: RunningProgram[] = [];
  return {
    settings,
    database,
    start: async (more = {}, role) => {
      const program = await startProgram({ ...settings, ...more }, role);
      started.push(program);
      return program;
    },
    remove: async () => {
      await Promise.all(started.map((program) => program.stop('SIGKILL')));
      await database?.drop();
      await emptyRedis(setUp.redisUrl);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Saves the three seconds and 900 MB that a database takes to be made. */
async function makeDataFolder(folder: string): Promise<void> {
  ownKey(folder);
  const database = await PGlite.create({ dataDir: join(folder, 'database'), loadDataDir: await loadTemplate() });
  await database.close();
}

async function emptyRedis(url: string | undefined): Promise<void> {
  if (url === undefined) return;
  const redis = new Redis(url);
  await redis.flushdb();
  redis.disconnect();
}

const secret = 'secret_of_the_process_tests_32_signs';

/** Settings for a bot on the fake platform, by webhook unless told otherwise. */
export function telegramSettings({ token, apiRoot }: FakeTelegram, mode: 'webhook' | 'polling' = 'webhook'): Settings {
  return {
    TELEGRAM_BOT_TOKEN: token,
    TELEGRAM_API_ROOT: apiRoot,
    TELEGRAM_MODE: mode,
    TELEGRAM_MESSAGES_PER_SECOND: '1000',
    ...(mode === 'webhook' ? { TELEGRAM_WEBHOOK_SECRET: secret, PUBLIC_URL: 'https://causo.example' } : {}),
  };
}

/** An update as Telegram posts it. */
export function webhookPosting(url: string, update: Readonly<Record<string, unknown>>): Posting {
  return {
    url: `${url}/webhooks/telegram`,
    headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secret },
    body: JSON.stringify(update),
  };
}

/** Sends until it is taken, as a platform or the chat page does. */
export async function sendUntilTaken(posting: Posting): Promise<void> {
  await expect.poll(async () => isTaken(await post(posting).status), { interval: 200 }).toBe(true);
}
