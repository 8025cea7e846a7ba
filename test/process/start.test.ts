import { mkdtempSync, readdirSync, rmSync, watch } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { createVisitor, runProgram, startProgram, type RunningProgram } from '../../scripts/program.mjs';
import { createSystem, sendUntilTaken, type System } from './system.ts';

const systems: System[] = [];
const open = async (): Promise<System> => {
  const system = await createSystem({ name: 'embedded' });
  systems.push(system);
  return system;
};
afterEach(async () => {
  for (const system of systems.splice(0)) await system.remove();
});

/** Resolves once the file is in the folder, or was there for the shortest moment. */
function appearance(folder: string, file: string): Promise<void> {
  return new Promise((resolve) => {
    const found = (): void => {
      watcher.close();
      resolve();
    };
    const watcher = watch(folder, (_event, name) => name === file && found());
    if (readdirSync(folder).includes(file)) found();
  });
}

const isAlive = async ({ url }: RunningProgram): Promise<boolean> => (await fetch(`${url}/healthz`)).ok;

describe('a start without any setting but where to put the data', () => {
  const folder = mkdtempSync(join(tmpdir(), 'causo-first-start-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('makes its database, says where the web chat is and what is off, and answers', async () => {
    const program = await startProgram({ DATA_DIR: join(folder, 'data'), PORT: '0' });
    try {
      expect(program.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
      expect(program.output()).toContain('Telegram: off (TELEGRAM_BOT_TOKEN is not set)');
      expect(program.output()).toMatch(/^Database: embedded\. .*not a power cut/m);
      expect(readdirSync(join(folder, 'data')).sort()).toEqual(['control.sock', 'data-key', 'database', 'locks']);
      // The page itself gives the database a second only.
      await expect.poll(async () => (await fetch(`${program.url}/readyz`)).json()).toMatchObject({ status: 'ready' });
      expect(await (await fetch(program.url)).text()).toContain('<html lang="vi"');
      const visitor = createVisitor();
      await sendUntilTaken(visitor.message(program.url, 'chào'));
      expect(await visitor.history(program.url)).toHaveLength(3);
    } finally {
      await program.stop('SIGKILL');
    }
  });
});

describe('a second process on the same data', () => {
  it('is refused with one clear line, and the first one goes on', async () => {
    const system = await open();
    const first = await system.start();
    const { code, output, errors } = await runProgram('src/main.ts', [], system.settings).ended;
    expect(code).toBe(1);
    expect(output).toBe('');
    expect(errors).toMatch(new RegExp(`^Expected the data folder .* to be free, but process ${first.pid} uses it; stop that one, or set DATA_DIR to another folder\n$`));
    expect(await isAlive(first)).toBe(true);
  });

  it('may start once the first one has ended in order', async () => {
    const system = await open();
    expect((await (await system.start()).stop()).code).toBe(0);
    expect(await isAlive(await system.start())).toBe(true);
  });
});

describe('a start after kill -9', () => {
  it('takes the data over, with everything that was said', async () => {
    const system = await open();
    const visitor = createVisitor();
    const first = await system.start();
    for (const text of ['chào', '1']) await sendUntilTaken(visitor.message(first.url, text));
    const before = await visitor.history(first.url);
    expect((await first.stop('SIGKILL')).signal).toBe('SIGKILL');
    const second = await system.start();
    expect(await visitor.history(second.url)).toEqual(before);
    await sendUntilTaken(visitor.message(second.url, '3'));
    expect((await visitor.history(second.url)).length).toBeGreaterThan(before.length);
  });

  it('works in the middle of a first start, at any moment', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'causo-broken-start-'));
    try {
      const settings = { DATA_DIR: folder, PORT: '0' };
      for (const file of ['locks', 'database.unfinished']) {
        const appeared = appearance(folder, file);
        const program = runProgram('src/main.ts', [], settings);
        await appeared;
        await program.stop('SIGKILL');
      }
      const program = await startProgram(settings);
      expect(await isAlive(program)).toBe(true);
      await program.stop();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('a start that cannot be', () => {
  it('names a port that is taken, and ends', async () => {
    const system = await open();
    const first = await system.start();
    const { port } = new URL(first.url);
    const other = await open();
    const { code, errors } = await runProgram('src/main.ts', [], { ...other.settings, PORT: port }).ended;
    expect(code).toBe(1);
    expect(errors).toBe(`Expected port ${port} to be free, but another program listens there; stop it, or set PORT to another number\n`);
  });

  it('names a database that does not answer, and ends', async () => {
    const env = { DATABASE_URL: 'postgres://causo:pw-4711@127.0.0.1:1/causo', REDIS_URL: 'redis://127.0.0.1:1', DATA_KEY: Buffer.alloc(32, 1).toString('base64') };
    const { code, errors } = await runProgram('src/main.ts', ['web'], env).ended;
    expect(code).toBe(1);
    expect(errors).toMatch(/^Expected PostgreSQL to answer at DATABASE_URL, [^\n]*\n$/);
    expect(errors).not.toContain('pw-4711');
  });

  it('gives one line for each wrong or half-set setting, without its value', async () => {
    const env = { PORT: 'eighty', LOG_LEVEL: 'loud', REDIS_URL: 'redis://:pw-4711@127.0.0.1', TELEGRAM_WEBHOOK_SECRET: 'secret-4711' };
    const { code, output, errors } = await runProgram('src/main.ts', [], env).ended;
    expect(code).toBe(1);
    expect(output).toBe('');
    const [title, ...lines] = errors.trimEnd().split('\n');
    expect(title).toBe('These settings have to be mended first:');
    expect(lines.map((line) => line.split(':')[0])).toEqual(['PORT', 'LOG_LEVEL', 'DATABASE_URL', 'TELEGRAM_BOT_TOKEN']);
    expect(errors).not.toMatch(/4711|eighty|loud/);
  });

  it.each(['web', 'workers'])('does not start %s alone on the embedded database', async (role) => {
    const { code, errors } = await runProgram('src/main.ts', [role], { DATA_DIR: '/nowhere' }).ended;
    expect(code).toBe(1);
    expect(errors).toMatch(new RegExp(`^Expected DATABASE_URL and REDIS_URL for ${role} alone; [^\n]*\n$`));
  });

  it('does not take a word it does not know', async () => {
    const { code, errors } = await runProgram('src/main.ts', ['worker'], {}).ended;
    expect(code).toBe(1);
    expect(errors).toMatch(/^Expected web, workers or nothing, got worker\n\nUsage: npm start/);
  });
});
