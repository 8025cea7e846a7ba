import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runProgram } from '../../scripts/program.mjs';

describe('npm run chat', () => {
  // Chats that others have on this machine are not ours to count.
  const temporary = mkdtempSync(join(tmpdir(), 'causo-commands-'));
  afterAll(() => rmSync(temporary, { recursive: true, force: true }));
  const folders = (): readonly string[] => readdirSync(temporary).filter((name) => name.startsWith('cau-so-chat-'));

  it('answers lines from a pipe, down to the picture of the last one, and leaves no folder behind', async () => {
    const chat = runProgram('src/chat.ts', [], { TMPDIR: temporary });
    chat.stdin.end(['tui muốn làm mã nhận tiền', '1', 'Vietcombank', '0123456789012', '1', '1', '1'].join('\n'));
    const { code, output, errors } = await chat.ended;
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(output).toContain('máy trả lời');
    expect(output).toMatch(/\[hình: \S+\.png\]/);
    // The account number is for the picture only.
    expect(output).not.toContain('0123456789012');
    expect(folders()).toEqual([]);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('leaves no folder behind when it is ended by %s', async (signal) => {
    const chat = runProgram('src/chat.ts', [], { TMPDIR: temporary });
    await expect.poll(folders).not.toEqual([]);
    await chat.stop(signal);
    expect(folders()).toEqual([]);
  });
});

describe('--help', () => {
  const commands = [
    ['npm start', 'src/main.ts', /^Usage: npm start/],
    ['npm run chat', 'src/chat.ts', /^Usage: npm run chat/],
    ['npm run data', 'src/data-cli.ts', /^Usage: npm run data/],
    ['npm run flows', 'src/inspect/cli.ts', /npm run flows -- <command>/],
    ['npm run channels', 'src/channels-cli.ts', /^Usage: npm run channels -- <command>/],
    ['npm run understand', 'src/understanding/cli.ts', /JSON lines/],
  ] as const;

  it.each(commands)('of %s says how it is used and ends well', async (_name, entry, usage) => {
    const program = runProgram(entry, ['--help'], {});
    program.stdin.end();
    const { code, output, errors } = await program.ended;
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(output).toMatch(usage);
  });

  it('of npm start names every setting', async () => {
    const { output } = await runProgram('src/main.ts', ['--help'], { PORT: 'not looked at' }).ended;
    for (const name of ['PORT', 'DATA_DIR', 'DATABASE_URL', 'REDIS_URL', 'DATA_KEY', 'TELEGRAM_BOT_TOKEN']) expect(output).toMatch(new RegExp(`^  ${name} +\\S`, 'm'));
  });
});
