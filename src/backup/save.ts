import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Config } from '../config.ts';
import { findRunning } from '../connect/control-client.ts';
import { controlFile } from '../connect/control-socket.ts';
import { makeBackup } from '../store/backup/dump.ts';
import { moveFile } from '../store/backup/file.ts';
import { BackupFault, type BackupKind, type Head } from '../store/backup/format.ts';
import { readState } from '../store/backup/present.ts';
import { readBackup } from '../store/backup/read.ts';
import type { Database } from '../store/database.ts';
import { openEmbedded } from '../store/embedded.ts';
import { lockFolder } from '../store/folder-lock.ts';
import { openPostgres } from '../store/postgres.ts';
import { backupFolder, backupName } from './backup-folder.ts';
import { refuseIfNothing } from './refuse-if-nothing.ts';
import type { Terminal } from './terminal.ts';

/** Does `npm run data -- backup` or `export`. */
export async function save(config: Config, kind: BackupKind, wanted: string | undefined, terminal: Terminal): Promise<void> {
  const file = resolve(wanted ?? join(await folderFor(config), backupName(kind, new Date())));
  if (config.servers) await saveServer(config.servers.databaseUrl, kind, file);
  else await saveEmbedded(resolve(config.dataDir), kind, file);
  // Read back as a restore would, so that nobody relies on a file that is not sound.
  await report(await readBackup(file), file, config, terminal);
}

/** Nothing is made where there is nothing to back up. */
async function folderFor({ servers, dataDir }: Config): Promise<string> {
  if (!servers) refuseIfNothing(resolve(dataDir));
  return backupFolder(dataDir);
}

async function saveServer(url: string, kind: BackupKind, file: string): Promise<void> {
  await saveAndClose(await openPostgres(url, () => undefined), kind, file);
}

/** The embedded database takes one process: a running assistant makes the backup itself. */
async function saveEmbedded(folder: string, kind: BackupKind, file: string): Promise<void> {
  refuseIfNothing(folder);
  const running = await findRunning(controlFile(folder));
  if (running) {
    if (kind === 'export') throw stillRunning();
    return moveFile(await running.backUp(), file);
  }
  const unlock = lockFolder(folder);
  try {
    await saveAndClose(await openEmbedded(join(folder, 'database')), kind, file);
  } finally {
    unlock();
  }
}

async function saveAndClose(database: Database, kind: BackupKind, file: string): Promise<void> {
  try {
    const { migrations, isRunning } = await readState(database, database.kind);
    if (migrations.length === 0) throw new BackupFault('Expected data of the assistant in this database, found none; nothing was written');
    if (kind === 'export' && isRunning) throw stillRunning();
    await makeBackup(database, file, { kind, now: new Date() });
  } finally {
    await database.close();
  }
}

function stillRunning(): BackupFault {
  return new BackupFault(
    'Expected the assistant to be stopped, since what it does after an export would be lost; stop all its processes, wait 10 seconds, and try again, or use backup',
  );
}

async function report({ rows, keys, kind }: Head, file: string, { servers, dataKeys, dataDir }: Config, { say }: Terminal): Promise<void> {
  const count = Object.values(rows).reduce((sum, number) => sum + number, 0);
  const megabytes = ((await stat(file)).size / 1e6).toFixed(1);
  say(`${file}: ${count} rows, ${rows['contact'] ?? 0} contacts, ${megabytes} MB, read back and sound`);
  const place = servers || dataKeys ? 'DATA_KEY' : join(resolve(dataDir), 'data-key');
  if (keys.length > 0) say(`It needs the key ${keys.join(' and ')}, which is not in it. Keep that apart from it: ${place}`);
  if (kind === 'export') say('Do not start the assistant on the old data any more: everybody would be answered twice.');
}
