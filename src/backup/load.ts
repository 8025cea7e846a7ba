import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Config } from '../config.ts';
import { BackupFault, type Head } from '../store/backup/format.ts';
import { readState } from '../store/backup/present.ts';
import { readBackup } from '../store/backup/read.ts';
import { checkHead, restore, type Restored } from '../store/backup/restore.ts';
import type { Database } from '../store/database.ts';
import { openEmbedded } from '../store/embedded.ts';
import { lockFolder } from '../store/folder-lock.ts';
import { ownKey } from '../store/key-file.ts';
import { openPostgres } from '../store/postgres.ts';
import { createSealer, type Sealer } from '../store/seal.ts';
import type { LoadCommand } from './command.ts';
import type { Terminal } from './terminal.ts';

/** Does `npm run data -- restore` or `import`. */
export async function load(config: Config, command: LoadCommand, terminal: Terminal): Promise<void> {
  const file = resolve(command.file);
  // Before anything is touched or asked.
  const head = await readBackup(file);
  if (command.name === 'import') refuseRunningState(head);
  terminal.say(`${file}: sound, ${describe(head)}`);
  if (config.servers) await loadServer(config, head, command, terminal);
  else await loadEmbedded(config, head, command, terminal);
}

function describe({ madeAt, rows, kind }: Head): string {
  const count = Object.values(rows).reduce((sum, number) => sum + number, 0);
  return `${kind} of ${madeAt}, ${count} rows, ${rows['contact'] ?? 0} contacts`;
}

function refuseRunningState({ kind }: Head): void {
  if (kind === 'export') return;
  throw new BackupFault(
    'Expected a file made by export, found a backup: the assistant may have gone on after it; stop the assistant and export, or use restore, which leaves room for what was lost',
  );
}

async function loadServer(config: Config, head: Head, command: LoadCommand, terminal: Terminal): Promise<void> {
  const sealer = createSealer(config.dataKeys ?? []);
  await checkHead(head, sealer);
  const database = await openPostgres(config.servers?.databaseUrl ?? '', () => undefined);
  await loadAndClose(database, { head, sealer, command, terminal });
}

async function loadEmbedded(config: Config, head: Head, command: LoadCommand, terminal: Terminal): Promise<void> {
  const folder = resolve(config.dataDir);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const unlock = lockFolder(folder);
  try {
    const sealer = createSealer(config.dataKeys ?? [keyOf(folder, head)]);
    await checkHead(head, sealer);
    const database = await openEmbedded(join(folder, 'database'));
    await loadAndClose(database, { head, sealer, command, terminal });
  } finally {
    unlock();
  }
}

/** A new key would be made for an empty folder, and could open nothing. */
function keyOf(folder: string, { keys }: Head): Uint8Array {
  const file = join(folder, 'data-key');
  if (keys.length === 0 || existsSync(file)) return ownKey(folder);
  throw new BackupFault(`Expected the key ${keys.join(' and ')} that sealed this backup; put the data-key that was kept for it at ${file}, or set DATA_KEY`);
}

interface Loading {
  readonly head: Head;
  readonly sealer: Sealer;
  readonly command: LoadCommand;
  readonly terminal: Terminal;
}

async function loadAndClose(database: Database, loading: Loading): Promise<void> {
  try {
    await loadInto(database, loading);
  } finally {
    await database.close();
  }
}

async function loadInto(database: Database, { head, sealer, command, terminal }: Loading): Promise<void> {
  const { contacts, isRunning } = await readState(database, database.kind);
  // The restore looks again; this is only so that nobody is asked in vain.
  if (contacts > 0 && command.replaces && !isRunning && !command.isSure) await confirm(contacts, head, terminal);
  const restored = await restore(database, {
    file: resolve(command.file),
    sealer,
    now: new Date(),
    replaces: command.replaces,
    goesOn: command.name === 'import',
    progress: showTenths(terminal),
  });
  report(restored, terminal);
}

async function confirm(contacts: number, { madeAt }: Head, { ask }: Terminal): Promise<void> {
  const answer = await ask(`The database holds ${contacts} contacts. All of it goes, and the state of ${madeAt} takes its place. Type replace to go on: `);
  if (answer === undefined) throw new BackupFault('Expected somebody at a terminal who types "replace", found none; add --yes when you are sure');
  if (answer.trim() !== 'replace') throw new BackupFault('Expected "replace", got something else; nothing was changed');
}

/** A line for each tenth. */
function showTenths({ say }: Terminal): (done: number, total: number) => void {
  let shown = 0;
  return (done, total) => {
    const tenth = Math.floor((10 * done) / Math.max(1, total));
    if (tenth === shown) return;
    shown = tenth;
    say(`${tenth * 10} % (${done} of ${total} rows)`);
  };
}

function report({ rows, erasedAgain, oldTokens }: Restored, { say }: Terminal): void {
  say(`Done: ${rows} rows are in the database. The assistant may be started.`);
  if (erasedAgain > 0) say(`Erased once more: ${erasedAgain} contacts who had asked for it after this backup was made.`);
  if (oldTokens > 0) {
    say('The tokens of Zalo come from this file. If they were renewed after it was made they are dead: look at /readyz after the start, or run npm run channels -- check. The cure is npm run channels -- connect zalo.');
  }
}
