import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createLog } from '../../src/app/log.ts';
import type { ZaloConfig } from '../../src/config.ts';
import { serveZaloConnect, type ConnectServer } from '../../src/http/zalo-connect/server.ts';
import { assembleZalo, zaloConnectPort, type OpenZalo } from '../../src/open-zalo.ts';
import { startFakeZalo, type FakeZalo } from '../support/fake-zalo/mod.ts';
import { never } from '../support/never.ts';
import { testSetUps } from '../support/set-ups.ts';
import { testSealer } from '../support/test-assistant.ts';
import { emptyTables, openTestDatabase, type TestDatabase } from '../support/test-database.ts';

const start = Date.parse('2026-11-24T08:00:00+07:00');
const hour = 3_600_000;
const publicUrl = 'https://causo.example';

describe.each(testSetUps())('the page that Zalo leads back to, on $name', (setUp) => {
  let opened: TestDatabase;
  let fake: FakeZalo;
  let zalo: OpenZalo;
  let server: ConnectServer | undefined;
  let logged: string[];
  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
  });
  beforeEach(async () => {
    fake = await startFakeZalo(() => start);
    fake.saveCallback(`${publicUrl}/oauth/zalo/callback`);
    logged = [];
    await open();
  });
  afterEach(async () => {
    await server?.close();
    await fake.close();
    await emptyTables(opened.database);
  });
  afterAll(() => opened.drop());

  async function open(more: Partial<ZaloConfig> = {}): Promise<void> {
    await server?.close();
    const { appId, appSecret, oaSecretKey, oaId, root } = fake;
    const settings: ZaloConfig = {
      appId, appSecret, oaSecretKey, oaId, apiRoot: root, oauthRoot: root, templateRoot: root,
      refreshToken: undefined, accessToken: undefined, requestsPerMinute: 100, domainVerification: 'AbC-1_x', ...more,
    };
    const log = createLog('info', { write: (line) => void logged.push(line) });
    zalo = assembleZalo(settings, publicUrl, { database: opened.database, sealer: testSealer, clock: () => new Date(fake.now()), log });
    server = await serveZaloConnect(zaloConnectPort(settings, zalo), { host: '127.0.0.1', port: 0 });
  }

  const linkOf = () => zalo.consent?.createLink() ?? { url: '', state: '' };
  /** What the administrator's browser is sent to after the consent page. */
  async function consent(url: string): Promise<string> {
    const { headers } = await fetch(url, { redirect: 'manual' });
    return headers.get('location') ?? '';
  }
  async function visit(location: string, method = 'GET'): Promise<{ readonly status: number; readonly page: string; readonly headers: Headers }> {
    const { pathname, search } = new URL(location, publicUrl);
    const response = await fetch(`${server?.url}${pathname}${search}`, { method });
    return { status: response.status, page: await response.text(), headers: response.headers };
  }
  const health = async () => (await zalo.tokens.health()).state;
  const traded = () => fake.calls.filter(({ path }) => path === '/v4/oa/access_token').length;

  it('stores the pair of an agreed consent, which opens the account', async () => {
    const { status, page } = await visit(await consent(linkOf().url));
    expect({ status, page }).toEqual({ status: 200, page: expect.stringContaining('<h1>Đã nối xong</h1>') });
    expect(await zalo.tokens.health()).toEqual({ state: 'ok', refreshDaysLeft: 90, accessHoursLeft: 25 });
    expect(await zalo.channel.identify(never())).toMatchObject({ oaId: fake.oaId });
  });

  it('uses a link once: the same page again, or a second consent by the same link, changes nothing', async () => {
    const { url } = linkOf();
    const location = await consent(url);
    await visit(location);
    const again = [await visit(location), await visit(await consent(url))];
    expect(again.map(({ status }) => status)).toEqual([409, 409]);
    expect(again[0]?.page).toContain('đã dùng rồi');
    expect(traded()).toBe(1);
    expect(await zalo.channel.identify(never())).toMatchObject({ oaId: fake.oaId });
  });

  it('lets only one of two consents by the same link in that arrive together', async () => {
    const { url } = linkOf();
    const pages = await Promise.all([visit(await consent(url)), visit(await consent(url))]);
    expect(new Set(pages.map(({ status }) => status))).toEqual(new Set([200, 409]));
    expect(traded()).toBe(1);
    expect(await zalo.channel.identify(never())).toMatchObject({ oaId: fake.oaId });
  });

  it('does not trade a code twice', async () => {
    const code = new URL(await consent(linkOf().url)).searchParams.get('code') ?? '';
    await visit(`/oauth/zalo/callback?code=${code}&state=${linkOf().state}`);
    const other = await visit(`/oauth/zalo/callback?code=${code}&state=${linkOf().state}`);
    expect(other).toMatchObject({ status: 502, page: expect.stringContaining('Zalo chưa chịu') });
    expect(await health()).toBe('ok');
  });

  const strangers = [
    ['without anything', ''],
    ['without a state', '?code=c&oa_id=1'],
    ['with a made-up state', `?code=c&state=${'0'.repeat(108)}`],
    ['with a state of another shape', '?code=c&state=%3Cscript%3Ealert(1)%3C/script%3E'],
    ['with two states', '?code=c&state=a&state=b'],
  ] as const;
  it.each(strangers)('answers kindly and asks Zalo nothing when somebody comes %s', async (_how, query) => {
    const { status, page } = await visit(`/oauth/zalo/callback${query}`);
    expect({ status, page }).toEqual({ status: 400, page: expect.stringContaining('Đường dẫn này không đúng') });
    expect(page).not.toContain('alert(1)');
    expect([traded(), await health()]).toEqual([0, 'missing']);
  });

  it('says that the hour is over, and stores nothing', async () => {
    const { url } = linkOf();
    fake.advance(hour);
    const { status, page } = await visit(await consent(url));
    expect({ status, page }).toEqual({ status: 400, page: expect.stringContaining('Đường dẫn đã quá giờ') });
    expect([traded(), await health()]).toEqual([0, 'missing']);
  });

  it('takes a no for a no, and the same link for a later yes', async () => {
    const { url } = linkOf();
    fake.administrator('declines');
    expect(await visit(await consent(url))).toMatchObject({ status: 200, page: expect.stringContaining('Chưa nối') });
    expect([traded(), await health()]).toEqual([0, 'missing']);
    fake.administrator('agrees');
    expect((await visit(await consent(url))).status).toBe(200);
    expect(await health()).toBe('ok');
  });

  it('keeps the pair it has when the administrator chose another account', async () => {
    await visit(await consent(linkOf().url));
    const before = await zalo.tokens.current(never());
    fake.administrator('agrees', '1234567890123456789');
    expect(await visit(await consent(linkOf().url))).toMatchObject({ status: 409, page: expect.stringContaining('Chọn nhầm tài khoản OA') });
    expect(await zalo.tokens.current(never())).toBe(before);
  });

  it('does not believe the account in the address when the token opens another one', async () => {
    await open({ oaId: '1234567890123456789' });
    fake.administrator('agrees', '1234567890123456789');
    expect((await visit(await consent(linkOf().url))).status).toBe(409);
    expect([traded(), await health()]).toEqual([1, 'missing']);
  });

  it('stores the pair when Zalo does not say whose it is', async () => {
    fake.trouble({ kind: 'server_error', status: 503 });
    expect((await visit(await consent(linkOf().url))).status).toBe(200);
    expect(await health()).toBe('ok');
  });

  const troubles = [
    ['Zalo answers 200 with an error inside', { kind: 'refuse', error: -14_019, message: 'Invalid code' }, 502],
    ['Zalo answers with a page of something in between', { kind: 'page', status: 200 }, 503],
    ['Zalo has a fault of its own', { kind: 'server_error', status: 500 }, 503],
    ['the line breaks', { kind: 'cut' }, 503],
  ] as const;
  it.each(troubles)('stores nothing and says what to do when %s', async (_what, fault, expected) => {
    const location = await consent(linkOf().url);
    fake.trouble(fault, { oauth: true });
    const { status, page } = await visit(location);
    expect({ status, page }).toEqual({ status: expected, page: expect.stringContaining('ở lại đường dẫn cũ') });
    expect(await health()).toBe('missing');
  });

  it('says that Zalo is away, and takes the next consent by the same link', async () => {
    const { url } = linkOf();
    const location = await consent(url);
    const secrets = [fake.appSecret, new URL(location).searchParams.get('code') ?? '', new URL(location).searchParams.get('state') ?? ''];
    fake.trouble({ kind: 'cut' }, { oauth: true, times: 1 });
    expect((await visit(location)).status).toBe(503);
    expect((await visit(await consent(url))).status).toBe(200);
    for (const secret of secrets) expect(logged.join('\n')).not.toContain(secret);
  });

  it('is a page without scripts that nobody keeps or frames, also for those who only look at the link', async () => {
    const location = await consent(linkOf().url);
    expect((await visit(location, 'HEAD')).status).toBe(404);
    const { page, headers } = await visit(location);
    expect(page).toMatch(/^<!doctype html>\n<html lang="vi">/);
    expect(page).not.toMatch(/<script|style=|onclick/i);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect((await visit('/oauth/zalo/style.css')).headers.get('content-type')).toContain('text/css');
  });

  it('stands beside the file that proves the domain', async () => {
    const { status, page, headers } = await visit('/zalo_verifierAbC-1_x.html');
    expect({ status, type: headers.get('content-type') }).toEqual({ status: 200, type: 'text/html; charset=utf-8' });
    expect(page).toContain('<meta property="zalo-platform-site-verification" content="AbC-1_x" />');
    expect((await visit('/zalo_verifierabc.html')).status).toBe(404);
  });
});
