import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { fetchBrowser, findBrowser } from './browser.ts';
import { makeTemplate } from './database-template.ts';
import './provided.ts';
import { startPostgres, startRedis } from './servers.ts';
import type { TestServer } from './servers.ts';

/** Something the tests can run on: where it is ('' when it is missing) and how it is called in the closing lines. */
interface Found {
  readonly address: string;
  readonly label: string;
}

const nothing: Found = { address: '', label: '' };

const missing = {
  postgres: 'PostgreSQL (install the package postgresql, or set TEST_DATABASE_URL)',
  redis: 'Redis (install the package redis-server, or set TEST_REDIS_URL)',
  browser: 'a browser (install the package chromium)',
} as const;

/** Prepares what the tests share, once for the whole run; returns how to put it all away. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const running: TestServer[] = [];
  const tearDown = async (): Promise<void> => {
    await Promise.all(running.map((server) => server.stop()));
  };
  try {
    await prepare(project, running);
  } catch (error) {
    await tearDown();
    throw error;
  }
  return tearDown;
}

/** One after the other, so that whatever was started before a failure stands in `running`. */
async function prepare(project: TestProject, running: TestServer[]): Promise<void> {
  await makeTemplate();
  const postgres = await findServer('PostgreSQL', given('TEST_DATABASE_URL') ?? (await startPostgres()), postgresVersion, running);
  const redis = await findServer('Redis', given('TEST_REDIS_URL') ?? (await startRedis()), redisVersion, running);
  const browser = await findAnyBrowser();
  const found = { postgres, redis, browser };
  const absent = (['postgres', 'redis', 'browser'] as const).filter((name) => found[name].address === '').map((name) => missing[name]);
  if (everythingRequired() && absent.length > 0) throw new Error(`REQUIRE=all, but this machine has no ${absent.join('; no ')}`);
  project.provide('postgresUrl', postgres.address);
  project.provide('redisUrl', redis.address);
  project.provide('browserPath', browser.address);
  project.provide('ranOn', closingLines(found, absent));
}

function everythingRequired(): boolean {
  return process.env['REQUIRE'] === 'all';
}

function closingLines({ postgres, redis, browser }: Record<keyof typeof missing, Found>, absent: readonly string[]): string[] {
  const servers = [postgres, redis].filter((server) => server.address !== '').map((server) => server.label);
  const parts = ['embedded (PGlite + in-process Redis)', servers.join(' + '), browser.label].filter((part) => part !== '');
  return [`Available: ${parts.join(' · ')}`, ...absent.map((name) => `Not found, so left out: ${name}`)];
}

/** A server that the environment names; it is not ours to stop. */
function given(variable: 'TEST_DATABASE_URL' | 'TEST_REDIS_URL'): TestServer | undefined {
  const url = process.env[variable];
  return url ? { url, stop: () => Promise.resolve() } : undefined;
}

async function findServer(
  name: string,
  server: TestServer | undefined,
  version: (url: string) => Promise<string>,
  running: TestServer[],
): Promise<Found> {
  if (server === undefined) return nothing;
  running.push(server);
  return { address: server.url, label: `${name} ${await version(server.url)}` };
}

async function postgresVersion(url: string): Promise<string> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ server_version: string }>('show server_version');
    return rows[0]?.server_version.split(' ')[0] ?? '';
  } finally {
    await client.end();
  }
}

async function redisVersion(url: string): Promise<string> {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
  await client.connect();
  try {
    return /^redis_version:(\S+)/m.exec(await client.info('server'))?.[1] ?? '';
  } finally {
    client.disconnect();
  }
}

/** A browser of the machine, or one fetched into the cache, so that nobody has to install one for the tests. */
async function findAnyBrowser(): Promise<Found> {
  const path = (await findBrowser()) ?? (await fetchBrowser().catch(() => undefined));
  return path === undefined ? nothing : describeBrowser(path);
}

/** A browser that cannot even say its version, such as a stub that wants to be installed first, is none. */
async function describeBrowser(path: string): Promise<Found> {
  try {
    const { stdout } = await promisify(execFile)(path, ['--version']);
    return { address: path, label: /(?:Chrome|Chromium)[^\d]{0,20}\d+/.exec(stdout)?.[0] ?? 'a browser' };
  } catch {
    return nothing;
  }
}
