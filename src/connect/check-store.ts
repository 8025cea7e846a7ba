import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { within } from '../app/time.ts';
import type { Config } from '../config.ts';
import { openRedis } from '../queue/redis.ts';
import { findRunning, type RunningAssistant } from './control-client.ts';
import { controlFile } from './control-socket.ts';
import { openOwnStore, type OwnStore } from './own-desk.ts';
import { finding, type Finding } from './report.ts';
import type { ZaloDesk } from './zalo-desk.ts';

export interface CheckedStore {
  readonly findings: readonly Finding[];
  /** Undefined when the tokens cannot be reached. */
  readonly desk: ZaloDesk | undefined;
  readonly close: () => Promise<void>;
}

const nothingToClose = async (): Promise<void> => undefined;

/** Looks at database and queue, by way of the running assistant where it holds them. Never rejects. */
export async function checkStore(config: Config): Promise<CheckedStore> {
  if (config.servers) return withFindings(await openOrExplain(config), [await checkRedis(config.servers.redisUrl)]);
  const running = await findRunning(controlFile(config.dataDir)).catch(() => undefined);
  if (running) return { findings: await checkRunning(running), desk: running.zalo, close: nothingToClose };
  if (!existsSync(join(resolve(config.dataDir), 'database'))) {
    return { findings: [finding('ok', 'database', 'embedded, made at the first start')], desk: noTokens, close: nothingToClose };
  }
  return withFindings(await openOrExplain(config), []);
}

/** Before the first start. */
const noTokens: ZaloDesk = {
  status: async () => ({ health: { state: 'missing', refreshDaysLeft: 0, accessHoursLeft: 0 }, account: undefined, fault: undefined }),
  createLink: async () => undefined,
  hasConnected: async () => false,
};

function withFindings(opened: OwnStore | Finding, more: readonly Finding[]): CheckedStore {
  if ('verdict' in opened) return { findings: [opened, ...more], desk: undefined, close: nothingToClose };
  const text = opened.database.kind === 'embedded' ? 'embedded; nothing runs on it right now' : 'PostgreSQL answers';
  return { findings: [finding('ok', 'database', text), ...more], desk: opened.desk, close: opened.close };
}

async function checkRunning(running: RunningAssistant): Promise<readonly Finding[]> {
  const { database, queue } = await running.health();
  return [
    database ? finding('ok', 'database', 'embedded, in use by the running assistant') : finding('wrong', 'database', 'the running assistant cannot read it; start it again and look into its log'),
    queue ? finding('ok', 'queue', 'inside the running assistant') : finding('wrong', 'queue', 'the running assistant has lost it; start it again'),
  ];
}

/** Milliseconds; a start of the embedded database takes seconds on a slow machine. */
const openTimeout = 60_000;

async function openOrExplain(config: Config): Promise<OwnStore | Finding> {
  try {
    return await within(openTimeout, openOwnStore(config));
  } catch (error) {
    return finding('wrong', 'database', explainStore(error, config));
  }
}

/** Why the store cannot be opened, and how to mend it. Nothing that a driver says is quoted: it may hold the address. */
export function explainStore(error: unknown, config: Config): string {
  if (error instanceof Error && error.message.startsWith('Expected ')) return error.message;
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'no answer in time';
  if (!config.servers) return `the embedded database in DATA_DIR cannot be opened (${code}); restore it from a backup, or move it away to begin anew`;
  return `PostgreSQL does not let us in (${code}); see whether it runs and whether DATABASE_URL has its right address, name and password`;
}

async function checkRedis(url: string): Promise<Finding> {
  const redis = await openRedis({ url });
  const isUp = redis.isUp();
  await redis.close();
  return isUp ? finding('ok', 'queue', 'Redis answers') : finding('wrong', 'queue', 'Redis does not let us in; see whether it runs and whether REDIS_URL has its right address and password');
}
