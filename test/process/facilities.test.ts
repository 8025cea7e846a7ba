import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { createVisitor, runProgram, type Ended, type Settings } from '../../scripts/program.mjs';
import { testSetUps } from '../support/set-ups.ts';
import { createSystem, sendUntilTaken, type System } from './system.ts';

// Only ends what hangs: each command starts a process, most of them with a database of their own.
vi.setConfig({ testTimeout: 300_000 });

const systems: System[] = [];
const folder = mkdtempSync(join(tmpdir(), 'causo-facilities-'));
const file = (name: string): string => join(folder, name);
afterEach(async () => {
  for (const system of systems.splice(0)) await system.remove();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function facilities(settings: Settings, ...words: readonly string[]): Promise<Ended> {
  const program = runProgram('src/data-cli.ts', ['facilities', ...words], settings);
  program.stdin.end();
  return program.ended;
}

const added = 'id;name;kind;commune;checked_on\r\nbinh-minh;Phòng khám Bình Minh;clinic;xã Tân Lộc;2026-10-24\r\n';

describe.each(testSetUps())('npm run data -- facilities on $name', (setUp) => {
  const open = async (): Promise<System> => {
    const system = await createSystem(setUp);
    systems.push(system);
    return system;
  };

  it('takes places in while the assistant runs, whose chats follow without a restart', async () => {
    const system = await open();
    const { url } = await system.start();
    const visitor = createVisitor();
    for (const text of ['chào', '1', 'đặt lịch khám', '2', '1', 'Trần Thị Bé 1960']) await sendUntilTaken(visitor.message(url, text));
    writeFileSync(file('one.csv'), added);
    expect(await facilities(system.settings, 'import', file('one.csv'), '--dry-run')).toMatchObject({ code: 0, output: '+ binh-minh: Phòng khám Bình Minh\nWould add 1, change 0, leave 0 as they are.\n' });
    expect((await facilities(system.settings, 'list')).output).not.toContain('binh-minh');
    expect(await facilities(system.settings, 'import', file('one.csv'))).toMatchObject({ code: 0, errors: '' });
    const last = async (): Promise<string> => JSON.stringify((await visitor.history(url)).at(-1));
    // Another process of the assistant looks every two seconds; what is not known yet is asked for again.
    await expect.poll(async () => {
      await sendUntilTaken(visitor.message(url, 'phòng khám bình minh'));
      return last();
    }, { timeout: 120_000 }).toContain('Bước 5/6');
  });

  it('works on a stopped assistant, and brings back what it has written', async () => {
    const system = await open();
    const first = await system.start();
    await first.stop();
    expect(await facilities(system.settings, 'export', file('all.json'))).toMatchObject({ code: 0, errors: '' });
    expect(await facilities(system.settings, 'import', file('all.json'))).toMatchObject({ code: 0, output: 'Adding 0, changing 0, leaving 24 as they are.\n' });
    const closed = await facilities(system.settings, 'close', 'general-ca-mau');
    expect(closed).toMatchObject({ code: 0, output: 'Bệnh viện Đa khoa Cà Mau is closed and not offered any more.\n' });
    expect((await facilities(system.settings, 'list')).output).toMatch(/general-ca-mau +Bệnh viện Đa khoa Cà Mau \(closed, request, to be checked,/);
    expect((await facilities(system.settings, 'open', 'general-ca-mau')).output).toContain('offered again');
    await facilities(system.settings, 'export', file('all.csv'));
    expect(readFileSync(file('all.csv'), 'utf8')).toMatch(/^\uFEFFid,name,kind,words,/);
  });

  it('takes nothing of a file with a wrong row, unless it is told to skip it', async () => {
    const system = await open();
    await (await system.start()).stop();
    writeFileSync(file('wrong.csv'), `${added}second;;palace;;2026-02-30\r\n`);
    const refused = await facilities(system.settings, 'import', file('wrong.csv'));
    expect(refused.code).toBe(1);
    expect(refused.output).toContain('line 3, checked_on: expected a day that exists, such as 2026-11-24 or 24/11/2026, got "2026-02-30"\n1 of 2 rows are wrong, so nothing was taken.');
    expect((await facilities(system.settings, 'list')).output).not.toContain('binh-minh');
    expect((await facilities(system.settings, 'import', file('wrong.csv'), '--skip-wrong')).output).toContain('1 wrong rows were left out.');
    expect((await facilities(system.settings, 'list')).output).toContain('binh-minh');
  });
});

describe('npm run data -- facilities', () => {
  it.each([
    [['import', '/nowhere/a.csv'], 'Expected a file, there is none at /nowhere/a.csv'],
    [['import', folder], /^Expected a file, .* is none/],
  ])('says what is wrong with %j', async (words, line) => {
    const system = await createSystem({ name: 'embedded' });
    systems.push(system);
    const ended = await facilities(system.settings, ...words);
    expect(ended.code).toBe(1);
    expect(ended.errors).toMatch(line);
  });
});
