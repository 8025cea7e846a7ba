import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeBackup } from '../../../src/store/backup/dump.ts';
import { nextNumber, quote, readTables } from '../../../src/store/backup/catalog.ts';
import type { BackupKind } from '../../../src/store/backup/format.ts';
import { restore, type Restored, type RestoreSettings } from '../../../src/store/backup/restore.ts';
import type { Database } from '../../../src/store/database.ts';
import { testSealer } from '../../support/test-assistant.ts';
import { now } from '../rows.ts';

/** A folder for the files of one test file. */
export function backupPlace(): { readonly file: (name?: string) => string; readonly folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'causo-backup-'));
  return { folder, file: (name = 'backup.gz') => join(folder, name), remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export async function saveTo(file: string, database: Database, kind: BackupKind = 'backup'): Promise<string> {
  await makeBackup(database, file, { kind, now });
  return file;
}

/** Restores as `import` does, into whatever is there, unless told otherwise. */
export function loadFrom(file: string, database: Database, more: Partial<RestoreSettings> = {}): Promise<Restored> {
  return restore(database, { file, sealer: testSealer, now, replaces: true, goesOn: true, progress: () => undefined, ...more });
}

/** Every row of every table as text, without the leases, which no backup brings back. */
export async function readAll(database: Database): Promise<Readonly<Record<string, readonly string[]>>> {
  const all: Record<string, readonly string[]> = {};
  for (const { name } of await readTables(database)) {
    const rows = await database.query<{ row: string }>(
      `select (to_jsonb(t) - 'lease_owner' - 'lease_until')::text as row from causo.${quote(name)} t order by 1`,
    );
    all[name] = rows.map(({ row }) => row);
  }
  return all;
}

/** Identity column → the next number that it would give. */
export async function readNumbering(database: Database): Promise<Readonly<Record<string, number>>> {
  const next: Record<string, number> = {};
  for (const { name, columns } of await readTables(database)) {
    for (const column of columns.filter(({ isIdentity }) => isIdentity)) {
      next[`${name}.${column.name}`] = await nextNumber(database, name, column.name);
    }
  }
  return next;
}
