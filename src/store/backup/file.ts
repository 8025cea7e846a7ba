import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { BackupFault, damaged, notABackup, truncated } from './format.ts';

/** No row of ours comes near; a longer line is none of a backup. */
const longestLine = 256 * 2 ** 20;

const ending = '.unfinished';

/** Writes a backup to a file as `writeSafely` does. */
export function writeBackupFile(file: string, lines: AsyncIterable<string>): Promise<void> {
  // Fast rather than small: the embedded database waits meanwhile.
  return writeSafely(file, (output) => pipeline(Readable.from(lines, { objectMode: true, highWaterMark: 2 }), createGzip({ level: 1 }), output));
}

/** Moves a file, also to another disk, as `writeSafely` does. */
export async function moveFile(from: string, to: string): Promise<void> {
  await writeSafely(to, (output) => pipeline(createReadStream(from), output));
  await rm(from);
}

/**
 * Writes a file that only its owner may read. It is wholly there under its name or not at all, whenever the process or
 * the power ends; what was there under the name before is replaced only then.
 */
async function writeSafely(file: string, write: (output: Writable) => Promise<void>): Promise<void> {
  await removeUnfinished(file);
  const unfinished = `${file}.${randomBytes(4).toString('hex')}${ending}`;
  try {
    await write(createWriteStream(unfinished, { flags: 'wx', mode: 0o600, flush: true }));
    await rename(unfinished, file);
    await syncFolder(dirname(file));
  } finally {
    await rm(unfinished, { force: true });
  }
}

/** What a process left that was killed while it wrote; sealed as everything, but of no use. */
async function removeUnfinished(file: string): Promise<void> {
  const folder = dirname(file);
  const names = (await readdir(folder)).filter((name) => name.startsWith(`${basename(file)}.`) && name.endsWith(ending));
  for (const name of names) await rm(join(folder, name), { force: true });
}

/** A new name is safe from a power cut only once its folder is on the disk, too. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The lines of a backup. Rejects with a `BackupFault` where it cannot be read or ends in the middle of a line. */
export async function* readLines(file: string): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of unpacked(file)) {
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > longestLine) throw damaged('a line in it is too long');
    yield* lines;
  }
  // The last byte of a sound file ends its last line.
  if (rest !== '') throw truncated();
}

async function* unpacked(file: string): AsyncGenerator<string> {
  const unpacking = createGunzip();
  const reading = pipeline(createReadStream(file), unpacking);
  // Whoever reads sees the same fault.
  reading.catch(() => undefined);
  try {
    for await (const chunk of unpacking.setEncoding('utf8')) yield String(chunk);
    await reading;
  } catch (error) {
    throw explain(file, error);
  }
}

function explain(file: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT') return new BackupFault(`Expected a backup at ${file}, but there is no such file`);
  if (code === 'EISDIR') return new BackupFault(`Expected a backup at ${file}, but that is a folder`);
  if (code === 'EACCES') return new BackupFault(`Expected to be allowed to read ${file}; run the command as its owner`);
  if (code === 'Z_BUF_ERROR') return truncated();
  if (code === 'Z_DATA_ERROR') return /incorrect header check/.test(String(error)) ? notABackup() : damaged('it cannot be unpacked');
  return error;
}
