import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createVisitor, runProgram, type Ended, type RunningProgram } from '../../scripts/program.mjs';
import { testSetUps } from '../support/set-ups.ts';
import { createSystem, sendUntilTaken, type System } from './system.ts';

describe.each(testSetUps())('npm run channels -- admin on $name', (setUp) => {
  let system: System;
  beforeEach(async () => {
    system = await createSystem(setUp);
  });
  afterEach(() => system.remove());

  const channels = (...words: readonly string[]): Promise<Ended> => {
    const program = runProgram('src/channels-cli.ts', words, system.settings);
    program.stdin.end();
    return program.ended;
  };
  const say = async ({ url }: RunningProgram, texts: readonly string[]): Promise<string> => {
    const visitor = createVisitor();
    for (const text of texts) await sendUntilTaken(visitor.message(url, text));
    return (await visitor.history(url)).map(({ text }) => text).join('\n');
  };

  it('makes a chat of the running assistant hear of alerts by a code, lists it without a name, and ends it', async () => {
    const running = await system.start();
    const { code, output, errors } = await channels('admin');
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    const digits = /\d{4} \d{4}/.exec(output)?.[0] ?? '';
    const chat = await say(running, ['chào', '1', 'nhận báo động', digits]);
    expect(chat).toContain('Xong, từ giờ máy trục trặc thì báo ở đây.');
    expect(chat).not.toContain(digits);
    const listed = await channels('admin', '--list');
    expect(listed.output).toMatch(/^\d+ {2}web chat, since \d{4}-\d{2}-\d{2}\n$/);
    expect((await channels('admin', '--remove', '999999999')).code).toBe(1);
    expect(await channels('admin', '--remove')).toMatchObject({ code: 0, output: 'That chat hears of no alerts any more.\n' });
    expect((await channels('admin', '--list')).output).toMatch(/^No chat hears of alerts/);
  });

  it('says what it takes when it is told something else', async () => {
    const { code, errors } = await channels('admin', '--remove', 'all');
    expect(code).toBe(2);
    expect(errors).toMatch(/^Expected a command, got "admin --remove all"\n\nUsage: npm run channels/);
  });
});

describe('npm run channels -- admin', () => {
  it('asks to start the assistant where none runs on the embedded database', async () => {
    const program = runProgram('src/channels-cli.ts', ['admin'], { DATA_DIR: '/nowhere/causo' });
    program.stdin.end();
    expect(await program.ended).toMatchObject({ code: 1, output: 'No assistant runs here; start it first (npm start), with the same DATA_DIR.\n', errors: '' });
  });
});
