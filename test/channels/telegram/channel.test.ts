import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OutboundMessage } from '../../../src/channels/channel.ts';
import { createTelegramChannel, secretMatches, telegramCommands } from '../../../src/channels/telegram/mod.ts';
import { startFakeTelegram } from '../../support/fake-telegram/mod.ts';
import type { FakeTelegram } from '../../support/fake-telegram/mod.ts';
import { never } from '../../support/never.ts';

const person = 5_550_001_234;
const hello: OutboundMessage = { text: 'Chào bà con', options: [] };

describe('a Telegram bot', () => {
  let fake: FakeTelegram;
  beforeEach(async () => {
    fake = await startFakeTelegram();
    fake.addChat(person);
  });
  afterEach(() => fake.close());

  const address = () => ({ channel: 'telegram', account: String(fake.botId), platformId: String(person) });
  const make = (changes: { token?: string; apiRoot?: string; messagesPerSecond?: number } = {}) =>
    createTelegramChannel({ token: fake.token, apiRoot: fake.apiRoot, ...changes });
  const failure = (changes: Parameters<typeof make>[0] = {}) =>
    make(changes)
      .send(address(), hello, never())
      .then(
        () => 'sent',
        (error: unknown) => error,
      );

  it('knows its account from the token, and keeps it', async () => {
    const channel = make();
    expect(channel.account).toBe('700100200');
    expect(await channel.identify(never())).toEqual({ account: '700100200', username: 'causo_thu_bot' });
  });

  it('asks for its account when the token has an unusual shape', async () => {
    const other = await startFakeTelegram({ token: 'hộp-thử nghiệm' });
    const channel = createTelegramChannel({ token: other.token, apiRoot: other.apiRoot });
    const before = channel.account;
    await channel.identify(never());
    await other.close();
    expect([before, channel.account]).toEqual(['', '4242']);
    expect(channel.parse(other.people.writes(person, 'chào'))[0]?.account).toBe('4242');
  });

  it('works behind a path, with or without a slash at the end', async () => {
    const other = await startFakeTelegram({ prefix: '/telegram/api' });
    const roots = [other.apiRoot, `${other.apiRoot}/`];
    const names = await Promise.all(
      roots.map((apiRoot) => createTelegramChannel({ token: other.token, apiRoot }).identify(never())),
    );
    await other.close();
    expect(names.map((each) => each.username)).toEqual(['causo_thu_bot', 'causo_thu_bot']);
  });

  it('keeps the pace it is told', () => {
    expect(make().limits).toMatchObject({ messagesPerSecond: 30, burstPerAddress: 3, textLength: 4096 });
    expect(make({ messagesPerSecond: 5 }).limits.messagesPerSecond).toBe(5);
  });

  it('sends plain text without a preview of links', async () => {
    await make().send(address(), { ...hello, text: '<b>1 < 2 & *3*_' }, never());
    expect(fake.accepted[0]?.text).toBe('<b>1 < 2 & *3*_');
    expect(fake.calls[0]?.fields).toEqual({
      chat_id: String(person),
      text: '<b>1 < 2 & *3*_',
      link_preview_options: { is_disabled: true },
    });
  });

  it('a picture without words carries its description', async () => {
    const bytes = Buffer.from('89504e470d0a1a0a', 'hex');
    const picture = { bytes, mediaType: 'image/png', description: 'Mã vuông' } as const;
    await make().send(address(), { text: '', options: [], picture }, never());
    expect(fake.accepted[0]).toMatchObject({ method: 'sendPhoto', text: 'Mã vuông' });
  });

  it.each(['@kenh', '', '12; drop', '1e9'])('the chat id %j is refused before anything is sent', async (platformId) => {
    const sending = make().send({ ...address(), platformId }, hello, never());
    await expect(sending).rejects.toMatchObject({ code: 'refused', retryable: false });
    expect(fake.calls).toEqual([]);
  });

  it('an empty message is refused before anything is sent', async () => {
    const sending = make().send(address(), { text: ' \0', options: [] }, never());
    await expect(sending).rejects.toMatchObject({ code: 'refused' });
    expect(fake.calls).toEqual([]);
  });

  it.each(['700100200:another_made_up_token', 'not-a-token', ''])('the wrong token %j is our own fault', async (token) => {
    const error = await failure({ token });
    expect(error).toMatchObject({ code: 'misconfigured', retryable: false, scope: 'account' });
  });

  it('a page in place of an answer counts as unavailable and shows no token', async () => {
    fake.trouble({ kind: 'page', status: 200 });
    const error = await failure();
    expect(error).toMatchObject({ code: 'unavailable', retryable: true });
    expect(JSON.stringify([String(error), Object(error).stack, Object(error).cause])).not.toContain('made-up');
  });

  it('a cut connection leaves it open whether the message arrived', async () => {
    fake.trouble({ kind: 'cut' });
    expect(await failure()).toMatchObject({ code: 'unknown_outcome', retryable: true });
  });

  it('a connection that never stood cannot have carried the message, even when it only timed out', async () => {
    // Takes the connection and never speaks, as TLS needs it: what a network that swallows packets looks like.
    const held: net.Socket[] = [];
    const hole = net.createServer((socket) => held.push(socket));
    await new Promise<void>((resolve) => hole.listen(0, '127.0.0.1', resolve));
    const { port } = hole.address() as AddressInfo;
    const channel = make({ apiRoot: `https://127.0.0.1:${port}` });
    const error = await channel.send(address(), hello, AbortSignal.timeout(300)).catch((thrown: unknown) => thrown);
    held.forEach((socket) => socket.destroy());
    hole.close();
    expect(error).toMatchObject({ code: 'unavailable', retryable: true });
  });

  it('a connection used before and cut in the next call leaves it open whether the message arrived', async () => {
    const channel = make();
    await channel.send(address(), hello, never());
    fake.trouble({ kind: 'silent' });
    const giving = new AbortController();
    const sending = channel.send(address(), hello, giving.signal).catch((thrown: unknown) => thrown);
    await expect.poll(() => fake.calls.length).toBe(2);
    giving.abort();
    expect(await sending).toMatchObject({ code: 'unknown_outcome' });
  });

  it('a chat that never began and one that blocked us are told apart', async () => {
    const unknown = make().send({ ...address(), platformId: '5' }, hello, never());
    await expect(unknown).rejects.toMatchObject({ code: 'gone', retryable: false });
    fake.block(person);
    expect(await failure()).toMatchObject({ code: 'blocked', retryable: false });
  });

  it('too many messages in one second are told to wait', async () => {
    let now = 1_000_000;
    const own = await startFakeTelegram({ clock: () => now });
    own.addChat(person);
    own.limitPerSecond(2);
    const channel = createTelegramChannel({ token: own.token, apiRoot: own.apiRoot });
    const send = () => channel.send(address(), hello, never());
    await send();
    now += 999;
    await send();
    await expect(send()).rejects.toMatchObject({ code: 'rate_limited', retryAfter: 1000 });
    now += 1;
    await send();
    await own.close();
  });

  it('a tapped button stops its spinner and a message shows typing', async () => {
    const channel = make();
    await channel.send(address(), { text: 'Ghé chợ?', options: [{ label: 'Có', payload: 'y', role: 'answer' }] }, never());
    for (const update of [fake.people.taps(person, 'Có'), fake.people.writes(person, 'dạ')]) {
      const [message] = channel.parse(update);
      if (message) await channel.acknowledge?.(message, update);
    }
    expect(fake.answeredTaps).toHaveLength(1);
    expect(fake.calls.slice(1).map((call) => call.method)).toEqual(['answerCallbackQuery', 'sendChatAction']);
  });

  it('a sign that fails is passed over, and somebody who blocked us gets none', async () => {
    const channel = make();
    fake.trouble({ kind: 'server_error', status: 500 });
    const updates = [fake.people.writes(person, 'dạ'), fake.people.blocks(person)];
    const messages = updates.map((update) => channel.parse(update)[0]);
    for (const [index, message] of messages.entries()) {
      if (message) await channel.acknowledge?.(message, updates[index]);
    }
    expect(messages.map((message) => message?.content.type)).toEqual(['text', 'blocked']);
    expect(fake.calls).toHaveLength(1);
  });

  it('shows its commands in Vietnamese, and in both languages on phones in other languages', async () => {
    await make().setCommands(never());
    expect(fake.commands.get('vi')).toHaveLength(telegramCommands.length);
    expect(JSON.stringify(fake.commands.get(''))).toContain('Gặp người giúp (Talk to a person)');
    expect(telegramCommands.map((each) => each.command)).toEqual(['start', 'menu', 'giup', 'nguoi', 'dung', 'xoa']);
  });

  it('asks for deliveries with its secret and only for what it reads', async () => {
    await make().setWebhook('https://causo.example/webhooks/telegram', 'abc', never());
    expect(fake.calls.at(-1)?.fields).toMatchObject({
      secret_token: 'abc',
      allowed_updates: ['message', 'edited_message', 'callback_query', 'my_chat_member'],
    });
    await expect(make().setWebhook('http://causo.example/', 'abc', never())).rejects.toMatchObject({ code: 'refused' });
  });
});

describe('the secret of the webhook', () => {
  it.each([
    ['abc', 'abc', true],
    ['abd', 'abc', false],
    ['ab', 'abc', false],
    ['', 'abc', false],
    [undefined, 'abc', false],
    ['', '', false],
    [undefined, '', false],
    ['undefined', '', false],
  ])('the header %j against the secret %j gives %j', (header, secret, matches) => {
    expect(secretMatches(header, secret)).toBe(matches);
  });
});
