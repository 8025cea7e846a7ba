import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockFolder } from '../../src/store/folder-lock.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'causo-lock-'));
  file = join(folder, 'lock');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What this very process would write. */
function ownLock(): Record<string, unknown> {
  const release = lockFolder(folder);
  const written: unknown = JSON.parse(readFileSync(file, 'utf8'));
  release();
  return { ...(written as object) };
}

describe('the lock of a data folder', () => {
  it('refuses a second process while the first is alive, naming it and what to do', () => {
    lockFolder(folder);
    expect(() => lockFolder(folder)).toThrow(
      `Expected the data folder ${folder} to be free, but process ${process.pid} uses it; stop that one, or set DATA_DIR to another folder`,
    );
    expect(existsSync(file)).toBe(true);
  });

  it('is free again once it was given back', () => {
    lockFolder(folder)();
    expect(existsSync(file)).toBe(false);
    expect(lockFolder(folder)).toBeTypeOf('function');
  });

  it('can be read by its owner only', () => {
    lockFolder(folder);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('is taken over from a process that is gone', () => {
    const gone = Number(execFileSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }));
    writeFileSync(file, JSON.stringify({ ...ownLock(), pid: gone }));
    lockFolder(folder);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ pid: process.pid });
  });

  it('is taken over after a restart of the machine, although the process number is in use again', () => {
    writeFileSync(file, JSON.stringify({ ...ownLock(), boot: 'another boot' }));
    expect(lockFolder(folder)).toBeTypeOf('function');
  });

  it('is taken over from a process whose number another one has got since', () => {
    writeFileSync(file, JSON.stringify({ ...ownLock(), started: '1' }));
    expect(lockFolder(folder)).toBeTypeOf('function');
  });

  it.each(['', 'not json', 'null', '[]', '{"pid":"x"}', '{"pid":1.5,"boot":1,"started":2}', '\0\0\0'])('is taken over from a file that holds %j', (content) => {
    writeFileSync(file, content);
    expect(lockFolder(folder)).toBeTypeOf('function');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ pid: process.pid });
  });

  it('is refused while its holder runs and taken over once the holder was killed', async () => {
    const holder = spawn(process.execPath, ['-e', 'console.log("up"); setInterval(() => {}, 1000)'], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(holder.stdout, 'data');
    writeFileSync(file, JSON.stringify({ ...ownLock(), pid: holder.pid, started: startTime(holder.pid ?? 0) }));
    expect(() => lockFolder(folder)).toThrow(`process ${holder.pid} uses it`);
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    expect(lockFolder(folder)).toBeTypeOf('function');
  });
});

/** When a process started, as Linux counts it (field 22); empty on systems without /proc. */
function startTime(pid: number): string {
  const file = `/proc/${pid}/stat`;
  return existsSync(file) ? (readFileSync(file, 'utf8').split(') ').at(-1)?.split(' ')[19] ?? '') : '';
}
