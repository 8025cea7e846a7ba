import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Log } from './app/log.ts';
import type { Config } from './config.ts';
import type { Database } from './store/database.ts';
import { openEmbedded } from './store/embedded.ts';
import { lockFolder } from './store/folder-lock.ts';
import { ownKey } from './store/key-file.ts';
import { openPostgres } from './store/postgres.ts';

export interface OpenDatabase {
  readonly database: Database;
  readonly keys: readonly Uint8Array[];
  readonly unlock: () => void;
}

/** Opens what the settings say, made anew where there is nothing yet. Throws a clear line when it cannot be had. */
export async function openDatabase(config: Config, log: Log): Promise<OpenDatabase> {
  if (config.servers) {
    const database = await openPostgres(config.servers.databaseUrl, (fault) => log.warn('database_connection_lost', { fault }));
    return { database, keys: config.dataKeys ?? [], unlock: () => undefined };
  }
  const folder = resolve(config.dataDir);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const unlock = lockFolder(folder);
  try {
    // Before there is a database, which is of no use without its key.
    const keys = config.dataKeys ?? [ownKey(folder)];
    return { database: await openEmbedded(join(folder, 'database')), keys, unlock };
  } catch (error) {
    unlock();
    throw error;
  }
}
