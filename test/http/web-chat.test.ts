import { createHash } from 'node:crypto';
import Fastify from 'fastify';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLog } from '../../src/app/log.ts';
import { createWebChannel } from '../../src/channels/web/mod.ts';
import { webChatRoutes } from '../../src/http/web-chat/routes.ts';
import { createFakeWebChat } from '../support/fake-web-chat.ts';
import type { FakeWebChat } from '../support/fake-web-chat.ts';

const cookie = 'AbCdEfGhIjKlMnOpQrStUv';
const platformId = createHash('sha256').update(cookie).digest('hex');
const now = Date.UTC(2026, 10, 24, 2, 0, 0);

let app: FastifyInstance;
let chat: FakeWebChat;
let logged: string;

beforeEach(async () => {
  logged = '';
  chat = createFakeWebChat(() => [{ text: 'Dạ, nghe đây.', options: [] }], () => now);
  const log = createLog('trace', { write: (line: string) => void (logged += line) });
  app = Fastify({ trustProxy: true });
  await app.register(webChatRoutes, { port: chat, clock: () => now, channel: createWebChannel(() => undefined), log });
});
afterEach(() => app.close());

function post(payload: unknown, headers: Record<string, string> = {}): InjectOptions {
  const known = { cookie: `visitor=${cookie}`, 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' };
  return { method: 'POST', url: '/chat/messages', headers: { ...known, ...headers }, payload: JSON.stringify(payload) };
}

function message(index: number, text = 'Cho hỏi đường ra Ủy ban xã'): { readonly id: string; readonly text: string } {
  return { id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`, text };
}

function cookieOf(headers: Record<string, unknown>): string {
  return String(headers['set-cookie'] ?? '');
}

describe('the page', () => {
  it('comes with a secret cookie of 128 bits for half a year', async () => {
    const { statusCode, headers, body } = await app.inject('/');
    expect(statusCode).toBe(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(cookieOf(headers)).toMatch(/^visitor=[A-Za-z0-9_-]{22}; Max-Age=15552000; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(body).toContain('<html lang="vi">');
    expect(body).toContain('Trợ lý tự động (máy trả lời)');
  });

  it('sets the cookie for https only when it was asked for over https', async () => {
    const { headers } = await app.inject({ url: '/', headers: { 'x-forwarded-proto': 'https' } });
    expect(cookieOf(headers)).toContain('; Secure');
  });

  it('keeps a visitor who has a cookie and replaces a malformed one', async () => {
    const kept = await app.inject({ url: '/', headers: { cookie: `visitor=${cookie}` } });
    const replaced = await app.inject({ url: '/', headers: { cookie: 'visitor=<script>' } });
    expect(cookieOf(kept.headers)).toContain(`visitor=${cookie};`);
    expect(cookieOf(replaced.headers)).toMatch(/^visitor=[A-Za-z0-9_-]{22};/);
  });

  it('allows no inline code, no frames and nothing from elsewhere', async () => {
    const { headers, body } = await app.inject('/');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(body).not.toMatch(/<script(?![^>]*\bsrc="\/chat\/)|\son\w+=|\sstyle=|https?:\/\//);
  });

  it('is not kept in the cache of a shared phone', async () => {
    expect((await app.inject('/')).headers['cache-control']).toBe('no-store');
  });

  it('says in plain words when too many people open it from one address', async () => {
    for (let index = 0; index < 60; index += 1) await app.inject('/');
    const { statusCode, headers, body } = await app.inject({ url: '/', headers: { accept: 'text/html' } });
    expect(statusCode).toBe(429);
    expect(headers['retry-after']).toBe('1');
    expect(body).toBe('Đang đông người vào cùng lúc. Chờ 1 giây rồi mở lại trang nha.');
  });

  it('refuses official hosts that are none', async () => {
    const other = Fastify();
    const options = { port: chat, clock: () => now, channel: createWebChannel(() => undefined), log: createLog('silent'), officialHosts: ['"><script>'] };
    await expect(other.register(webChatRoutes, options)).rejects.toThrow('Expected a host name');
  });
});

describe('scripts and styles', () => {
  it.each([
    ['/chat/main.js', 'text/javascript; charset=utf-8'],
    ['/chat/style.css', 'text/css; charset=utf-8'],
    ['/chat/icon.svg', 'image/svg+xml'],
    ['/chat/share-card.png', 'image/png'],
  ])('%s has its type, and is not sent twice', async (url, type) => {
    const first = await app.inject(url);
    expect([first.statusCode, first.headers['content-type']]).toEqual([200, type]);
    const again = await app.inject({ url, headers: { 'if-none-match': String(first.headers.etag) } });
    expect([again.statusCode, again.body]).toEqual([304, '']);
  });

  it('nothing else of the folder can be had', async () => {
    const codes = await Promise.all(['/chat/index.html', '/chat/..%2froutes.ts', '/chat/'].map((url) => app.inject(url)));
    expect(codes.map(({ statusCode }) => statusCode)).toEqual([404, 404, 404]);
  });
});

describe('a message', () => {
  it('is stored under the hash of the cookie', async () => {
    const { statusCode, json } = await app.inject(post(message(1)));
    expect([statusCode, json()]).toEqual([202, { ok: true }]);
    expect(chat.received).toMatchObject([{ channel: 'web', account: 'web', platformId, content: { type: 'text' } }]);
  });

  it('can be a tap', async () => {
    await app.inject(post({ id: message(1).id, tap: 's1q2o3' }));
    expect(chat.received[0]?.content).toEqual({ type: 'tap', payload: 's1q2o3' });
  });

  it('that is sent twice is taken once', async () => {
    await app.inject(post(message(1)));
    const { statusCode } = await app.inject(post(message(1)));
    expect([statusCode, chat.received.length]).toEqual([202, 1]);
  });

  it.each([
    ['just now', undefined, now],
    ['a minute ago', now - 60_000, now - 60_000],
    ['in the future', now + 3_600_000, now],
    ['years ago', 0, now - 86_400_000],
    ['at no time', '2026', now],
  ])('that claims to be from %s gets a possible time', async (_when, sentAt, expected) => {
    await app.inject(post({ ...message(1), sentAt }));
    expect(chat.received[0]?.sentAt).toBe(expected);
  });

  it('gets a cookie when it comes without one', async () => {
    const { statusCode, headers } = await app.inject(post(message(1), { cookie: '' }));
    expect(statusCode).toBe(202);
    expect(cookieOf(headers)).toContain('visitor=');
  });

  it('is to be sent again soon while the application is busy or failing', async () => {
    chat.beBusy(1);
    const busy = await app.inject(post(message(1)));
    expect([busy.statusCode, busy.headers['retry-after'], busy.json()]).toMatchObject([503, '2', { error: /đông người/ }]);
  });

  it.each([
    ['an empty text', { ...message(1), text: '  ' }, 400, 'Tin này chưa có chữ. Viết vài chữ rồi gửi giúp nha.'],
    ['a long text', { ...message(1), text: 'a'.repeat(5000) }, 400, 'Tin này dài quá. Chia ra, gửi từng phần giúp nha.'],
    ['a huge text', { ...message(1), text: 'a'.repeat(17_000) }, 413, 'Tin này dài quá. Chia ra, gửi từng phần giúp nha.'],
    ['a list', [], 400, 'Tin này chưa đọc được. Viết lại rồi gửi giúp nha.'],
    ['null', null, 400, 'Tin này chưa đọc được. Viết lại rồi gửi giúp nha.'],
    ['no id', { text: 'chào' }, 400, 'Tin này chưa đọc được. Viết lại rồi gửi giúp nha.'],
  ])('with %s is refused kindly', async (_what, body, status, error) => {
    const response = await app.inject(post(body));
    expect([response.statusCode, response.json()]).toEqual([status, { error }]);
    expect(chat.received).toEqual([]);
  });

  it('that is not JSON is refused', async () => {
    const broken = await app.inject({ ...post({}), payload: '{"id":' });
    const form = await app.inject(post(message(1), { 'content-type': 'text/plain' }));
    expect([broken.statusCode, form.statusCode]).toEqual([400, 415]);
  });

  it.each([
    ['another site, as the browser says', { 'sec-fetch-site': 'cross-site' }, 403],
    ['a neighbouring host', { 'sec-fetch-site': 'same-site' }, 403],
    ['another origin, in an older browser', { 'sec-fetch-site': '', origin: 'https://xau.example' }, 403],
    ['a hidden origin', { 'sec-fetch-site': '', origin: 'null' }, 403],
    ['our own origin, in an older browser', { 'sec-fetch-site': '', origin: 'http://localhost:80' }, 202],
  ])('from %s is answered as it should be', async (_what, headers, status) => {
    const { headers: all, ...rest } = post(message(1), headers);
    const sent = Object.fromEntries(Object.entries(all ?? {}).filter(([, value]) => value !== ''));
    expect((await app.inject({ ...rest, headers: { ...sent, host: 'localhost' } })).statusCode).toBe(status);
  });

  it('too many from one visitor have to wait, and only from this one', async () => {
    const codes: number[] = [];
    for (let index = 0; index < 16; index += 1) codes.push((await app.inject(post(message(index)))).statusCode);
    const last = await app.inject(post(message(20)));
    const other = await app.inject(post(message(21), { cookie: 'visitor=ZZZZZZZZZZZZZZZZZZZZZZ' }));
    expect(codes.filter((code) => code === 202)).toHaveLength(15);
    expect([last.statusCode, last.headers['retry-after'], last.json()]).toEqual([
      429,
      '2',
      { error: 'Nhắn hơi nhanh. Chờ 2 giây rồi nhắn tiếp nha.' },
    ]);
    expect(other.statusCode).toBe(202);
  });
});

describe('a picture', () => {
  const bytes = Buffer.from([0x89, 0x50, 0x4e, 0x47]);
  const get = (id: string, visitor = cookie): Promise<{ statusCode: number; headers: Record<string, unknown>; rawPayload: Buffer }> =>
    app.inject({ url: `/chat/pictures/${id}`, headers: { cookie: `visitor=${visitor}` } });

  it('is shown to the visitor it was made for, and stays in no cache', async () => {
    chat.addPicture(platformId, 'qr-1', { bytes, mediaType: 'image/png' });
    const { statusCode, headers, rawPayload } = await get('qr-1');
    expect([statusCode, headers['content-type'], headers['cache-control']]).toEqual([200, 'image/png', 'no-store']);
    expect(rawPayload.equals(bytes)).toBe(true);
  });

  it('is not there for anybody else, nor under an odd id, nor when it is no picture', async () => {
    chat.addPicture(platformId, 'qr-1', { bytes, mediaType: 'image/png' });
    chat.addPicture(platformId, 'page', { bytes, mediaType: 'text/html' });
    const answers = [await get('qr-1', 'ZZZZZZZZZZZZZZZZZZZZZZ'), await get('qr-1', ''), await get('..%2Fqr-1'), await get('page')];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([404, 404, 404, 404]);
  });
});

describe('privacy', () => {
  it('forgetting takes the cookie away and nothing else', async () => {
    const { statusCode, headers } = await app.inject({ ...post({}), url: '/chat/forget' });
    expect(statusCode).toBe(200);
    expect(cookieOf(headers)).toMatch(/^visitor=; Max-Age=0; Path=\/; Expires=.*; HttpOnly; SameSite=Lax$/);
  });

  it('forgetting is not to be had by another site', async () => {
    const { statusCode, headers } = await app.inject({ ...post({}, { 'sec-fetch-site': 'cross-site' }), url: '/chat/forget' });
    expect([statusCode, cookieOf(headers)]).toEqual([403, '']);
  });

  it('neither the cookie nor a text nor the words of an error get into the log', async () => {
    const failing = Object.assign(new Error('Failed query: params: 0912 345 678'), { code: '57P01' });
    chat.receive = () => Promise.reject(failing);
    chat.picture = () => Promise.reject(failing);
    await app.inject(post(message(1, 'bí mật của tôi')));
    const { statusCode, body } = await app.inject({ url: '/chat/pictures/x', headers: { cookie: `visitor=${cookie}` } });
    expect([statusCode, JSON.parse(body)]).toEqual([500, { error: 'Máy đang trục trặc. Chờ chút rồi thử lại nha.' }]);
    const lines = logged.trim().split('\n').map((line): unknown => JSON.parse(line));
    expect(lines).toMatchObject(['web_chat_message_failed', 'web_chat_request_failed'].map((msg) => ({ level: 50, msg, fault: { code: '57P01' } })));
    for (const secret of [cookie, 'bí mật của tôi', '0912 345 678']) expect(logged).not.toContain(secret);
  });
});
