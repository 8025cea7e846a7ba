import { resolve } from 'node:path';
import { createLog } from './app/log.ts';
import { refuseIfNothing } from './backup/refuse-if-nothing.ts';
import type { Config } from './config.ts';
import { findRunning, type RunningAssistant } from './connect/control-client.ts';
import { controlFile } from './connect/control-socket.ts';
import { openDatabase } from './open-database.ts';
import type { Database } from './store/database.ts';
import { migrate } from './store/migrate.ts';
import { createSealer, type Sealer } from './store/seal.ts';

/** What a command works with that has opened the store itself. */
export interface OwnParts {
  readonly database: Database;
  readonly sealer: Sealer;
  readonly clock: () => Date;
}

/** Two ways to the same desk. */
export interface Ways<Desk> {
  readonly running: (assistant: RunningAssistant) => Desk;
  readonly own: (parts: OwnParts) => Desk;
}

/** Lets a command work at a desk: that of the running assistant where it holds the database, else one on the database itself. */
export async function withDesk<Desk, T>(config: Config, { running, own }: Ways<Desk>, work: (desk: Desk) => Promise<T>): Promise<T> {
  const assistant = config.servers ? undefined : await findAssistant(config);
  return assistant ? work(running(assistant)) : withOwnParts(config, (parts) => work(own(parts)));
}

function findAssistant({ dataDir }: Config): Promise<RunningAssistant | undefined> {
  const folder = resolve(dataDir);
  refuseIfNothing(folder);
  return findRunning(controlFile(folder));
}

async function withOwnParts<T>(config: Config, work: (parts: OwnParts) => Promise<T>): Promise<T> {
  const clock = (): Date => new Date();
  const { database, keys, unlock } = await openDatabase(config, createLog('silent'));
  try {
    await migrate(database, clock());
    return await work({ database, sealer: createSealer(keys), clock });
  } finally {
    await database.close();
    unlock();
  }
}
