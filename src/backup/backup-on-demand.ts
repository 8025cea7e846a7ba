import { basename, join } from 'node:path';
import type { Log } from '../app/log.ts';
import { makeBackup } from '../store/backup/dump.ts';
import type { Database } from '../store/database.ts';
import { backupFolder, backupName } from './backup-folder.ts';

/** What the running assistant does when it is asked for a backup: makes one in the data folder and tells where it is. */
export function backupOnDemand(database: Database, dataDir: string, clock: () => Date, log: Log): () => Promise<string> {
  return async () => {
    try {
      const now = clock();
      const file = join(await backupFolder(dataDir), backupName('backup', now));
      await makeBackup(database, file, { kind: 'backup', now });
      log.info('backup_made', { file: basename(file) });
      return file;
    } catch (error) {
      log.error('backup_failed', { fault: error });
      throw error;
    }
  };
}
