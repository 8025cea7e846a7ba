import { randomBytes } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runProgram, type Ended, type Program, type Settings } from '../../scripts/program.mjs';
import { createSystem, type System } from '../process/system.ts';
import { startFakeTelegram, type FakeTelegram } from '../support/fake-telegram/mod.ts';
import { startFakeZalo, type FakeZalo } from '../support/fake-zalo/mod.ts';
import { testSetUps } from '../support/set-ups.ts';

const publicUrl = 'https://causo.example';
const secret = randomBytes(24).toString('hex');

let telegram: FakeTelegram;
let zalo: FakeZalo;
beforeEach(async () => {
  telegram = await startFakeTelegram();
  zalo = await startFakeZalo();
  zalo.saveCallback(`${publicUrl}/oauth/zalo/callback`);
});
afterEach(async () => {
  await telegram.close();
  await zalo.close();
});

const telegramSettings = (): Settings => ({
  PUBLIC_URL: publicUrl,
  TELEGRAM_BOT_TOKEN: telegram.token,
  TELEGRAM_API_ROOT: telegram.apiRoot,
  TELEGRAM_WEBHOOK_SECRET: secret,
});
const zaloSettings = (): Settings => ({
  PUBLIC_URL: publicUrl,
  ZALO_APP_ID: zalo.appId,
  ZALO_APP_SECRET: zalo.appSecret,
  ZALO_OA_SECRET_KEY: zalo.oaSecretKey,
  ZALO_OA_ID: zalo.oaId,
  ZALO_API_ROOT: zalo.root,
  ZALO_OAUTH_ROOT: zalo.root,
  ZALO_DOMAIN_VERIFICATION: 'AbC-1_x',
});
const nowhere = { DATA_DIR: '/nowhere/causo' };

function channels(words: string, settings: Settings): Program {
  const program = runProgram('src/channels-cli.ts', words.split(' '), settings);
  program.stdin.end();
  return program;
}
const run = (words: string, settings: Settings): Promise<Ended> => channels(words, settings).ended;
/** The lines about one thing, such as `zalo tokens`. */
const linesAbout = (output: string, subject: string): readonly string[] => output.split('\n').filter((line) => line.slice(6).startsWith(`${subject}: `));
const secrets = () => [telegram.token, secret, zalo.appSecret, zalo.oaSecretKey];
function expectNoSecret({ output, errors }: Ended): void {
  for (const each of secrets()) expect(output + errors).not.toContain(each);
}

describe('npm run channels -- check', () => {
  it('has a line for each setting, calls nothing wrong that is off, and ends well', async () => {
    const { code, output, errors } = await run('check', nowhere);
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    for (const name of ['PORT', 'PUBLIC_URL', 'DATA_KEY', 'ZALO_DOMAIN_VERIFICATION']) expect(linesAbout(output, name)).toEqual([`ok    ${name}: not set`]);
    expect(linesAbout(output, 'telegram')).toEqual(['off   telegram: TELEGRAM_BOT_TOKEN is not set']);
    expect(linesAbout(output, 'zalo')).toEqual(['off   zalo: ZALO_APP_ID is not set']);
  });

  it('names what is missing of a half-set channel and still tries the other one', async () => {
    const ended = await run('check', { ...nowhere, ...telegramSettings(), TELEGRAM_MODE: 'polling', ZALO_APP_ID: zalo.appId, ZALO_APP_SECRET: zalo.appSecret });
    expect(ended.code).toBe(1);
    expect(linesAbout(ended.output, 'ZALO_OA_SECRET_KEY')).toEqual([expect.stringMatching(/^wrong ZALO_OA_SECRET_KEY: expected .* found this one empty/)]);
    expect(linesAbout(ended.output, 'zalo')).toEqual(['wrong zalo: not tried before its settings above are mended']);
    expect(linesAbout(ended.output, 'telegram token')).toEqual(['ok    telegram token: this is @causo_thu_bot']);
    expectNoSecret(ended);
  });

  it('does not try anything with settings that all need, but says so', async () => {
    const { code, output } = await run('check', { PORT: 'eighty', ...telegramSettings() });
    expect(code).toBe(1);
    expect(linesAbout(output, 'PORT')[0]).toMatch(/^wrong PORT: expected a whole number/);
    expect(linesAbout(output, 'channels')).toEqual(['wrong channels: not tried before the settings above are mended']);
    expect(telegram.calls).toEqual([]);
  });

  const telegramTroubles = [
    ['refuses the token', { kind: 'refuse', code: 401, description: 'Unauthorized' }, /^wrong telegram token: Telegram refuses TELEGRAM_BOT_TOKEN .*@BotFather/],
    ['breaks the line', { kind: 'cut' }, /^wrong telegram token: Telegram does not answer .*TELEGRAM_API_ROOT/],
    ['is hidden behind a page of a carrier', { kind: 'page', status: 200 }, /^wrong telegram token: Telegram does not answer/],
    ['never answers', { kind: 'silent' }, /^wrong telegram token: Telegram does not answer/],
  ] as const;
  it.each(telegramTroubles)('says in one line what to do when Telegram %s', async (_what, fault, line) => {
    telegram.trouble(fault);
    const ended = await run('check', { ...nowhere, ...telegramSettings() });
    expect(ended.code).toBe(1);
    expect(ended.errors).toBe('');
    expect(linesAbout(ended.output, 'telegram token')).toEqual([expect.stringMatching(line)]);
    expectNoSecret(ended);
  });

  it('finds a webhook that is missing, and is content once it is connected', async () => {
    const settings = { ...nowhere, ...telegramSettings() };
    const before = await run('check', settings);
    expect(before.code).toBe(1);
    expect(linesAbout(before.output, 'telegram webhook')).toEqual(['wrong telegram webhook: Telegram has none; run npm run channels -- connect telegram']);
    await run('connect telegram', settings);
    const after = await run('check', settings);
    expect(after.code).toBe(0);
    expect(linesAbout(after.output, 'telegram webhook')).toEqual([`ok    telegram webhook: ${publicUrl}/webhooks/telegram, 0 updates wait`]);
    const moved = await run('check', { ...settings, PUBLIC_URL: 'https://moved.example' });
    expect(linesAbout(moved.output, 'telegram webhook')).toEqual([expect.stringMatching(/^wrong .*another address than https:\/\/moved\.example\//)]);
  });

  it('tells what Telegram reports about its last delivery, as a fault while it is fresh', async () => {
    const settings = { ...nowhere, ...telegramSettings() };
    await run('connect telegram', settings);
    telegram.noteError(Math.floor(Date.now() / 1000), 'Wrong response from the webhook: 401 Unauthorized');
    const fresh = await run('check', settings);
    telegram.noteError(Date.parse('2026-01-01T00:00:00Z') / 1000, 'Connection refused');
    const old = await run('check', settings);
    expect([fresh.code, old.code]).toEqual([1, 0]);
    expect(linesAbout(fresh.output, 'telegram delivery')[0]).toMatch(/^wrong .*401 Unauthorized; the secrets differ; run npm run channels -- connect telegram$/);
    expect(linesAbout(old.output, 'telegram delivery')[0]).toMatch(/^care .*Connection refused; it was not repeated/);
  });

  it('says in one line each that database and Redis do not let us in, without their passwords', async () => {
    const servers = { DATABASE_URL: 'postgres://causo:pw-4711@127.0.0.1:1/causo', REDIS_URL: 'redis://:pw-4711@127.0.0.1:1', DATA_KEY: randomBytes(32).toString('base64') };
    const { code, output, errors } = await run('check', { ...servers, ...zaloSettings() });
    expect({ code, errors }).toEqual({ code: 1, errors: '' });
    expect(linesAbout(output, 'database')).toEqual([expect.stringMatching(/^wrong database: PostgreSQL does not let us in \(ECONNREFUSED\)/)]);
    expect(linesAbout(output, 'queue')).toEqual([expect.stringMatching(/^wrong queue: Redis does not let us in/)]);
    expect(linesAbout(output, 'zalo tokens')).toEqual([expect.stringMatching(/^wrong zalo tokens: not looked at: .*database/)]);
    expect(output).not.toContain('pw-4711');
  });

  it('finds that Zalo has no tokens, no public address and no key for its webhooks yet', async () => {
    const { code, output } = await run('check', { ...nowhere, ...zaloSettings(), PUBLIC_URL: 'http://causo.example', ZALO_OA_SECRET_KEY: 'not-known-yet' });
    expect(code).toBe(1);
    expect(linesAbout(output, 'zalo tokens')).toEqual(['wrong zalo tokens: there are none; run npm run channels -- connect zalo']);
    expect(linesAbout(output, 'zalo address')).toEqual([expect.stringMatching(/^wrong zalo address: PUBLIC_URL is not https/)]);
    expect(linesAbout(output, 'zalo webhook key')).toEqual([expect.stringMatching(/^wrong .*still not-known-yet/)]);
  });
});

describe('npm run channels -- connect telegram', () => {
  it('sets the webhook with its secret, the kinds of updates and the commands in both languages, and may be repeated', async () => {
    const first = await run('connect telegram', telegramSettings());
    const second = await run('connect telegram', telegramSettings());
    for (const { code, output, errors } of [first, second]) {
      expect({ code, errors }).toEqual({ code: 0, errors: '' });
      expect(output).toContain('@causo_thu_bot');
      expect(output).toMatch(/Telegram reports:\n {2}delivers to +https:\/\/causo\.example\/webhooks\/telegram\n.*message, edited_message, callback_query, my_chat_member\n.*waiting +0\n.*last error +none/);
    }
    expect(telegram.webhook()).toEqual({ url: `${publicUrl}/webhooks/telegram`, secret, allowedUpdates: ['message', 'edited_message', 'callback_query', 'my_chat_member'] });
    expect([...telegram.commands.keys()].sort()).toEqual(['', 'vi']);
    expectNoSecret(first);
  });

  it('says which settings are missing and how to come by them, and calls nobody', async () => {
    const { code, output } = await run('connect telegram', {});
    expect(code).toBe(1);
    for (const name of ['TELEGRAM_BOT_TOKEN', 'TELEGRAM_WEBHOOK_SECRET', 'PUBLIC_URL']) expect(output).toContain(`${name} is not set.`);
    expect(output).toContain('https://t.me/BotFather');
    expect(output).toContain('/newbot');
  });

  it.each([
    ['an address that is not https', { PUBLIC_URL: 'http://causo.example' }, 'PUBLIC_URL is not https'],
    ['fetching of updates', { TELEGRAM_MODE: 'polling' }, 'TELEGRAM_MODE is polling'],
    ['Telegram switched off', { TELEGRAM_MODE: 'off' }, 'Telegram is off'],
    ['a setting of the wrong shape', { TELEGRAM_WEBHOOK_SECRET: 'two words' }, 'TELEGRAM_WEBHOOK_SECRET: expected'],
  ])('does nothing with %s', async (_what, more, line) => {
    const { code, output } = await run('connect telegram', { ...telegramSettings(), ...more });
    expect(code).toBe(1);
    expect(output).toContain(line);
    expect(telegram.calls).toEqual([]);
  });

  it('says in one line that Telegram does not take the token', async () => {
    const ended = await run('connect telegram', { ...telegramSettings(), TELEGRAM_BOT_TOKEN: '700100200:another' });
    expect(ended.code).toBe(1);
    expect(ended.output).toMatch(/^Telegram refuses TELEGRAM_BOT_TOKEN [^\n]*\n$/);
    expect(ended.output).not.toContain('another');
  });
});

/** The link as the command prints it. */
const linkIn = (output: string): string => /^ {3}(http:\S+\/v4\/oa\/permission\?\S+)$/m.exec(output)?.[1] ?? '';

/** An administrator opens the link and is led back; the page they read. */
async function consent(link: string, servedAt: string): Promise<string> {
  const location = (await fetch(link, { redirect: 'manual' })).headers.get('location') ?? '';
  const { origin, pathname, search } = new URL(location);
  expect(origin).toBe(publicUrl);
  return (await fetch(`${servedAt}${pathname}${search}`)).text();
}

describe.each(testSetUps())('npm run channels -- connect zalo, on $name', (setUp) => {
  let system: System;
  beforeEach(async () => {
    system = await createSystem(setUp);
  });
  afterEach(() => system.remove());

  it('serves the way back itself while nothing runs, ends with the consent, and leaves tokens that the check approves of', async () => {
    const settings = { ...system.settings, ...zaloSettings() };
    const connecting = channels('connect zalo', settings);
    await expect.poll(() => connecting.output()).toContain('Waiting for the consent');
    const servedAt = /serves the pages that Zalo leads to, at (http:\S+);/.exec(connecting.output())?.[1] ?? '';
    const output = connecting.output();
    for (const part of [`${publicUrl}/oauth/zalo/callback`, `${publicUrl}/webhooks/zalo`, 'https://developers.zalo.me/', 'zalo_verifierAbC-1_x.html', '"Code Challenge"']) expect(output).toContain(part);
    expect(await (await fetch(`${servedAt}/zalo_verifierAbC-1_x.html`)).text()).toContain('content="AbC-1_x"');
    expect(await consent(linkIn(output), servedAt)).toContain('Đã nối xong');
    const ended = await connecting.ended;
    expect({ code: ended.code, errors: ended.errors }).toEqual({ code: 0, errors: '' });
    expect(ended.output).toMatch(/Connected: the tokens are stored\.\n {2}ok {4}zalo tokens: .*\n {2}ok {4}zalo account: "Cầu Số thử nghiệm"/);
    expectNoSecret(ended);

    const checked = await run('check', settings);
    expect({ code: checked.code, zalo: linesAbout(checked.output, 'zalo account') }).toEqual({ code: 0, zalo: [expect.stringMatching(/^ok .*package Growth$/)] });
    expect(checked.output).not.toMatch(/access-|refresh-/);
    zalo.trouble({ kind: 'refuse', error: -209, message: 'App is not activated' });
    const refused = await run('check', settings);
    expect({ code: refused.code, zalo: linesAbout(refused.output, 'zalo account') }).toEqual({ code: 1, zalo: [expect.stringMatching(/^wrong .*-209.*docs\/connect\.md/)] });
    zalo.calm();
    zalo.trouble({ kind: 'cut' });
    expect(linesAbout((await run('check', settings)).output, 'zalo account')).toEqual([expect.stringMatching(/^wrong zalo account: Zalo does not answer/)]);
  });

  it('lets the running assistant take the consent, which answers people from then on', async () => {
    const settings = { ...zaloSettings(), LOG_LEVEL: 'silent' };
    const program = await system.start(settings);
    const commands = { ...system.settings, ...settings, PORT: new URL(program.url).port };
    expect(linesAbout((await run('check', commands)).output, 'zalo tokens')).toEqual(['wrong zalo tokens: there are none; run npm run channels -- connect zalo']);
    const { code, output, errors } = await run('connect zalo', commands);
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(await consent(linkIn(output), program.url)).toContain('Đã nối xong');
    expect(await consent(linkIn(output), program.url)).toContain('đã dùng rồi');
    expect(await (await fetch(`${program.url}/zalo_verifierAbC-1_x.html`)).text()).toContain('content="AbC-1_x"');
    const checked = await run('check', commands);
    expect({ code: checked.code, tokens: linesAbout(checked.output, 'zalo tokens') }).toEqual({ code: 0, tokens: [expect.stringMatching(/^ok /)] });

    const person = '24684588352919792123';
    expect(await zalo.saveWebhook(`${program.url}/webhooks/zalo`)).toBe(true);
    expect(await zalo.deliver(zalo.people.writes(person, 'chào'))).toBe(200);
    await expect.poll(() => zalo.messagesTo(person).length).toBe(2);
    await zalo.settled();
    expect(zalo.refreshes()).toEqual({ done: 0, refused: 0 });
  });

  it('ends with 130 at Ctrl-C and leaves the data free for a start', async () => {
    const settings = { ...system.settings, ...zaloSettings() };
    const connecting = channels('connect zalo', settings);
    await expect.poll(() => connecting.output()).toContain('Waiting for the consent');
    const { code, output, errors } = await connecting.stop('SIGINT');
    expect({ code, errors }).toEqual({ code: 130, errors: '' });
    expect(output).toMatch(/\nEnded\. Nothing is lost; .*\n$/);
    const program = await system.start(zaloSettings());
    expect((await fetch(`${program.url}/healthz`)).ok).toBe(true);
  });
});

describe('the socket by which commands ask the running assistant', () => {
  it('may be used by its owner only, is there on the embedded database alone, and goes with the assistant', async () => {
    const system = await createSystem({ name: 'embedded' });
    try {
      const program = await system.start(zaloSettings());
      const file = join(system.settings['DATA_DIR'] ?? '', 'control.sock');
      expect(statSync(file).mode & 0o777).toBe(0o600);
      await program.stop();
      expect(existsSync(file)).toBe(false);
    } finally {
      await system.remove();
    }
  });

  it('says that Zalo is off when the assistant was started without it', async () => {
    const system = await createSystem({ name: 'embedded' });
    try {
      await system.start();
      const { code, errors } = await run('connect zalo', { ...system.settings, ...zaloSettings() });
      expect({ code, errors }).toEqual({ code: 1, errors: 'The running assistant has Zalo off; start it again with the settings of Zalo\n' });
      const checked = await run('check', { ...system.settings, ...zaloSettings() });
      expect(linesAbout(checked.output, 'zalo tokens')).toEqual(['wrong zalo tokens: not looked at: The running assistant has Zalo off; start it again with the settings of Zalo']);
    } finally {
      await system.remove();
    }
  });
});

describe('npm run channels -- connect zalo', () => {
  it('leads to the settings first when there are none', async () => {
    const { code, output } = await run('connect zalo', { ...nowhere, PUBLIC_URL: publicUrl });
    expect(code).toBe(1);
    expect(output).toMatch(/^Not set yet: ZALO_APP_ID, ZALO_APP_SECRET, ZALO_OA_SECRET_KEY\n/);
    expect(output).toContain('https://developers.zalo.me/');
  });

  it('needs a public https address', async () => {
    const { code, output } = await run('connect zalo', { ...nowhere, ...zaloSettings(), PUBLIC_URL: 'http://causo.example' });
    expect(code).toBe(1);
    expect(output).toMatch(/^PUBLIC_URL is not https, [^\n]*\n$/);
  });
});
