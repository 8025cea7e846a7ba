import { randomBytes } from 'node:crypto';
import { projectRoot } from '../../src/root.ts';
import type { Database } from '../../src/store/database.ts';
import { openPostgres } from '../../src/store/postgres.ts';
import { createSealer, type Sealer } from '../../src/store/seal.ts';
import { startFakes, type Fakes } from '../chaos/platform.ts';
import { startProgram, type RunningProgram, type Settings } from '../chaos/program.ts';
import { channelSettings } from '../chaos/system.ts';
import { countBacklog } from '../support/backlog.ts';
import { startLine, type CuttableLine } from '../support/cuttable-line.ts';
import { startPostgres, startRedis } from '../support/servers.ts';

export interface Plan {
  /** How many processes of each kind. */
  readonly web: number;
  readonly workers: number;
  readonly settings?: Settings;
  /** Another copy of the program than this one. */
  readonly root?: string;
}

/** The real program on servers of its own, between the two fake platforms. */
export interface Installation {
  readonly fakes: Fakes;
  readonly database: Database;
  readonly databaseUrl: string;
  readonly sealer: Sealer;
  /** What each of its processes is started with. */
  readonly settings: Settings;
  /** The way to Redis, which can be cut. */
  readonly redisLine: CuttableLine;
  /** Ends Redis, which forgets everything, and starts it again. */
  crashRedis(): Promise<void>;
  /** Those of the plan. */
  readonly web: readonly RunningProgram[];
  /** One more; without a role it does everything. */
  start(role?: 'web' | 'workers'): Promise<RunningProgram>;
  /** Messages that wait to be handled or sent. */
  readonly backlog: () => Promise<number>;
  remove(): Promise<void>;
}

export async function install(plan: Plan): Promise<Installation> {
  const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
  if (!postgres || !redis) throw new Error('Expected PostgreSQL and redis-server on this machine; install the packages postgresql and redis-server');
  const fakes = await startFakes();
  const redisLine = await startLine(redis.url);
  const key = randomBytes(32);
  const settings = {
    ...channelSettings(fakes),
    DATABASE_URL: postgres.url,
    REDIS_URL: redisLine.url,
    DATA_KEY: key.toString('base64'),
    PORT: '0',
    ...plan.settings,
  };
  const running: RunningProgram[] = [];
  const start = async (role?: 'web' | 'workers'): Promise<RunningProgram> => {
    const program = await startProgram(settings, role, plan.root ?? projectRoot);
    running.push(program);
    return program;
  };
  const web: RunningProgram[] = [];
  // One after the other: the first makes the tables.
  for (let index = 0; index < plan.web; index += 1) web.push(await start('web'));
  for (let index = 0; index < plan.workers; index += 1) await start('workers');
  if (web[0]) await fakes.zalo.saveWebhook(`${web[0].url}/webhooks/zalo`);
  const database = await openPostgres(postgres.url, () => undefined);
  return {
    fakes,
    database,
    databaseUrl: postgres.url,
    sealer: createSealer([key]),
    settings,
    redisLine,
    crashRedis: () => redis.crash(),
    web,
    start,
    backlog: () => countBacklog(database),
    remove: async () => {
      await Promise.all(running.map((program) => program.stop()));
      await database.close();
      await redisLine.close();
      await Promise.all([postgres.stop(), redis.stop(), fakes.telegram.close(), fakes.zalo.close()]);
    },
  };
}

/** Runs something on an installation and clears it away afterwards, whatever happens. */
export async function withInstallation<Result>(plan: Plan, run: (installation: Installation) => Promise<Result>): Promise<Result> {
  const installation = await install(plan);
  try {
    return await run(installation);
  } finally {
    await installation.remove();
  }
}
