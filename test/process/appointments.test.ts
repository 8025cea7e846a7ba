import { afterEach, describe, expect, it, vi } from 'vitest';
import { createVisitor, runProgram, type Ended, type Settings } from '../../scripts/program.mjs';
import { testSetUps } from '../support/set-ups.ts';
import { createSystem, sendUntilTaken, type System } from './system.ts';

// Only ends what hangs: each command starts a process, most of them with a database of their own.
vi.setConfig({ testTimeout: 300_000 });

const systems: System[] = [];
afterEach(async () => {
  for (const system of systems.splice(0)) await system.remove();
});

function appointments(settings: Settings, ...words: readonly string[]): Promise<Ended> {
  const program = runProgram('src/data-cli.ts', ['appointments', ...words], settings);
  program.stdin.end();
  return program.ended;
}

const booking = ['chào', '1', 'đặt lịch khám', '2', '1', 'Trần Thị Bé 1960', 'bệnh viện Cà Mau', 'chiều ngày mai', 'không có số', '1'];

describe.each(testSetUps())('npm run data -- appointments on $name', (setUp) => {
  it('shows staff what was asked for in a chat, and the chat what staff have done, also when the assistant was stopped meanwhile', async () => {
    const system = await createSystem(setUp);
    systems.push(system);
    const first = await system.start();
    const visitor = createVisitor();
    for (const text of booking) await sendUntilTaken(visitor.message(first.url, text));
    const told = async (url: string): Promise<string> => JSON.stringify(await visitor.history(url));
    await expect.poll(() => told(first.url), { timeout: 120_000 }).toContain('Đã ghi yêu cầu khám số');

    const list = await appointments(system.settings, 'list');
    expect(list).toMatchObject({ code: 0, errors: '' });
    expect(list.output).toMatch(/^\d{6} {2}requested .* afternoon +general-ca-mau +T\. T\. B\. {2}\(version 1\)\n1 appointment\n$/);
    const [number = ''] = list.output.split(' ');
    expect((await appointments(system.settings, 'list', '--names')).output).toContain('Trần Thị Bé, 1960');

    const confirmed = await appointments(system.settings, 'confirm', number, '--staff', 'Lan', '--slot', '14:30');
    expect(confirmed).toMatchObject({ code: 0, output: `${number} is confirmed now (version 2). The resident is told.\n` });
    await expect.poll(() => told(first.url), { timeout: 120_000 }).toContain('2 giờ rưỡi chiều');
    const again = await appointments(system.settings, 'confirm', number);
    expect(again).toMatchObject({ code: 1, output: `${number} was not changed: it is confirmed (version 2) by now.\n` });

    await first.stop();
    expect((await appointments(system.settings, 'cancel', number)).output).toBe(`${number} is cancelled now (version 3). The resident is told.\n`);
    const second = await system.start();
    await expect.poll(() => told(second.url), { timeout: 120_000 }).toContain('đã hủy lịch khám số');
    await second.stop();
  });

  it('says what it expects, and that there is nothing yet', async () => {
    const system = await createSystem(setUp);
    systems.push(system);
    const wrong = await appointments(system.settings, 'confirm', '12');
    expect(wrong).toMatchObject({ code: 2, output: '' });
    expect(wrong.errors).toMatch(/^Expected a number of six digits, such as 482159\n\nUsage: npm run data -- appointments <command>/);
    expect(await appointments(system.settings, 'list')).toMatchObject({ code: 0, output: '0 appointments\n' });
    expect((await appointments(system.settings, 'missed', '482159')).output).toMatch(/^There is no appointment 482159;/);
  });
});
