import { resolve } from 'node:path';
import { createLog } from '../app/log.ts';
import type { Config } from '../config.ts';
import { findRunning } from '../connect/control-client.ts';
import { controlFile } from '../connect/control-socket.ts';
import { openDatabase } from '../open-database.ts';
import { BackupFault } from '../store/backup/format.ts';
import { readState } from '../store/backup/present.ts';
import { columnName, sealedColumns } from '../store/byte-columns.ts';
import type { Database } from '../store/database.ts';
import { migrationNames } from '../store/migrate.ts';
import { createRekey, type Rekey, type RekeyEnd } from '../store/rekey.ts';
import { createSealer } from '../store/seal.ts';
import { refuseIfNothing } from './refuse-if-nothing.ts';
import type { Terminal } from './terminal.ts';

/** Does `npm run data -- rekey`. Rejects with a line that says what to do. */
export async function rekey(config: Config, terminal: Terminal): Promise<void> {
  if (config.servers) return rekeyOwn(config, terminal);
  const folder = resolve(config.dataDir);
  refuseIfNothing(folder);
  const running = await findRunning(controlFile(folder));
  return running ? rekeyRunning(running.rekey, terminal) : rekeyOwn(config, terminal);
}

async function rekeyOwn(config: Config, terminal: Terminal): Promise<void> {
  const { database, keys, unlock } = await openDatabase(config, createLog('silent'));
  try {
    await refuseOtherVersion(database);
    await sealEverything(createRekey(database, createSealer(keys)), terminal);
  } finally {
    await database.close();
    unlock();
  }
}

async function refuseOtherVersion(database: Database): Promise<void> {
  const { migrations } = await readState(database, database.kind);
  const known = await migrationNames();
  if (migrations.length === known.length && known.every((name) => migrations.includes(name))) return;
  throw new BackupFault('Expected the tables of this version in the database, found others; start the assistant of this version on it once, and try again');
}

/** What the line to the running assistant says when that one ends in the middle. */
const lost: readonly unknown[] = ['ECONNREFUSED', 'ECONNRESET', 'ENOENT'];

async function rekeyRunning(desk: Rekey, terminal: Terminal): Promise<void> {
  try {
    await sealEverything(desk, terminal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && lost.includes(error.code))) throw error;
    throw new BackupFault('Expected the running assistant to go on, but it has ended; what was sealed anew stays so, run it again', { cause: error });
  }
}

/** Values that were in use are looked at again so many times; who is left then is found by the next run. */
const mostRounds = 10;

/** Goes through all steps, and tells how far it is. Rejects when an older key is still needed. */
export async function sealEverything(desk: Rekey, terminal: Terminal): Promise<void> {
  const { key, others } = await desk.begin();
  if (others > 0) throw stillOther(others, key);
  terminal.say(`Sealing everything anew under the key ${key}, the first of DATA_KEY. This may be interrupted and begun again.`);
  let unreadable = 0;
  for (let round = 1; round <= mostRounds; round += 1) {
    const done = await sealRound(desk, terminal);
    unreadable = done.unreadable;
    if (done.busy === 0) break;
  }
  report(await desk.end(), key, unreadable, terminal);
}

interface Round {
  readonly busy: number;
  readonly unreadable: number;
}

async function sealRound(desk: Rekey, terminal: Terminal): Promise<Round> {
  const totals = { busy: 0, unreadable: 0 };
  for (const column of sealedColumns) {
    const { busy, unreadable } = await sealColumn(desk, columnName(column), terminal);
    totals.busy += busy;
    totals.unreadable += unreadable;
  }
  return totals;
}

/** A line for so many rows. */
const rowsPerLine = 10_000;

async function sealColumn(desk: Rekey, column: string, { say }: Terminal): Promise<Round> {
  const totals = { rows: 0, sealed: 0, busy: 0, unreadable: 0 };
  let told = 0;
  let after: string | undefined;
  do {
    const { last, ...portion } = await desk.sealNext(column, after);
    totals.rows += portion.rows;
    totals.sealed += portion.sealed;
    totals.busy += portion.busy;
    totals.unreadable += portion.unreadable;
    if (last !== undefined && totals.rows - told >= rowsPerLine) {
      told = totals.rows;
      say(`${column}: ${totals.rows} rows so far, ${totals.sealed} sealed anew`);
    }
    after = last;
  } while (after !== undefined);
  if (totals.sealed > 0) say(`${column}: ${totals.rows} rows, ${totals.sealed} sealed anew`);
  return totals;
}

function report({ removed, needed, others }: RekeyEnd, key: string, unreadable: number, { say }: Terminal): void {
  if (unreadable > 0) say(`${unreadable} values open with no key of DATA_KEY, because they are damaged or their key is lost; they were left as they are.`);
  if (others > 0) throw stillOther(others, key);
  if (removed.length > 0) say(`No row needs the key ${removed.join(' and ')} any more: it may leave DATA_KEY now, with a restart of all processes.`);
  if (needed.length > 0) throw stillNeeded(needed);
  if (removed.length === 0) say(`Every row was under the key ${key} already: DATA_KEY needs no other one. To change the key, put a new one in front (docs/operations.md).`);
  say('Backups that were made before need the old key to be restored: keep it, apart from them, for as long as you keep them.');
}

function stillOther(others: number, key: string): BackupFault {
  return new BackupFault(
    `Expected every process of the assistant to seal with the key ${key}, but ${others} seal with another one (or ended less than 10 seconds ago); put it first in DATA_KEY of all of them, restart them, and try again`,
  );
}

function stillNeeded(needed: RekeyEnd['needed']): BackupFault {
  const list = needed.map(({ key, values }) => `${values} values under ${key}`).join(' and ');
  return new BackupFault(`Expected no value under an older key any more, but there are ${list}, in use all the while or damaged; leave DATA_KEY as it is, and try again`);
}
