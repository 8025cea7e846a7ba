import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

/** Who holds a data folder. Process numbers are used again after a restart, hence `boot` and `started`. */
interface Holder {
  readonly pid: number;
  readonly boot: string;
  readonly started: string;
  readonly host: string;
}

/** Each failed attempt means that another process got further meanwhile. */
const attempts = 5;

/**
 * Takes a data folder for this process and returns the way to give it back.
 * Throws a clear line when another living process holds it, or one on another machine, of which nothing can be known;
 * a lock left by a killed process is taken over.
 *
 * In the folder `locks`, every holder has the number after the one before, and only the highest number counts. Its file
 * is emptied to give it back but never removed: of those who find the same dead holder, all want the same next number,
 * and only one can get it.
 */
export function lockFolder(folder: string): () => void {
  const locks = join(folder, 'locks');
  mkdirSync(locks, { recursive: true, mode: 0o700 });
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const last = highest(locks);
    refuseIfHeld(folder, locks, last);
    const own = String(last + 1);
    if (!place(locks, own)) continue;
    // Somebody slow may get a number that was in use long ago; then there is a higher one.
    const isOurs = highest(locks) === last + 1;
    remove(locks, isOurs ? readdirSync(locks).filter((name) => name !== own) : [own]);
    if (isOurs) return () => giveBack(join(locks, own));
  }
  throw new Error(`Expected to lock the data folder ${folder}; another process is starting on it right now`);
}

/** 0 when nobody has ever held the folder. */
function highest(locks: string): number {
  return Math.max(0, ...readdirSync(locks).filter((name) => /^\d{1,15}$/.test(name)).map(Number));
}

function refuseIfHeld(folder: string, locks: string, number: number): void {
  const holder = readHolder(join(locks, String(number)));
  if (!holder) return;
  const expected = `Expected the data folder ${folder} to be free, but process ${holder.pid}`;
  if (holder.host !== hostname()) {
    throw new Error(
      `${expected} on the machine ${holder.host} took it and has not given it back; stop that one, or, when it is gone for good, remove ${locks}`,
    );
  }
  if (isAlive(holder)) throw new Error(`${expected} uses it; stop that one, or set DATA_DIR to another folder`);
}

/** Puts our lock under a number, wholly written from its first moment; false when the number is taken. */
function place(locks: string, number: string): boolean {
  const unfinished = `unfinished-${randomBytes(8).toString('hex')}`;
  writeFileSync(join(locks, unfinished), JSON.stringify(self()), { flag: 'wx', mode: 0o600 });
  try {
    linkSync(join(locks, unfinished), join(locks, number));
    return true;
  } catch (error) {
    // ENOENT: a holder has just tidied up, our unfinished file with it.
    if (error instanceof Error && 'code' in error && (error.code === 'EEXIST' || error.code === 'ENOENT')) return false;
    throw error;
  } finally {
    remove(locks, [unfinished]);
  }
}

function remove(locks: string, names: readonly string[]): void {
  for (const name of names) rmSync(join(locks, name), { force: true });
}

function giveBack(file: string): void {
  if (existsSync(file)) truncateSync(file);
}

function self(): Holder {
  return { pid: process.pid, boot: bootId(), started: startTime(process.pid), host: hostname() };
}

/** Nobody when the file is empty, gone or damaged. */
function readHolder(file: string): Holder | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isHolder(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isHolder(value: unknown): value is Holder {
  if (typeof value !== 'object' || value === null) return false;
  const { pid, boot, started, host } = value as Partial<Record<keyof Holder, unknown>>;
  return Number.isSafeInteger(pid) && Number(pid) > 0 && [boot, started, host].every((part) => typeof part === 'string');
}

function isAlive(holder: Holder): boolean {
  if (holder.boot !== bootId() || holder.started !== startTime(holder.pid)) return false;
  try {
    process.kill(holder.pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Empty where the system has no /proc; then the process number alone decides. */
function readProc(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function bootId(): string {
  return readProc('/proc/sys/kernel/random/boot_id').trim();
}

function startTime(pid: number): string {
  // Field 22, counted after the command name, which may hold spaces and stands in brackets.
  return readProc(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ')[19] ?? '';
}
