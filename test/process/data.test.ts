import { randomBytes } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { open as openFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createVisitor, runProgram, type Ended, type Settings } from '../../scripts/program.mjs';
import { readBackup } from '../../src/store/backup/read.ts';
import type { Database } from '../../src/store/database.ts';
import { openEmbedded } from '../../src/store/embedded.ts';
import { applyMigrations, migrationNames } from '../../src/store/migrate.ts';
import { testSetUps } from '../support/set-ups.ts';
import { createSystem, sendUntilTaken, type System } from './system.ts';

// Only ends what hangs: each command starts a process, most of them with a database of their own.
vi.setConfig({ testTimeout: 300_000 });

const systems: System[] = [];
const folder = mkdtempSync(join(tmpdir(), 'causo-data-'));
const file = (name: string): string => join(folder, name);
afterEach(async () => {
  for (const system of systems.splice(0)) await system.remove();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function data(settings: Settings, ...words: readonly string[]): Promise<Ended> {
  const program = runProgram('src/data-cli.ts', words, settings);
  program.stdin.end();
  return program.ended;
}

/** Restores from a pipe that stops giving in the middle, so that the command is in the middle when it is killed. */
async function killInTheMiddle(settings: Settings, backup: string): Promise<void> {
  const pipe = `${backup}.pipe`;
  const content = readFileSync(backup);
  execFileSync('mkfifo', [pipe]);
  const program = runProgram('src/data-cli.ts', ['restore', pipe, '--replace', '--yes'], settings);
  // First the file is checked as a whole.
  await writeFile(pipe, content);
  await expect.poll(() => program.output(), { timeout: 60_000 }).toMatch(/: sound, /);
  const writer = await openFile(pipe, 'w');
  const writing = writer.write(content.subarray(0, Math.floor(content.length * 0.7)));
  await expect.poll(() => program.output(), { timeout: 60_000 }).toMatch(/^\d0 % /m);
  await writing;
  await program.stop('SIGKILL');
  await writer.close();
  rmSync(pipe);
}

/** Works on the database of a system that does not run. */
async function inDatabase<T>({ database, settings }: System, work: (database: Database) => Promise<T>): Promise<T> {
  if (database) return work(database.database);
  const opened = await openEmbedded(join(settings['DATA_DIR'] ?? '', 'database'));
  try {
    return await work(opened);
  } finally {
    await opened.close();
  }
}

describe.each(testSetUps())('npm run data on $name', (setUp) => {
  const open = async (): Promise<System> => {
    const system = await createSystem(setUp);
    systems.push(system);
    return system;
  };
  const talk = async (url: string, texts: readonly string[], visitor = createVisitor()) => {
    for (const text of texts) await sendUntilTaken(visitor.message(url, text));
    return visitor;
  };

  it('makes a backup while the assistant runs, and a restore brings the conversation back to where it was', async () => {
    const system = await open();
    const first = await system.start();
    const visitor = await talk(first.url, ['chào', '1']);
    const before = await visitor.history(first.url);
    const backup = await data(system.settings, 'backup', file('running.gz'));
    expect(backup).toMatchObject({ code: 0, errors: '' });
    expect(backup.output).toMatch(/running\.gz: \d+ rows, 1 contacts, .* MB, read back and sound\nIt needs the key [0-9a-f]{8}, which is not in it\. Keep that apart from it: /);
    expect(statSync(file('running.gz')).mode & 0o777).toBe(0o600);
    // It went on meanwhile.
    await talk(first.url, ['3'], visitor);
    expect((await visitor.history(first.url)).length).toBeGreaterThan(before.length);

    const refused = await data(system.settings, 'restore', file('running.gz'), '--replace', '--yes');
    expect(refused.code).toBe(1);
    expect(refused.errors).toMatch(/^Expected the (?:assistant to be stopped|data folder .* to be free, but process \d+ uses it)/);
    await first.stop();
    const restored = await data(system.settings, 'restore', file('running.gz'), '--replace', '--yes');
    expect(restored).toMatchObject({ code: 0, errors: '' });
    expect(restored.output).toMatch(/\n100 % .*\nDone: \d+ rows are in the database\. The assistant may be started\.\n/);
    const second = await system.start();
    expect(await visitor.history(second.url)).toEqual(before);
    await talk(second.url, ['3'], visitor);
    expect((await visitor.history(second.url)).length).toBeGreaterThan(before.length);
  });

  it('asks before it replaces anything, and takes no silence for a yes', async () => {
    const system = await open();
    await inDatabase(system, (database) => database.transaction(async (transaction) => {
      await applyMigrations(transaction, await migrationNames(), new Date());
      await transaction.query('insert into causo.contact (created_at) values ($1)', [new Date()]);
    }));
    await data(system.settings, 'backup', file('asked.gz'));
    const unasked = await data(system.settings, 'restore', file('asked.gz'));
    expect([unasked.code, unasked.errors]).toEqual([1, 'Expected an empty database, but it holds 1 contacts; --replace removes them and puts the backup in their place\n']);
    const silent = await data(system.settings, 'restore', file('asked.gz'), '--replace');
    expect([silent.code, silent.errors]).toEqual([1, 'Expected somebody at a terminal who types "replace", found none; add --yes when you are sure\n']);
  });

  it('takes a backup for no export, and exports nothing that still runs', async () => {
    const system = await open();
    const running = await system.start();
    const exported = await data(system.settings, 'export', file('early.gz'));
    expect([exported.code, exported.output]).toEqual([1, '']);
    expect(exported.errors).toMatch(/^Expected the assistant to be stopped, since what it does after an export would be lost/);
    expect(existsSync(file('early.gz'))).toBe(false);
    await data(system.settings, 'backup', file('no-export.gz'));
    await running.stop();
    const imported = await data(system.settings, 'import', file('no-export.gz'));
    expect(imported.errors).toMatch(/^Expected a file made by export, found a backup/);
  });

  it('leaves the old data whole when a restore is killed in the middle', async () => {
    const system = await open();
    await inDatabase(system, (database) => database.transaction(async (transaction) => {
      await applyMigrations(transaction, await migrationNames(), new Date());
      await transaction.query(`insert into causo.contact (created_at) select $1 from generate_series(1, 10000)`, [new Date()]);
    }));
    await data(system.settings, 'backup', file('large.gz'));
    await inDatabase(system, (database) => database.query(`insert into causo.contact (created_at, self_name) values ($1, 'after the backup')`, [new Date()]));
    await killInTheMiddle(system.settings, file('large.gz'));
    const count = (): Promise<unknown> =>
      inDatabase(system, (database) => database.query(`select count(*)::int as all, count(*) filter (where self_name = 'after the backup')::int as later from causo.contact`));
    expect(await count()).toEqual([{ all: 10_001, later: 1 }]);
    expect(await data(system.settings, 'restore', file('large.gz'), '--replace', '--yes')).toMatchObject({ code: 0 });
    expect(await count()).toEqual([{ all: 10_000, later: 0 }]);
  });

  it('changes the key while the assistant runs, in the middle of a conversation that goes on with the new key alone', async () => {
    const system = await open();
    const { settings } = system;
    const oldKey = settings['DATA_KEY'] ?? readFileSync(join(settings['DATA_DIR'] ?? '', 'data-key'), 'utf8').trim();
    const newKey = randomBytes(32).toString('base64');
    const both = { DATA_KEY: `${newKey},${oldKey}` };
    const first = await system.start();
    const visitor = await talk(first.url, ['tui muốn làm mã nhận tiền', '1', 'Vietcombank']);
    const early = await data({ ...settings, ...both }, 'rekey');
    // Embedded it is the running assistant that does it, with its own list.
    const isOwnList = setUp.databaseUrl === undefined;
    expect(early.code).toBe(isOwnList ? 0 : 1);
    expect(early.output + early.errors).toMatch(isOwnList ? /\nEvery row was under the key [0-9a-f]{8} already: / : /^Expected every process of the assistant to seal with the key [0-9a-f]{8}, but 1 seal with another one/);
    await first.stop();

    const second = await system.start(both);
    await talk(second.url, ['0123456789012'], visitor);
    const before = await visitor.history(second.url);
    const changed = await data({ ...settings, ...both }, 'rekey');
    expect(changed).toMatchObject({ code: 0, errors: '' });
    expect(changed.output).toMatch(
      /^Sealing everything anew under the key [0-9a-f]{8}, .*\n(?:[a-z_.]+: \d+ rows, \d+ sealed anew\n)+No row needs the key [0-9a-f]{8} any more: .*\nBackups that were made before need the old key .*\n$/,
    );
    expect(await visitor.history(second.url)).toEqual(before);
    await second.stop();
    expect((await data({ ...settings, DATA_KEY: newKey }, 'rekey')).output).toMatch(/\nEvery row was under the key [0-9a-f]{8} already: /);

    const refused = await runProgram('src/main.ts', [], { ...settings, DATA_KEY: oldKey }).ended;
    expect([refused.code, refused.errors]).toEqual([1, expect.stringMatching(/^Expected DATA_KEY to hold every key/)]);
    const third = await system.start({ DATA_KEY: newKey });
    expect(await visitor.history(third.url)).toEqual(before);
    await talk(third.url, ['1', '1', '1'], visitor);
    await expect.poll(async () => (await visitor.history(third.url)).some(({ picture }) => picture !== undefined)).toBe(true);
  });

  const backups = ({ settings }: System): readonly string[] => {
    const place = join(settings['DATA_DIR'] ?? '', 'backups');
    return existsSync(place) ? readdirSync(place).sort() : [];
  };
  const makeOlder = async (system: System): Promise<string> => {
    const names = await migrationNames();
    await inDatabase(system, (database) => database.transaction(async (transaction) => {
      await transaction.query('drop schema if exists causo cascade');
      await applyMigrations(transaction, names.slice(0, -1), new Date());
    }));
    return names.at(-1) ?? '';
  };

  it('is done by itself before a new version changes the tables, and three of those are kept', async () => {
    const system = await open();
    const next = await makeOlder(system);
    const place = join(system.settings['DATA_DIR'] ?? '', 'backups');
    mkdirSync(place);
    const older = [1, 2, 3].map((day) => `before-000${4 - day}-other-2020-01-0${day}T00-00-00-000Z.jsonl.gz`);
    for (const name of [...older, 'mine.jsonl.gz']) writeFileSync(join(place, name), '');
    const running = await system.start();
    expect(running.output()).toContain('"backup_before_migration"');
    await running.stop();
    const made = backups(system).filter((name) => !older.includes(name) && name !== 'mine.jsonl.gz');
    expect(made).toHaveLength(1);
    expect(made[0]).toMatch(new RegExp(`^before-${next.replace('.sql', '')}-20`));
    expect(backups(system)).toEqual([...older.slice(1), 'mine.jsonl.gz', ...made].sort());
    expect((await readBackup(join(place, made[0] ?? ''))).migrations).not.toContain(next);
    // Nothing to do, nothing to back up.
    await (await system.start()).stop();
    expect(backups(system)).toHaveLength(4);
  });

  it('is not done by itself where it is turned off, and without it there is no change of the tables', async () => {
    const system = await open();
    await makeOlder(system);
    const place = join(system.settings['DATA_DIR'] ?? '', 'backups');
    // A file where the folder should be stands for a disk that takes nothing.
    writeFileSync(place, '');
    const { code, errors } = await runProgram('src/main.ts', [], system.settings).ended;
    expect(code).toBe(1);
    expect(errors).toMatch(/^Expected to write a backup into .*backups before the migration .* \(EEXIST\); make room there, or set BACKUP_BEFORE_MIGRATION to false/);
    await (await system.start({ BACKUP_BEFORE_MIGRATION: 'false' })).stop();
    expect(readFileSync(place, 'utf8')).toBe('');
  });
});

describe('npm run data -- export and import', () => {
  const [, servers] = testSetUps();
  let from: System;
  beforeAll(async () => {
    from = await createSystem({ name: 'embedded' });
  });
  afterAll(() => from.remove());

  it.each([{ name: 'embedded' }, ...(servers ? [servers] : [])])('move an embedded assistant with a conversation in the middle to $name', async (setUp) => {
    const visitor = createVisitor();
    const first = await from.start();
    for (const text of ['tui muốn làm mã nhận tiền', '1', 'Vietcombank', '0123456789012']) await sendUntilTaken(visitor.message(first.url, text));
    const before = await visitor.history(first.url);
    await first.stop('SIGKILL');
    const exported = await data(from.settings, 'export', file('moved.gz'));
    expect(exported).toMatchObject({ code: 0, errors: '' });
    expect(exported.output).toContain('Do not start the assistant on the old data any more');

    const to = await createSystem(setUp);
    systems.push(to);
    const wrongKey = await data({ ...to.settings, DATA_KEY: randomBytes(32).toString('base64') }, 'import', file('moved.gz'));
    expect(wrongKey.errors).toMatch(/^Expected DATA_KEY to hold the key [0-9a-f]{8} that sealed this backup/);
    const settings = { DATA_KEY: readFileSync(join(from.settings['DATA_DIR'] ?? '', 'data-key'), 'utf8').trim() };
    expect(await data({ ...to.settings, ...settings }, 'import', file('moved.gz'))).toMatchObject({ code: 0, errors: '' });
    const second = await to.start(settings);
    expect(await visitor.history(second.url)).toEqual(before);
    for (const text of ['1', '1', '1']) await sendUntilTaken(visitor.message(second.url, text));
    await expect.poll(async () => (await visitor.history(second.url)).some(({ picture }) => picture !== undefined), { timeout: 15_000 }).toBe(true);
  });
});

describe('npm run data without anything to work on', () => {
  it.each([
    [['rekey'], /^Expected data of the assistant in .*, found none; set DATA_DIR, or DATABASE_URL and REDIS_URL\n$/],
    [['backup'], /^Expected data of the assistant in .*, found none; set DATA_DIR, or DATABASE_URL and REDIS_URL\n$/],
    [['restore', join(folder, 'none.gz')], /^Expected a backup at .*none\.gz, but there is no such file\n$/],
  ])('%j says so in one line and makes nothing', async (words, line) => {
    const { code, output, errors } = await data({ DATA_DIR: file('nothing') }, ...words);
    expect([code, output]).toEqual([1, '']);
    expect(errors).toMatch(line);
    expect(existsSync(file('nothing'))).toBe(false);
  });

  it('restores into an empty folder once the key is there', async () => {
    const source = await createSystem({ name: 'embedded' });
    systems.push(source);
    await (await source.start()).stop();
    await data(source.settings, 'backup', file('other.gz'));
    const settings = { DATA_DIR: file('restored') };
    const keyless = await data(settings, 'restore', file('other.gz'));
    expect(keyless.errors).toMatch(/^Expected the key [0-9a-f]{8} that sealed this backup; put the data-key that was kept for it at .*data-key, or set DATA_KEY\n$/);
    writeFileSync(join(settings.DATA_DIR, 'data-key'), readFileSync(join(source.settings['DATA_DIR'] ?? '', 'data-key')));
    expect(await data(settings, 'restore', file('other.gz'))).toMatchObject({ code: 0, errors: '' });
  });
});

describe('a database folder of another PostgreSQL', () => {
  it('is refused with the way to move it', async () => {
    const system = await createSystem({ name: 'embedded' });
    systems.push(system);
    const place = join(system.settings['DATA_DIR'] ?? '', 'database');
    writeFileSync(join(place, 'PG_VERSION'), '17\n');
    const { code, errors } = await runProgram('src/main.ts', [], system.settings).ended;
    expect(code).toBe(1);
    expect(errors).toBe(
      `Expected ${place} to be a database of PostgreSQL 18, found "17"; run "npm run data -- export" with the program that made it, move that folder away, and run "npm run data -- import" with this one\n`,
    );
  });
});
