import { execFileSync, fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transformFileSync } from '@swc/core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { lockFolder } from '../../src/store/folder-lock.ts';

let folder: string;
let locks: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'causo-lock-'));
  locks = join(folder, 'locks');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const held = (): unknown => JSON.parse(readFileSync(join(locks, readdirSync(locks).sort().at(-1) ?? ''), 'utf8'));

/** What this very process would write. */
function ownLock(): Readonly<Record<string, unknown>> {
  const other = mkdtempSync(join(tmpdir(), 'causo-lock-'));
  lockFolder(other);
  const written: unknown = JSON.parse(readFileSync(join(other, 'locks', '1'), 'utf8'));
  rmSync(other, { recursive: true });
  return { ...(written as object) };
}

/** As another process would have left the folder. */
function leave(content: string, number = 1): void {
  mkdirSync(locks, { recursive: true });
  writeFileSync(join(locks, String(number)), content);
}

function leaveLock(changes: Readonly<Record<string, unknown>>): void {
  leave(JSON.stringify({ ...ownLock(), ...changes }));
}

function goneProcess(): number {
  return Number(execFileSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }));
}

describe('the lock of a data folder', () => {
  it('refuses a second process while the first is alive, naming it and what to do', () => {
    lockFolder(folder);
    expect(() => lockFolder(folder)).toThrow(
      `Expected the data folder ${folder} to be free, but process ${process.pid} uses it; stop that one, or set DATA_DIR to another folder`,
    );
    expect(held()).toMatchObject({ pid: process.pid });
  });

  it('is free again once it was given back, time after time, and leaves one small file', () => {
    for (let round = 0; round < 12; round += 1) {
      const giveBack = lockFolder(folder);
      expect(() => lockFolder(folder)).toThrow('uses it');
      giveBack();
    }
    expect(readdirSync(locks)).toHaveLength(1);
    expect(statSync(join(locks, readdirSync(locks)[0] ?? '')).size).toBe(0);
  });

  it('is not lost by giving back a second time, nor by giving back what was removed', () => {
    const giveBack = lockFolder(folder);
    giveBack();
    const giveBackLater = lockFolder(folder);
    giveBack();
    expect(() => lockFolder(folder)).toThrow('uses it');
    rmSync(locks, { recursive: true });
    giveBackLater();
    expect(existsSync(locks)).toBe(false);
  });

  it('can be read by its owner only', () => {
    lockFolder(folder);
    expect(statSync(locks).mode & 0o777).toBe(0o700);
    expect(statSync(join(locks, '1')).mode & 0o777).toBe(0o600);
  });

  it('is taken over from a process that is gone', () => {
    leaveLock({ pid: goneProcess() });
    lockFolder(folder);
    expect(held()).toMatchObject({ pid: process.pid });
  });

  it('is taken over after a restart of the machine, although the process number is in use again', () => {
    leaveLock({ boot: 'another boot' });
    expect(lockFolder(folder)).toBeTypeOf('function');
  });

  it('is taken over from a process whose number another one has got since', () => {
    leaveLock({ started: '1' });
    expect(lockFolder(folder)).toBeTypeOf('function');
  });

  it('is refused when it was taken on another machine or in another container, with how to free it', () => {
    leaveLock({ host: 'commune-server', pid: 1, boot: 'another boot' });
    expect(() => lockFolder(folder)).toThrow(
      `Expected the data folder ${folder} to be free, but process 1 on the machine commune-server took it and has not given it back; stop that one, or, when it is gone for good, remove ${locks}`,
    );
    rmSync(locks, { recursive: true });
    expect(lockFolder(folder)).toBeTypeOf('function');
  });

  it('is free when it was given back on another machine', () => {
    leave('');
    expect(lockFolder(folder)).toBeTypeOf('function');
  });

  it.each(['', 'not json', 'null', '[]', '{"pid":"x"}', '{"pid":1.5,"boot":1,"started":2}', '{"pid":0,"boot":"","started":"","host":""}', '\0\0\0'])(
    'is taken over from a file that holds %j',
    (content) => {
      leave(content);
      expect(lockFolder(folder)).toBeTypeOf('function');
      expect(held()).toMatchObject({ pid: process.pid });
    },
  );

  it('is taken over together with what others left that were killed on the way', () => {
    leave('', 9);
    leave('{"pi', 10);
    writeFileSync(join(locks, 'unfinished-0011'), '');
    lockFolder(folder);
    expect(readdirSync(locks)).toEqual(['11']);
  });

  it('is refused while its holder runs and taken over once the holder was killed', async () => {
    const holder = spawn(process.execPath, ['-e', 'console.log("up"); setInterval(() => {}, 1000)'], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(holder.stdout, 'data');
    leaveLock({ pid: holder.pid, started: startTime(holder.pid ?? 0) });
    expect(() => lockFolder(folder)).toThrow(`process ${holder.pid} uses it`);
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    expect(lockFolder(folder)).toBeTypeOf('function');
  });
});

describe('the lock of a data folder, wanted by eight processes at once', () => {
  /** Waits for a folder and a moment, so that all begin together, and tells whether it got the folder. */
  const racer = `
    import { lockFolder } from './folder-lock.mjs';
    process.on('message', ({ folder, at }) => {
      while (Date.now() < at);
      try {
        lockFolder(folder);
        process.send('won');
      } catch (error) {
        process.send(error.message);
      }
    });
    process.send('ready');
  `;
  let programs: string;
  let racers: readonly ChildProcess[];

  beforeAll(async () => {
    programs = mkdtempSync(join(tmpdir(), 'causo-lock-race-'));
    const { code } = transformFileSync('src/store/folder-lock.ts', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'es6' } });
    writeFileSync(join(programs, 'folder-lock.mjs'), code);
    writeFileSync(join(programs, 'racer.mjs'), racer);
    racers = Array.from({ length: 8 }, () => fork(join(programs, 'racer.mjs')));
    await answers();
  });
  afterAll(() => {
    for (const each of racers) each.kill('SIGKILL');
    rmSync(programs, { recursive: true });
  });

  const answers = async (): Promise<readonly unknown[]> => (await Promise.all(racers.map((each) => once(each, 'message')))).flat().filter((part) => typeof part === 'string');

  const race = async (): Promise<readonly unknown[]> => {
    const all = answers();
    const at = Date.now() + 20;
    for (const each of racers) each.send({ folder, at });
    return all;
  };

  const cases = [
    ['a dead one left it', () => leaveLock({ pid: goneProcess() })],
    ['nobody ever held it', () => undefined],
    ['it was given back', () => lockFolder(folder)()],
  ] as const;

  it.each(cases)('goes to exactly one of them when %s, twenty times out of twenty', async (_when, prepare) => {
    for (let round = 0; round < 20; round += 1) {
      rmSync(locks, { recursive: true, force: true });
      prepare();
      const outcomes = await race();
      expect(outcomes.filter((outcome) => outcome === 'won')).toHaveLength(1);
      expect(outcomes.filter((outcome) => /uses it|is starting on it/.test(String(outcome)))).toHaveLength(7);
    }
  });
});

/** When a process started, as Linux counts it (field 22); empty on systems without /proc. */
function startTime(pid: number): string {
  const file = `/proc/${pid}/stat`;
  return existsSync(file) ? (readFileSync(file, 'utf8').split(') ').at(-1)?.split(' ')[19] ?? '') : '';
}
