import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { BackupFault } from '../store/backup/format.ts';

/** Throws a clear line where there is no embedded database, so that a command makes none. */
export function refuseIfNothing(folder: string): void {
  if (existsSync(join(folder, 'database'))) return;
  throw new BackupFault(`Expected data of the assistant in ${folder}, found none; set DATA_DIR, or DATABASE_URL and REDIS_URL`);
}
