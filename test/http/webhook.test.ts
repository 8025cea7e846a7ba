import { request } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { usualPatience } from '../../src/app/assistant.ts';
import type { InboundMessage } from '../../src/channels/channel.ts';
import { createGate, heldDatabase, type Gate } from '../support/held-database.ts';
import { testSetUps } from '../support/set-ups.ts';
import { createRecordingChannel, messageFrom } from '../support/test-assistant.ts';
import { emptyTables, openTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { startTestServer, webhookSecret, type TestServer, type TestServerOptions } from '../support/test-server.ts';

const mebibyte = 1_048_576;
const chat = 9_021_077;

const rejected = (reason: string): string => `causo_rejected_total{channel="telegram",reason="${reason}"}`;

describe.each(testSetUps())('the webhook on $name', (setUp) => {
  let opened: TestDatabase;
  const started: TestServer[] = [];
  const gates: Gate[] = [];

  const open = async (options: Partial<TestServerOptions> = {}): Promise<TestServer> => {
    const server = await startTestServer({ database: opened.database, ...options });
    started.push(server);
    return server;
  };
  const count = async (table: string, where = 'true'): Promise<number> => {
    const [row] = await opened.database.query<{ count: number }>(`select count(*)::int as count from causo.${table} where ${where}`);
    return row?.count ?? -1;
  };
  /** Posts a body as it is, with the right secret unless another one is given. */
  const post = ({ root }: TestServer, body: string, secret: string = webhookSecret): Promise<Response> =>
    fetch(`${root}/webhooks/telegram`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secret },
      body,
    });

  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
  });
  afterEach(async () => {
    vi.useRealTimers();
    for (const gate of gates.splice(0)) gate.open();
    await Promise.all(started.splice(0).map((server) => server.close()));
    await emptyTables(opened.database);
  });
  afterAll(() => opened.drop());

  it('answers 200 once the message is stored, and the reply comes to the chat', async () => {
    const server = await open();
    expect(await server.deliver(server.telegram.people.writes(chat, 'chào'))).toBe(200);
    expect(await count('inbound', `state = 'done'`)).toBe(1);
    await expect.poll(() => server.telegram.messagesTo(chat).length).toBe(2);
    expect(server.telegram.messagesTo(chat)[0]?.text).toContain('máy trả lời');
  });

  it('turns a wrong secret away with 401, counts it and stores nothing', async () => {
    const server = await open();
    const update = server.telegram.people.writes(chat, 'chào');
    const url = `${server.root}/webhooks/telegram`;
    expect(await server.telegram.deliver(url, 'another_secret', update)).toBe(401);
    expect(await server.telegram.deliver(url, '', update)).toBe(401);
    expect(await server.telegram.deliver(url, undefined, update)).toBe(401);
    expect(await server.metric(rejected('wrong_secret'))).toBe(3);
    expect(await count('contact')).toBe(0);
  });

  it('does not wait for the body of a stranger', async () => {
    const { root } = await open();
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const headers = { 'content-type': 'application/json', 'content-length': String(mebibyte), 'x-telegram-bot-api-secret-token': 'wrong' };
      // Announced, and never sent.
      const sending = request(`${root}/webhooks/telegram`, { method: 'POST', headers }, (response) => {
        resolve(response.statusCode);
        sending.destroy();
      });
      sending.once('error', reject);
      sending.flushHeaders();
    });
    expect(status).toBe(401);
  });

  it('says so in /readyz and in the log, once, when three secrets were wrong and none was ever right', async () => {
    const server = await open();
    const warnings = async (): Promise<unknown> => (await fetch(`${server.root}/readyz`)).json();
    await post(server, '{}', 'wrong');
    await post(server, '{}', 'wrong');
    expect(await warnings()).toMatchObject({ warnings: [] });
    await post(server, '{}', 'wrong');
    await post(server, '{}', 'wrong');
    expect(await warnings()).toMatchObject({ status: 'ready', warnings: [expect.stringMatching(/^telegram: .*wrong secret/)] });
    expect(server.logged.filter((line) => line.includes('webhook_secret_never_right'))).toHaveLength(1);
    expect(server.logged.join('')).not.toMatch(/"wrong"|a_secret_of_the_tests/);
  });

  it('takes wrong secrets for strangers once a right one has come', async () => {
    const server = await open();
    expect((await post(server, '{}')).status).toBe(200);
    for (let attempt = 0; attempt < 4; attempt += 1) await post(server, '{}', 'wrong');
    expect(await (await fetch(`${server.root}/readyz`)).json()).toMatchObject({ warnings: [] });
  });

  it('takes a body of 1 MiB and answers 413 to one byte more, counted', async () => {
    const server = await open();
    const padded = (bytes: number): string => `{"update_id":1,"x":"${'x'.repeat(bytes - 22)}"}`;
    expect(padded(mebibyte)).toHaveLength(mebibyte);
    expect((await post(server, padded(mebibyte))).status).toBe(200);
    expect((await post(server, padded(mebibyte + 1))).status).toBe(413);
    expect(await server.metric(rejected('too_large'))).toBe(1);
  });

  const unreadable = [
    ['a body that is no JSON', '{"update_id":'],
    ['no body', ''],
    ['JSON that reaches for __proto__', '{"update_id":1,"__proto__":{"message":{}}}'],
    ['JSON that reaches for constructor.prototype', '{"update_id":1,"message":{"constructor":{"prototype":{}}}}'],
  ] as const;

  it.each(unreadable)('answers 400 to %s, counted, and goes on', async (_what, body) => {
    const server = await open();
    const response = await post(server, body);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ error: 'request not understood' });
    expect(await server.metric(rejected('unreadable'))).toBe(1);
    expect(await server.deliver(server.telegram.people.writes(chat, 'chào'))).toBe(200);
  });

  const ignored = [
    ['an update of a kind it does not know', { update_id: 7, poll: { id: '1', question: 'ai?' } }],
    ['an empty object', {}],
    ['a list', []],
    ['a number', 7],
    ['null', null],
    ['a message from a group', { update_id: 8, message: { message_id: 1, date: 1, chat: { id: -5, type: 'group' }, from: { id: 5 }, text: 'chào' } }],
    ['a message whose fields are of the wrong kind', { update_id: 'a', message: { chat: 'b', text: ['c'] } }],
  ] as const;

  it.each(ignored)('answers 200 to %s, so that it does not come again, and stores nothing', async (_what, update) => {
    const server = await open();
    expect((await post(server, JSON.stringify(update))).status).toBe(200);
    expect(await count('inbound')).toBe(0);
    expect(await server.metric(rejected('nothing_to_do'))).toBe(1);
  });

  it('answers an update that is delivered again and again once', async () => {
    const server = await open();
    const update = server.telegram.people.writes(chat, 'chào');
    const statuses = await Promise.all([update, update, update].map((copy) => server.deliver(copy)));
    await expect.poll(() => server.telegram.messagesTo(chat).length).toBe(2);
    statuses.push(await server.deliver(update));
    expect(new Set(statuses)).toEqual(new Set([200]));
    await server.assistant.stop();
    expect(server.telegram.messagesTo(chat)).toHaveLength(2);
    expect(await count('inbound')).toBe(1);
  });

  it('answers 503 with the time to wait while nothing can be stored, and takes the update when it comes again', async () => {
    let away = true;
    const database = heldDatabase(opened.database, (text) => {
      if (away && /causo\.(address|contact|inbound)/.test(text)) throw new Error('the database is away');
    });
    const server = await open({ database });
    const update = server.telegram.people.writes(chat, 'chào');
    const refused = await post(server, JSON.stringify(update));
    expect(refused.status).toBe(503);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await count('inbound')).toBe(0);
    away = false;
    expect((await post(server, JSON.stringify(update))).status).toBe(200);
    await expect.poll(() => server.telegram.messagesTo(chat).length).toBe(2);
  });

  it('answers within two seconds when a turn is slow, with the message kept, and answers the person later', async () => {
    const [reached, gate] = [createGate(), createGate()];
    gates.push(gate);
    let isHeld = false;
    const database = heldDatabase(opened.database, async (text) => {
      if (isHeld || !text.includes('with turn as')) return;
      isHeld = true;
      reached.open();
      await gate.wait;
    });
    const server = await open({ database, patience: usualPatience });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const delivered = server.deliver(server.telegram.people.writes(chat, 'chào'));
    await reached.wait;
    // Time stands still but for this moment, so an answer that waits for anything longer would never come.
    vi.advanceTimersByTime(1_999);
    expect(await delivered).toBe(200);
    vi.useRealTimers();
    expect(await count('inbound', `state = 'pending'`)).toBe(1);
    expect(server.telegram.messagesTo(chat)).toHaveLength(0);
    gate.open();
    await expect.poll(() => server.telegram.messagesTo(chat).length).toBe(2);
    expect(await count('inbound', `state = 'done'`)).toBe(1);
  });

  it('stores every message of a delivery that holds several, and after a 503 in the middle each once', async () => {
    let away = false;
    const database = heldDatabase(opened.database, (text) => {
      if (away && /causo\.(address|contact|inbound)/.test(text)) throw new Error('the database is away');
    });
    const messages: readonly InboundMessage[] = ['an', 'binh', 'chi'].map((person) => messageFrom(person, 'chào'));
    const batch = { ...createRecordingChannel('batch'), parse: () => messages.map((message) => ({ ...message, channel: 'batch' })) };
    // The platform is told "typing" before each message: the moment to take the database away for the second one.
    let signs = 0;
    const acknowledge = async (): Promise<void> => {
      signs += 1;
      away = signs === 2;
    };
    const server = await open({ database, extraWebhook: { path: '/webhooks/batch', channel: { ...batch, acknowledge } } });
    const deliver = (): Promise<Response> => fetch(`${server.root}/webhooks/batch`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
    expect((await deliver()).status).toBe(503);
    expect(await count('inbound')).toBe(1);
    away = false;
    expect((await deliver()).status).toBe(200);
    await server.assistant.stop();
    expect(await count('inbound', `state = 'done'`)).toBe(3);
    expect(await count('contact', 'version = 1')).toBe(3);
  });

  it('notes that a person has blocked the bot, and drops nothing else', async () => {
    const server = await open();
    await server.deliver(server.telegram.people.writes(chat, 'chào'));
    await expect.poll(() => server.telegram.messagesTo(chat).length).toBe(2);
    expect(await server.deliver(server.telegram.people.blocks(chat))).toBe(200);
    expect(await count('address', 'blocked_at is not null')).toBe(1);
    expect(await server.deliver(server.telegram.people.unblocks(chat))).toBe(200);
    expect(await count('address', 'blocked_at is null')).toBe(1);
  });

  it('carries fifty chats that write at the same moment', async () => {
    const server = await open();
    const chats = Array.from({ length: 50 }, (_, index) => chat + index);
    const statuses = await Promise.all(chats.map((each) => server.deliver(server.telegram.people.writes(each, 'chào'))));
    expect(new Set(statuses)).toEqual(new Set([200]));
    await expect.poll(() => server.telegram.accepted.length).toBe(100);
    for (const each of chats) expect(server.telegram.messagesTo(each)).toHaveLength(2);
  });
});
