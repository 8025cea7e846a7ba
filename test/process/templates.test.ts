import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runProgram, type Ended, type Settings } from '../../scripts/program.mjs';
import { startFakeZalo, type FakeZalo } from '../support/fake-zalo/mod.ts';
import { testSetUps } from '../support/set-ups.ts';
import { createSystem, type System } from './system.ts';

// Only ends what hangs: each command starts a process of its own.
vi.setConfig({ testTimeout: 300_000 });

describe.each(testSetUps())('npm run data -- templates on $name', (setUp) => {
  let zalo: FakeZalo;
  let system: System;
  beforeEach(async () => {
    zalo = await startFakeZalo();
    system = await createSystem(setUp);
    zalo.addTemplate({ id: '123456', byUser: true, parameters: [{ name: 'ma', longest: 30 }, { name: 'ngay', longest: 20 }] });
  });
  afterEach(async () => {
    await system.remove();
    await zalo.close();
  });

  const zaloSettings = (): Settings => {
    const { accessToken, refreshToken } = zalo.issuePair();
    return {
      ZALO_APP_ID: zalo.appId,
      ZALO_APP_SECRET: zalo.appSecret,
      ZALO_OA_SECRET_KEY: zalo.oaSecretKey,
      ZALO_OA_ID: zalo.oaId,
      ZALO_API_ROOT: zalo.root,
      ZALO_OAUTH_ROOT: zalo.root,
      ZALO_TEMPLATE_ROOT: zalo.root,
      ZALO_ACCESS_TOKEN: accessToken,
      ZALO_REFRESH_TOKEN: refreshToken,
    };
  };
  const templates = (settings: Settings, words: string): Promise<Ended> => {
    const program = runProgram('src/data-cli.ts', ['templates', ...words.split(' ')], { ...system.settings, ...settings });
    program.stdin.end();
    return program.ended;
  };

  it('sets, lists, checks and removes a template while the assistant runs', async () => {
    const settings = zaloSettings();
    await system.start(settings);
    const set = await templates(settings, 'set appointment 123456 --param ma=number --param ngay=when');
    expect(set).toMatchObject({ code: 0, errors: '', output: 'ok    template 123456 is approved and takes ma=number, ngay=when\nSaved.\n' });
    const { output: list } = await templates(settings, 'list');
    expect(list).toMatch(/^appointment {2}by user {2}123456 {2}ma=number \(30\), ngay=when \(20\) {2}confirmed by Zalo on \d{4}-\d\d-\d\d$/m);
    expect(list).toMatch(/^Without a template:\n(?: {2}\w+: .*\n)* {2}market_day: /m);
    expect(await templates(settings, 'check')).toMatchObject({ code: 0, output: expect.stringContaining('ok    appointment by phone: template 123456 is approved') });
    zalo.addTemplate({ id: '123456', byUser: true, approved: false, parameters: [] });
    expect(await templates(settings, 'check')).toMatchObject({ code: 1, output: expect.stringContaining('wrong appointment by user: template 123456: Zalo does not offer it') });
    expect(await templates(settings, 'remove appointment')).toMatchObject({ code: 0, output: 'Reminders of the kind appointment go without a template from now on.\n' });
    expect(await templates(settings, 'remove appointment')).toMatchObject({ code: 1 });
  });

  it('works while nothing runs and Zalo is off, and says what was not confirmed', async () => {
    const set = await templates({}, 'set market_day 123456 --by user');
    expect(set).toMatchObject({ code: 0, errors: '', output: 'care  template 123456: Zalo was not asked, because it is off\nSaved.\n' });
    expect((await templates({}, 'list')).output).toContain('not confirmed by Zalo yet');
  });

  it('says in one line what is wrong with a wish, and what was expected', async () => {
    expect(await templates({}, 'set nothing 123456')).toMatchObject({ code: 1, output: expect.stringMatching(/^wrong expected a kind of reminder, which are .*appointment.*; got nothing\nNothing was saved\.\n$/) });
    expect(await templates({}, 'sett')).toMatchObject({ code: 2, errors: expect.stringMatching(/^Expected list, set, remove or check, got "sett"\n\nUsage: /) });
    expect(await templates({}, 'list --help')).toMatchObject({ code: 0, output: expect.stringContaining('docs/templates.md') });
  });
});
