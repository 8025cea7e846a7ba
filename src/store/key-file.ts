import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const keyBytes = 32;

/**
 * The key that the embedded set-up makes once and keeps beside the database, readable by its owner only; the caller
 * holds the folder's lock. Throws a clear line when it is damaged, or gone while there is a database that needs it.
 */
export function ownKey(folder: string): Uint8Array {
  const file = join(folder, 'data-key');
  const database = join(folder, 'database');
  if (!existsSync(file)) {
    refuseIfNeeded(file, database);
    writeSafely(file, randomBytes(keyBytes).toString('base64'));
  }
  const text = readFileSync(file, 'utf8').trim();
  const key = Buffer.from(text, 'base64');
  // Buffer reads over whatever is not base64, so the way back has to give the same text.
  if (key.length === keyBytes && key.toString('base64') === text) return key;
  throw new Error(
    `Expected ${file} to hold a key of ${keyBytes} bytes in base64, but it is damaged; restore it from a backup, or move ${database} and this file away to begin anew`,
  );
}

function refuseIfNeeded(file: string, database: string): void {
  if (!existsSync(database)) return;
  throw new Error(
    `Expected ${file} to be there, since ${database} is sealed with it; restore it from a backup, or move the database away to begin anew`,
  );
}

/** Wholly there under its name or not at all, whenever the process or the power ends. */
function writeSafely(file: string, text: string): void {
  const unfinished = `${file}.unfinished`;
  rmSync(unfinished, { force: true });
  writeFileSync(unfinished, text, { mode: 0o600, flush: true });
  renameSync(unfinished, file);
}
