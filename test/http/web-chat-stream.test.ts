import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLog } from '../../src/app/log.ts';
import { createFakeWebChat } from '../support/fake-web-chat.ts';
import type { FakeWebChat } from '../support/fake-web-chat.ts';
import { openStream, startWebChat } from '../support/web-chat-server.ts';
import type { StreamEvent, WebChatServer } from '../support/web-chat-server.ts';

const cookie = 'AbCdEfGhIjKlMnOpQrStUv';
const platformId = createHash('sha256').update(cookie).digest('hex');
const headers = { cookie: `visitor=${cookie}` };

let chat: FakeWebChat;
let server: WebChatServer;
let logged: string[];

beforeEach(async () => {
  chat = createFakeWebChat((_message, shown) => [{ text: `Đã nghe: ${shown}`, options: [] }], Date.now);
  logged = [];
  server = await startWebChat(chat, { beatMs: 20, log: createLog('info', { write: (line) => void logged.push(line) }) });
});
afterEach(() => server.close());

const open = (query = '', more: Record<string, string> = {}) => openStream(`${server.root}/chat/stream${query}`, { ...headers, ...more });
const hasReady = (events: readonly StreamEvent[]): boolean => events.some(({ event }) => event === 'ready');
const idsOf = (events: readonly StreamEvent[]): number[] => events.filter(({ event }) => event === 'message').map(({ id }) => Number(id));
const sayMany = (count: number, text = 'Tin'): void => {
  chat.say(platformId, ...Array.from({ length: count }, (_, index) => ({ text: `${text} ${index + 1}`, options: [] })));
};

describe('the stream', () => {
  it('shows what is stored, says that it is ready, and goes on with what is new', async () => {
    sayMany(2);
    const stream = await open();
    expect(idsOf(await stream.until(hasReady))).toEqual([1, 2]);
    sayMany(1, 'Mới');
    const events = await stream.until((all) => idsOf(all).length === 3);
    expect(JSON.parse(events.at(-1)?.data ?? '')).toMatchObject({ number: 3, direction: 'outbound', text: 'Mới 1', options: [] });
    stream.close();
  });

  it('has the headers that keep proxies from holding it back', async () => {
    const stream = await open();
    const names = ['content-type', 'cache-control', 'x-accel-buffering', 'x-content-type-options'];
    expect(names.map((name) => stream.headers.get(name))).toEqual(['text/event-stream; charset=utf-8', 'no-store', 'no', 'nosniff']);
    stream.close();
  });

  it('goes on after the last number the browser got, by header before query', async () => {
    sayMany(5);
    const byQuery = await open('?after=3');
    const byHeader = await open('?after=1', { 'last-event-id': '4' });
    const byNonsense = await open('?after=-1%20or%201');
    expect(idsOf(await byQuery.until(hasReady))).toEqual([4, 5]);
    expect(idsOf(await byHeader.until(hasReady))).toEqual([5]);
    expect(idsOf(await byNonsense.until(hasReady))).toEqual([1, 2, 3, 4, 5]);
    for (const stream of [byQuery, byHeader, byNonsense]) stream.close();
  });

  it('brings everything missed, however much, and only the newest hundred to a fresh page', async () => {
    sayMany(350);
    const missed = await open('?after=1');
    const fresh = await open();
    expect(idsOf(await missed.until(hasReady))).toEqual(Array.from({ length: 349 }, (_, index) => index + 2));
    expect(idsOf(await fresh.until(hasReady))).toEqual(Array.from({ length: 100 }, (_, index) => index + 251));
    missed.close();
    fresh.close();
  });

  it('never mixes visitors', async () => {
    const stream = await open();
    chat.say('f'.repeat(64), { text: 'Của người khác', options: [] });
    sayMany(1);
    const events = await stream.until((all) => idsOf(all).length === 1);
    expect(events.some(({ data }) => data.includes('Của người khác'))).toBe(false);
    stream.close();
  });

  it('keeps every message one event, whatever is written in it', async () => {
    chat.say(platformId, { text: 'Một\n\nid: 99\ndata: "giả"\r\n', options: [] });
    const stream = await open();
    const events = await stream.until(hasReady);
    expect(idsOf(events)).toEqual([1]);
    expect(JSON.parse(events[0]?.data ?? '')).toMatchObject({ text: 'Một\n\nid: 99\ndata: "giả"\r\n' });
    stream.close();
  });

  it('sends a comment line now and then to stay alive', async () => {
    const stream = await open();
    await stream.until(hasReady);
    await expect(stream.untilText('\n\n:\n\n:\n\n')).resolves.toBeUndefined();
    stream.close();
  });

  it('looks for new messages at every beat, so that a wake that was lost costs seconds only', async () => {
    chat.subscribe = () => () => undefined;
    const stream = await open();
    await stream.until(hasReady);
    sayMany(2);
    expect(idsOf(await stream.until((all) => idsOf(all).length === 2))).toEqual([1, 2]);
    stream.close();
  });

  it('goes on at a later beat when the messages could not be read for a while, and logs each time', async () => {
    const stream = await open();
    await stream.until(hasReady);
    const sound = { ...chat };
    chat.messagesAfter = () => Promise.reject(Object.assign(new Error('0912 345 678'), { code: '57P01' }));
    sayMany(1);
    await expect.poll(() => logged.length).toBeGreaterThan(1);
    chat.messagesAfter = (id, after) => sound.messagesAfter(id, after);
    expect(idsOf(await stream.until((all) => idsOf(all).length === 1))).toEqual([1]);
    expect(JSON.parse(logged[0] ?? '')).toMatchObject({ msg: 'web_chat_stream_failed', fault: { kind: 'Error', code: '57P01' } });
    expect(logged.join('')).not.toMatch(/0912/);
    stream.close();
  });

  it('closes the oldest of four streams of one visitor and tells it why', async () => {
    const streams = [await open(), await open(), await open()];
    for (const stream of streams) await stream.until(hasReady);
    const fourth = await open();
    expect(await streams[0]?.end()).toContain('event: replaced\n');
    await fourth.until(hasReady);
    expect(chat.listeners(platformId)).toBe(3);
    for (const stream of [...streams, fourth]) stream.close();
  });

  it('tells open pages when the visitor is forgotten, after the cookie was taken away', async () => {
    const stream = await open();
    await stream.until(hasReady);
    const { status } = await fetch(`${server.root}/chat/forget`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', origin: server.root },
      body: '{}',
    });
    expect(status).toBe(200);
    expect(await stream.end()).toContain('event: forgotten\n');
  });

  it('ends when the server closes', async () => {
    const stream = await open();
    await stream.until(hasReady);
    await server.close();
    await expect(stream.end()).resolves.toContain('event: ready\n');
  });

  it('is ended when the messages cannot be read, so that the browser asks again', async () => {
    chat.messagesAfter = () => Promise.reject(new Error('the database is away'));
    const stream = await open();
    expect(await stream.end()).toBe('retry: 3000\n\n');
  });

  it('drops a browser that has stopped reading, and keeps little in memory for it', async () => {
    const socket = connect(Number(new URL(server.root).port), '127.0.0.1');
    socket.write(`GET /chat/stream?after=1 HTTP/1.1\r\nHost: x\r\nCookie: visitor=${cookie}\r\n\r\n`);
    await new Promise((resolve) => socket.once('data', resolve));
    socket.pause();
    sayMany(4000, 'dài '.repeat(1000));
    await expect.poll(() => chat.listeners(platformId)).toBe(0);
    socket.destroy();
  });
});
