import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Who holds a data folder. Process numbers are used again after a restart, hence the two other parts. */
interface Holder {
  readonly pid: number;
  readonly boot: string;
  readonly started: string;
}

/**
 * Takes a data folder for this process and returns the way to give it back.
 * Throws a clear line when another living process holds it; a lock left by a killed process is taken over.
 */
export function lockFolder(folder: string): () => void {
  const file = join(folder, 'lock');
  const release = (): void => rmSync(file, { force: true });
  for (let attempt = 0; attempt < 3; attempt += 1) {
    if (tryWrite(file)) return release;
    const holder = readHolder(file);
    if (holder && isAlive(holder)) {
      throw new Error(
        `Expected the data folder ${folder} to be free, but process ${holder.pid} uses it; stop that one, or set DATA_DIR to another folder`,
      );
    }
    release();
  }
  throw new Error(`Expected to lock the data folder ${folder}; another process is starting on it right now`);
}

function tryWrite(file: string): boolean {
  try {
    writeFileSync(file, JSON.stringify(self()), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function self(): Holder {
  return { pid: process.pid, boot: bootId(), started: startTime(process.pid) };
}

function readHolder(file: string): Holder | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isHolder(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isHolder(value: unknown): value is Holder {
  return typeof value === 'object' && value !== null && 'pid' in value && 'boot' in value && 'started' in value;
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
