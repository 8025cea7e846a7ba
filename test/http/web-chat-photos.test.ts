import { createHash } from 'node:crypto';
import Fastify from 'fastify';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLog } from '../../src/app/log.ts';
import { createWebChannel } from '../../src/channels/web/mod.ts';
import { webChatRoutes } from '../../src/http/web-chat/routes.ts';
import { createFakeWebChat, type FakeWebChat } from '../support/fake-web-chat.ts';

const cookie = 'AbCdEfGhIjKlMnOpQrStUv';
const platformId = createHash('sha256').update(cookie).digest('hex');
const now = Date.UTC(2026, 10, 24, 2, 0, 0);
const jpeg = Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.from('the rest of a photo')]);

let app: FastifyInstance;
let chat: FakeWebChat;

beforeEach(async () => {
  chat = createFakeWebChat(() => [{ text: 'Dạ, nghe đây.', options: [] }], () => now);
  app = Fastify({ trustProxy: true });
  await app.register(webChatRoutes, { port: chat, clock: () => now, channel: createWebChannel(() => undefined), log: createLog('silent') });
});
afterEach(() => app.close());

function post(payload: Buffer, headers: Record<string, string> = {}, query = `id=photo-0001&sentAt=${now - 5_000}`): InjectOptions {
  const known = { cookie: `visitor=${cookie}`, 'content-type': 'image/jpeg', 'sec-fetch-site': 'same-origin' };
  return { method: 'POST', url: `/chat/photos?${query}`, headers: { ...known, ...headers }, payload };
}

async function answerTo(request: InjectOptions): Promise<{ readonly status: number; readonly error: unknown }> {
  const response = await app.inject(request);
  return { status: response.statusCode, error: response.json<{ error?: unknown }>().error };
}

describe('a photo from the page', () => {
  it('is taken for the visitor whose cookie it is, at the time the page tells', async () => {
    expect((await app.inject(post(jpeg))).statusCode).toBe(202);
    expect(chat.received).toMatchObject([{ channel: 'web', platformId, sentAt: now - 5_000, content: { type: 'media', media: { kind: 'photo' } } }]);
  });

  it('that is sent twice is taken once', async () => {
    await app.inject(post(jpeg));
    expect((await app.inject(post(jpeg))).statusCode).toBe(202);
    expect(chat.received).toHaveLength(1);
  });

  it.each([
    ['a page that calls itself a photo', Buffer.from('<html></html>'), {}, undefined],
    ['a drawing with code in it', Buffer.from('<svg onload="x"></svg>'), { 'content-type': 'image/svg+xml' }, undefined],
    ['nothing', Buffer.alloc(0), {}, undefined],
    ['no id', jpeg, {}, 'sentAt=1'],
    ['two ids', jpeg, {}, 'id=photo-0001&id=photo-0002'],
    ['a body of another kind', jpeg, { 'content-type': 'application/octet-stream' }, undefined],
  ])('is refused kindly with %s', async (_, payload, headers, query) => {
    const { status, error } = await answerTo(post(payload, headers, query));
    expect([400, 415]).toContain(status);
    expect(error).toBe('Hình này chưa xem được. Chụp hình khác rồi gửi giúp nha.');
    expect(chat.received).toEqual([]);
  });

  it('is refused when it is longer than 8 MB', async () => {
    const { status, error } = await answerTo(post(Buffer.concat([jpeg, Buffer.alloc(8_000_000)])));
    expect([status, error]).toEqual([413, 'Hình này lớn quá. Chụp hình khác rồi gửi giúp nha.']);
  });

  it('is refused from another site', async () => {
    expect((await app.inject(post(jpeg, { 'sec-fetch-site': 'cross-site' }))).statusCode).toBe(403);
  });

  it('has to wait after six of them in one go', async () => {
    for (let index = 0; index < 6; index += 1) expect((await app.inject(post(jpeg, {}, `id=photo-000${index}`))).statusCode).toBe(202);
    const { statusCode, headers } = await app.inject(post(jpeg, {}, 'id=photo-0009'));
    expect([statusCode, headers['retry-after']]).toEqual([429, '10']);
  });

  it('is to be sent again while the machine is busy', async () => {
    chat.beBusy(1);
    const { statusCode, headers } = await app.inject(post(jpeg));
    expect([statusCode, headers['retry-after']]).toEqual([503, '2']);
  });

  it('cannot be had from what others have stored', async () => {
    const body = JSON.stringify({ id: 'photo-0001', photo: '17' });
    const response = await app.inject({ method: 'POST', url: '/chat/messages', headers: { cookie: `visitor=${cookie}`, 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' }, payload: body });
    expect([response.statusCode, chat.received.length]).toEqual([400, 0]);
  });
});
