import { readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Log } from '../app/log.ts';
import { dumpLines, makeBackup } from '../store/backup/dump.ts';
import { writeBackupFile } from '../store/backup/file.ts';
import type { Database, Queryable } from '../store/database.ts';
import type { BeforeChange } from '../store/migrate.ts';
import { backupFolder, backupName } from './backup-folder.ts';

const prefix = 'before-';

/** So many of these are kept. */
const kept = 3;

interface Surroundings {
  readonly database: Database;
  readonly dataDir: string;
  readonly clock: () => Date;
  readonly log: Log;
}

/** Makes a backup in the data folder before each migration; without one there is no migration. */
export function backupBeforeMigration(surroundings: Surroundings): BeforeChange {
  return async (transaction, next) => {
    const { dataDir, clock, log } = surroundings;
    try {
      const folder = await backupFolder(dataDir);
      const file = join(folder, backupName(`${prefix}${basename(next, '.sql')}`, clock()));
      await write(surroundings, transaction, file);
      log.info('backup_before_migration', { migration: next, file: basename(file) });
      await removeOld(folder);
    } catch (error) {
      throw new Error(
        `Expected to write a backup into ${join(dataDir, 'backups')} before the migration ${next} (${reason(error)}); make room there, or set BACKUP_BEFORE_MIGRATION to false when you have one already`,
        { cause: error },
      );
    }
  };
}

async function write({ database, clock }: Surroundings, transaction: Queryable, file: string): Promise<void> {
  const settings = { kind: 'backup', now: clock() } as const;
  // The embedded database has one connection, and the migration is on it; there nobody changes anything meanwhile.
  if (database.kind === 'embedded') return writeBackupFile(file, dumpLines(transaction, 'embedded', settings));
  await makeBackup(database, file, settings);
}

async function removeOld(folder: string): Promise<void> {
  const age = (name: string): string => name.slice(-'2026-01-01T00-00-00-000Z.jsonl.gz'.length);
  const names = (await readdir(folder)).filter((name) => name.startsWith(prefix) && name.endsWith('.jsonl.gz'));
  const old = names.sort((a, b) => (age(a) < age(b) ? 1 : -1)).slice(kept);
  for (const name of old) await rm(join(folder, name), { force: true });
}

function reason(error: unknown): string {
  if (error instanceof Error && 'code' in error) return String(error.code);
  return error instanceof Error ? error.message : 'unknown';
}
