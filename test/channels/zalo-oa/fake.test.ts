import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { judgeSignature } from '../../../src/channels/zalo-oa/signature.ts';
import { startFakeZalo } from '../../support/fake-zalo/mod.ts';
import type { FakeZalo } from '../../support/fake-zalo/mod.ts';

const person = '24684588352919792123';
const png = Buffer.from('89504e470d0a1a0a', 'hex');

/** The stand-in is only worth something while it is as strict as the real one. */
describe('the stand-in for Zalo', () => {
  let fake: FakeZalo;
  let token: string;
  beforeEach(async () => {
    fake = await startFakeZalo();
    fake.addUser(person);
    token = fake.issuePair().accessToken;
  });
  afterEach(() => fake.close());

  async function call(path: string, body: object | string, headers: Record<string, string> = {}) {
    const all = { 'content-type': 'application/json', access_token: token, ...headers };
    const response = await fetch(`${fake.root}${path}`, { method: 'POST', headers: all, body: typeof body === 'string' ? body : JSON.stringify(body) });
    const answer = JSON.parse(await response.text());
    return { status: response.status, headers: response.headers, answer };
  }
  const send = async (message: object, user: unknown = person) => (await call('/v3.0/oa/message/cs', { recipient: { user_id: user }, message })).answer;
  const template = (payload: object) => ({ text: 'a', attachment: { type: 'template', payload } });
  const button = (more: object = {}) => ({ title: 'Có', type: 'oa.query.hide', payload: '#1.1.1', ...more });
  const upload = async (bytes: Buffer) => {
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(bytes)]), 'a.png');
    const request = new Request(`${fake.root}/v2.0/oa/upload/image`, { method: 'POST', body: form, headers: { access_token: token } });
    const body = Buffer.from(await request.arrayBuffer());
    // The stand-in reads the one form that this project writes.
    const boundary = /boundary=(.+)$/.exec(request.headers.get('content-type') ?? '')?.[1] ?? '';
    const headers = { access_token: token, 'content-type': `multipart/form-data; boundary=${boundary}` };
    const response = await fetch(request.url, { method: 'POST', headers, body: new Uint8Array(body) });
    return JSON.parse(await response.text());
  };

  it.each([
    ['an empty text', { text: ' ' }, -201],
    ['a text of 2,001 characters', { text: 'a'.repeat(2001) }, -210],
    ['nothing', {}, -201],
    ['a field that does not exist', { text: 'a', keyboard: [] }, -201],
    ['six buttons', template({ buttons: Array.from({ length: 6 }, () => button()) }), -201],
    ['an empty list of buttons', template({ buttons: [] }), -201],
    ['a button without a title', template({ buttons: [button({ title: ' ' })] }), -201],
    ['a title of 101 characters', template({ buttons: [button({ title: 'a'.repeat(101) })] }), -201],
    ['a payload of 1,001 characters', template({ buttons: [button({ payload: 'a'.repeat(1001) })] }), -201],
    ['a kind of button that does not exist', template({ buttons: [button({ type: 'callback' })] }), -201],
    ['buttons without a text', { attachment: { type: 'template', payload: { buttons: [button()] } } }, -201],
    ['a picture that was never uploaded', template({ template_type: 'media', elements: [{ media_type: 'image', attachment_id: 'x' }] }), -201],
    ['two cards at once', template({ template_type: 'request_user_info', elements: [{}, {}] }), -201],
    ['a card without a picture', template({ template_type: 'request_user_info', elements: [{ title: 'a', subtitle: 'b' }] }), -201],
    ['a template that is not supported', template({ template_type: 'carousel' }), -233],
  ])('refuses %s, with status 200', async (_what, message, error) => {
    expect(await send(message)).toMatchObject({ error });
    expect(fake.accepted).toEqual([]);
  });

  it('takes 2,000 characters however many units they have', async () => {
    expect(await send({ text: '🌾'.repeat(2000) })).toMatchObject({ error: 0, data: { user_id: person } });
  });

  it('refuses an id that came as a number, and somebody who never wrote', async () => {
    expect(await send({ text: 'a' }, Number(person))).toMatchObject({ error: -201 });
    expect(await send({ text: 'a' }, '5')).toMatchObject({ error: -201 });
  });

  it('does not know the bare path of messages', async () => {
    const { status, answer } = await call('/v3.0/oa/message', { recipient: { user_id: person }, message: { text: 'a' } });
    expect([status, answer.message]).toEqual([404, 'empty or invalid API']);
  });

  it('takes a token in its own header only, and tells wrong from expired', async () => {
    const bearer = await call('/v3.0/oa/message/cs', {}, { access_token: '', authorization: `Bearer ${token}` });
    expect(bearer.answer).toEqual({ error: -216, message: 'Access token is invalid' });
    fake.advance(25 * 3_600_000);
    expect(await send({ text: 'a' })).toEqual({ error: -220, message: 'access_token is expired or removed' });
  });

  it('takes png and jpeg up to 1 MB and forgets them after seven days', async () => {
    expect(await upload(Buffer.from('GIF89a'))).toMatchObject({ error: -201 });
    expect(await upload(Buffer.concat([png, Buffer.alloc(1_048_576)]))).toMatchObject({ error: -210 });
    const { data } = await upload(png);
    const message = template({ template_type: 'media', elements: [{ media_type: 'image', attachment_id: data.attachment_id }] });
    expect(await send(message)).toMatchObject({ error: 0 });
    const media = { template_type: 'media', buttons: [button()], elements: [{ media_type: 'image', attachment_id: data.attachment_id }] };
    expect(await send(template(media))).toMatchObject({ error: -201 });
    fake.advance(7 * 24 * 3_600_000);
    fake.addUser(person);
    token = fake.issuePair().accessToken;
    expect(await send(message)).toEqual({ error: -100, message: 'attachment_id was expired' });
  });

  it('counts calls by the minute and says so in headers', async () => {
    fake.limitPerMinute(2);
    const first = await call('/v3.0/oa/message/cs', { recipient: { user_id: person }, message: { text: 'a' } });
    expect([first.headers.get('x-ratelimit-limit'), first.headers.get('x-ratelimit-remain')]).toEqual(['2', '1']);
    await send({ text: 'b' });
    expect(await send({ text: 'c' })).toMatchObject({ error: -32 });
    fake.advance(60_000);
    expect(await send({ text: 'd' })).toMatchObject({ error: 0 });
  });

  const trade = async (fields: Record<string, string>, secret = fake.appSecret) => {
    const headers = { secret_key: secret, 'content-type': 'application/x-www-form-urlencoded' };
    const body = new URLSearchParams({ app_id: fake.appId, ...fields }).toString();
    return (await call('/v4/oa/access_token', body, headers)).answer;
  };

  it('takes a refresh token once, and lets the old access token die with it', async () => {
    const { refreshToken, accessToken } = fake.issuePair();
    const renewed = await trade({ grant_type: 'refresh_token', refresh_token: refreshToken });
    expect(renewed).toMatchObject({ expires_in: '90000' });
    token = accessToken;
    expect(await send({ text: 'a' })).toMatchObject({ error: -216 });
    token = renewed.access_token;
    expect(await send({ text: 'a' })).toMatchObject({ error: 0 });
    const again = await trade({ grant_type: 'refresh_token', refresh_token: refreshToken });
    expect(again).toMatchObject({ error_name: 'Invalid refresh token' });
    expect(again).not.toHaveProperty('error');
    expect(fake.refreshes()).toEqual({ done: 1, refused: 1 });
  });

  it('refuses a refresh token after three months, a wrong secret and a used code', async () => {
    const { refreshToken } = fake.issuePair();
    expect(await trade({ grant_type: 'refresh_token', refresh_token: refreshToken }, fake.oaSecretKey)).toMatchObject({ error_name: 'Invalid secret key' });
    fake.addCode('code-1', 'verifier-1');
    const code = { grant_type: 'authorization_code', code: 'code-1', code_verifier: 'verifier-1' };
    const pair = await trade(code);
    expect(pair).toHaveProperty('access_token');
    expect(await trade(code)).toMatchObject({ error_name: 'Invalid code' });
    fake.advance(90 * 24 * 3_600_000);
    expect(await trade({ grant_type: 'refresh_token', refresh_token: pair.refresh_token })).toMatchObject({ error_name: 'Invalid refresh token' });
  });

  describe('with a saved webhook', () => {
    const seen: { readonly event: Record<string, unknown>; readonly retry: string | undefined; readonly genuine: boolean }[] = [];
    let status: number;
    let server: http.Server;
    beforeEach(async () => {
      seen.length = 0;
      status = 200;
      server = http.createServer((request, response) => {
        void buffer(request).then((raw) => {
          const genuine = judgeSignature(raw, request.headers, fake) === 'genuine';
          seen.push({ event: JSON.parse(raw.toString()), retry: request.headers['num_retry']?.toString(), genuine });
          response.writeHead(status).end();
        });
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    });
    afterEach(() => {
      server.close();
      server.closeAllConnections();
    });
    const save = () => fake.saveWebhook(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const names = () => seen.map(({ event }) => event['event_name']);

    it('asks first without a signature, and does not save an address that refuses that', async () => {
      status = 401;
      expect(await save()).toBe(false);
      expect(fake.isWebhookOn()).toBe(false);
      status = 200;
      expect(await save()).toBe(true);
      expect(seen).toEqual([{ event: {}, retry: undefined, genuine: false }, { event: {}, retry: undefined, genuine: false }]);
    });

    it('echoes a message before it answers and sends receipts after, all signed', async () => {
      await save();
      await send({ text: 'chào' });
      expect(names().slice(0, 2)).toEqual([undefined, 'oa_send_text']);
      await fake.settled();
      expect(names().slice(2)).toEqual(['user_received_message', 'user_seen_message']);
      expect(seen.slice(1).every(({ genuine }) => genuine)).toBe(true);
    });

    it('repeats what was not taken, the newest first, and switches the webhook off after five times', async () => {
      await save();
      status = 503;
      await fake.deliver(fake.people.writes(person, 'một'));
      await fake.deliver(fake.people.writes(person, 'hai'));
      status = 200;
      await fake.redeliver();
      const texts = seen.slice(1).map(({ event, retry }) => [Object(event['message']).text, retry]);
      expect(texts).toEqual([['một', undefined], ['hai', undefined], ['hai', '1'], ['một', '1']]);
      status = 500;
      await fake.deliver(fake.people.writes(person, 'ba'));
      for (let time = 0; time < 5; time += 1) await fake.redeliver();
      expect(seen.at(-1)?.retry).toBe('5');
      expect(fake.isWebhookOn()).toBe(false);
    });
  });
});
