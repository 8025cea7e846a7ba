import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** Makes the folder for backups in the data folder, where only its owner may look, and returns its path. */
export async function backupFolder(dataDir: string): Promise<string> {
  const folder = join(resolve(dataDir), 'backups');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/** The name of a new backup: what it is for and when it was made, so that names sort by time. */
export function backupName(purpose: string, now: Date): string {
  return `${purpose}-${now.toISOString().replaceAll(/[:.]/g, '-')}.jsonl.gz`;
}
