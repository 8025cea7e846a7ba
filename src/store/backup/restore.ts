import { checkDataKeys } from '../data-keys.ts';
import type { Database, Queryable } from '../database.ts';
import { applyMigrations, lockMigrations, migrationNames } from '../migrate.ts';
import type { Sealer } from '../seal.ts';
import { quote, readTables, type Table } from './catalog.ts';
import { BackupFault, type Head } from './format.ts';
import { createLoader } from './load.ts';
import { readPresent, type Present } from './present.ts';
import { readBackup } from './read.ts';
import { leaveGaps, settle, type Settled } from './settle.ts';

export interface RestoreSettings {
  readonly file: string;
  readonly sealer: Sealer;
  readonly now: Date;
  /** What is in the database goes. Without it, a database that holds people is refused. */
  readonly replaces: boolean;
  /** The file is the very last state: numbers go on without a gap. */
  readonly goesOn: boolean;
  /** Called as rows are loaded. */
  readonly progress: (done: number, total: number) => void;
}

export interface Restored extends Settled {
  readonly head: Head;
  readonly rows: number;
}

/**
 * Puts a backup into the database in one transaction: whatever happens, all of it is there or all that was there before.
 * Rejects with a `BackupFault` that says what to do. The caller holds the lock of an embedded folder.
 */
export function restore(database: Database, settings: RestoreSettings): Promise<Restored> {
  const work = async (transaction: Queryable): Promise<Restored> => {
    // A process that starts now waits here until the data is there.
    await lockMigrations(transaction);
    const present = await readPresent(transaction, database.kind, settings.sealer);
    refuseIfUsed(present, settings.replaces);
    await transaction.query('drop schema if exists causo cascade');
    const { head, rows } = await load(transaction, settings);
    await applyMigrations(transaction, await migrationNames(), settings.now);
    const tables = await readTables(transaction);
    const settled = await settle(transaction, tables, present, settings.now);
    if (!settings.goesOn) await leaveGaps(transaction, tables);
    await checkDataKeys(transaction, settings.sealer);
    await updateStatistics(transaction, tables);
    return { head, rows, ...settled };
  };
  return database.transaction(work, { isPatient: true });
}

/** Throws a `BackupFault` when this program, with these keys, cannot restore what `head` stands before. */
export async function checkHead(head: Head, sealer: Sealer): Promise<void> {
  const known = await migrationNames();
  const newer = head.migrations.filter((name) => !known.includes(name)).at(-1);
  if (newer !== undefined) {
    throw new BackupFault(`Expected a backup by this program or an older one, found one with migration ${newer}; restore it with the newer program`);
  }
  const missing = head.keys.filter((key) => !sealer.fingerprints.includes(key));
  if (missing.length === 0) return;
  throw new BackupFault(
    `Expected DATA_KEY to hold the key ${missing.join(' and ')} that sealed this backup, found ${sealer.fingerprints.join(', ')}; set the DATA_KEY that was kept for it`,
  );
}

function refuseIfUsed({ isRunning, contacts }: Present, replaces: boolean): void {
  if (isRunning) throw new BackupFault('Expected the assistant to be stopped, but a process of it was alive in the last 10 seconds; stop all of them and try again');
  if (contacts === 0 || replaces) return;
  throw new BackupFault(`Expected an empty database, but it holds ${contacts} contacts; --replace removes them and puts the backup in their place`);
}

async function load(transaction: Queryable, { file, sealer, now, progress }: RestoreSettings): Promise<{ readonly head: Head; readonly rows: number }> {
  const loader = createLoader(transaction, progress);
  const head = await readBackup(file, {
    head: async (found) => {
      await checkHead(found, sealer);
      // The tables as they were when the backup was made; what has changed since is done to rows and tables together.
      await applyMigrations(transaction, found.migrations, now);
      await loader.begin(found, await readTables(transaction));
    },
    table: (line) => loader.table(line),
    row: (line) => loader.row(line),
  });
  return { head, rows: await loader.end() };
}

/** Without it the first plans would be made for empty tables. */
async function updateStatistics(transaction: Queryable, tables: readonly Table[]): Promise<void> {
  await transaction.query(`analyze ${tables.map(({ name }) => `causo.${quote(name)}`).join(', ')}`);
}
