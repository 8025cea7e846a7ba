import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OutboundMessage, OutboundOption } from '../../../src/channels/channel.ts';
import { createZaloChannel } from '../../../src/channels/zalo-oa/mod.ts';
import type { ZaloParts, ZaloSettings } from '../../../src/channels/zalo-oa/mod.ts';
import { startFakeZalo } from '../../support/fake-zalo/mod.ts';
import type { FakeZalo } from '../../support/fake-zalo/mod.ts';
import { never } from '../../support/never.ts';

const person = '24684588352919792123';
const start = Date.parse('2026-11-24T08:00:00+07:00');
const day = 24 * 3_600_000;
const hello: OutboundMessage = { text: 'Chào bà con', options: [] };
const picture = { bytes: Buffer.from('89504e470d0a1a0a', 'hex'), mediaType: 'image/png', description: 'Mã vuông' } as const;

const answer = (label: string, payload: string): OutboundOption => ({ label, payload, role: 'answer' });
const navigation = (label: string): OutboundOption => ({ label, payload: '#1.1.back', role: 'navigation' });

describe('an official account on Zalo', () => {
  let fake: FakeZalo;
  let logged: string[];
  beforeEach(async () => {
    fake = await startFakeZalo(() => start);
    fake.addUser(person);
    logged = [];
  });
  afterEach(() => fake.close());

  const address = () => ({ channel: 'zalo', account: fake.oaId, platformId: person });
  const make = (settings: Partial<ZaloSettings> = {}, parts: Partial<ZaloParts> = {}) => {
    let { accessToken } = fake.issuePair();
    const renew = async () => (accessToken = fake.issuePair().accessToken);
    const { appId, appSecret, oaId, oaSecretKey, root } = fake;
    return createZaloChannel(
      { appId, appSecret, oaId, oaSecretKey, apiRoot: root, ...settings },
      { tokens: { current: async () => accessToken, renew }, clock: () => new Date(fake.now()), log: (event) => void logged.push(event), ...parts },
    );
  };
  const failure = (channel = make(), message = hello) =>
    channel.send(address(), message, never()).then(
      () => 'sent',
      (error: unknown) => error,
    );
  const calls = (path: string) => fake.calls.filter((call) => call.path === path);

  it('sends the body that Zalo documents, with the token in its own header', async () => {
    await make().send(address(), { text: 'Ghé chợ?', options: [answer('1. Có', '#1.2.1')] }, never());
    const [call] = calls('/v3.0/oa/message/cs');
    expect(call?.fields).toEqual({
      recipient: { user_id: person },
      message: {
        text: 'Ghé chợ?',
        attachment: { type: 'template', payload: { buttons: [{ title: '1. Có', type: 'oa.query.hide', payload: '#1.2.1' }] } },
      },
    });
    expect(call?.headers).toMatchObject({ 'content-type': 'application/json' });
    expect(call?.headers['access_token']).toMatch(/^access-/);
    expect(call?.headers['authorization']).toBeUndefined();
  });

  it('composes letters before it counts them', async () => {
    await make().send(address(), { text: 'ế'.repeat(2000).normalize('NFD'), options: [] }, never());
    expect(fake.messagesTo(person).map(({ text }) => text)).toEqual(['ế'.repeat(2000)]);
  });

  it('shows five answers as buttons and six as a numbered list', async () => {
    const six = ['Một', 'Hai', 'Ba', 'Bốn', 'Năm', 'Sáu'].map((label, index) => answer(`${index + 1}. ${label}`, `#1.1.${index + 1}`));
    const channel = make();
    await channel.send(address(), { text: 'Chọn', options: six.slice(0, 5) }, never());
    await channel.send(address(), { text: 'Chọn', options: [...six, navigation('0. Quay lại')] }, never());
    const [five, list] = fake.messagesTo(person);
    expect(five?.buttons.map(({ title }) => title)).toEqual(['1. Một', '2. Hai', '3. Ba', '4. Bốn', '5. Năm']);
    expect(list?.text).toBe('Chọn\n1. Một\n2. Hai\n3. Ba\n4. Bốn\n5. Năm\n6. Sáu');
    expect(list?.buttons.map(({ title }) => title)).toEqual(['0. Quay lại']);
  });

  it('numbers a list whose labels bring no number, and gives navigation only the room that is left', async () => {
    const options = [...['A', 'B', 'C', 'D'].map((label, index) => answer(label, `#1.1.${index + 1}`)), navigation('Quay lại'), navigation('Gặp người')];
    const channel = make();
    await channel.send(address(), { text: 'Chọn', options }, never());
    await channel.send(address(), { text: 'Chọn', options: ['A', 'B', 'C', 'D', 'E', 'F'].map((label) => answer(label, '#1.1.1')) }, never());
    const [buttons, list] = fake.messagesTo(person);
    expect(buttons?.buttons.map(({ title }) => title)).toEqual(['A', 'B', 'C', 'D', 'Quay lại']);
    expect(buttons?.text).toBe('Chọn\n• Gặp người');
    expect(list?.text).toContain('1. A\n2. B');
  });

  it('uploads the same picture once, and again when its week is nearly over', async () => {
    const channel = make();
    for (let time = 0; time < 3; time += 1) await channel.send(address(), { text: 'Quét', options: [], picture }, never());
    expect(calls('/v2.0/oa/upload/image')).toHaveLength(1);
    fake.advance(6 * day + 1);
    // The token has died meanwhile, which would show as one more call.
    await channel.identify(never());
    await channel.send(address(), { text: 'Quét', options: [], picture }, never());
    expect(calls('/v2.0/oa/upload/image')).toHaveLength(2);
    expect(fake.messagesTo(person).map((each) => each.picture?.length)).toEqual([8, 8, 8, 8]);
  });

  it('uploads a picture again when Zalo has forgotten it early', async () => {
    const images = { find: async () => remembered, save: async (_hash: string, id: string) => void (remembered = id), forget: async () => void (remembered = undefined) };
    let remembered: string | undefined;
    const channel = make({}, { images });
    await channel.send(address(), { text: 'Quét', options: [], picture }, never());
    fake.advance(7 * day - 1);
    fake.addUser(person);
    fake.advance(1);
    await make({}, { images }).send(address(), { text: 'Quét', options: [], picture }, never());
    expect(calls('/v2.0/oa/upload/image')).toHaveLength(2);
    expect(fake.messagesTo(person)).toHaveLength(2);
  });

  it('does not call Zalo for a picture over 1 MB', async () => {
    const error = await failure(make(), { text: 'Quét', options: [], picture: { ...picture, bytes: new Uint8Array(1_000_001) } });
    expect(error).toMatchObject({ code: 'refused', retryable: false });
    expect(fake.calls).toEqual([]);
  });

  it('a picture without words carries its description', async () => {
    await make().send(address(), { text: '', options: [], picture }, never());
    expect(fake.messagesTo(person)).toMatchObject([{ text: 'Mã vuông' }]);
  });

  const shareCard = { title: 'Gửi số', subtitle: 'Bấm vào đây', imageUrl: 'https://causo.example/card.png' };

  it('offers the card for sharing a number after the question that asks for it, where there is one', async () => {
    await make({ shareCard }).send(address(), { text: 'Số nào ạ?', options: [], asks: 'phone' }, never());
    await make().send(address(), { text: 'Số nào ạ?', options: [], asks: 'phone' }, never());
    expect(fake.messagesTo(person).map(({ text, asksForInfo }) => [text, asksForInfo])).toEqual([['Số nào ạ?', false], ['', true], ['Số nào ạ?', false]]);
  });

  it('a card that fails does not fail its question, which would come twice then', async () => {
    const id = await make({ shareCard: { ...shareCard, imageUrl: '' } }).send(address(), { text: 'Số nào ạ?', options: [], asks: 'phone' }, never());
    expect(fake.messagesTo(person).map(({ messageId }) => messageId)).toEqual([id]);
    expect(logged).toEqual(['share_card_not_sent']);
  });

  it.each(['', 'a b', '../x', '1'.repeat(65)])('the person "%s" is refused before anything is sent', async (platformId) => {
    await expect(make().send({ ...address(), platformId }, hello, never())).rejects.toMatchObject({ code: 'refused' });
    expect(fake.calls).toEqual([]);
  });

  it('an empty message is refused before anything is sent', async () => {
    expect(await failure(make(), { text: ' \0', options: [] })).toMatchObject({ code: 'refused' });
    expect(fake.calls).toEqual([]);
  });

  it('tells when the window is closed, and would have known', async () => {
    const channel = make();
    const last = new Date(fake.now());
    const at = () => channel.windowAt(last, new Date(fake.now()));
    const windows = [at()];
    fake.advance(2 * day + 1000);
    windows.push(at());
    await channel.send(address(), hello, never());
    fake.advance(5 * day);
    windows.push(at());
    expect(windows).toEqual(['free', 'paid', 'closed']);
    expect(channel.windowAt(undefined, last)).toBe('closed');
    expect(await failure(channel)).toMatchObject({ code: 'window_closed', retryable: false });
    expect(fake.messagesTo(person).map(({ isPaid }) => isPaid)).toEqual([true]);
  });

  it('waits for the whole account when Zalo says too many calls, and slows down to what Zalo allows', async () => {
    const channel = make({ requestsPerMinute: 120 });
    expect(channel.limits.callsPerMinute).toBe(120);
    fake.limitPerMinute(2);
    await channel.send(address(), hello, never());
    expect(channel.limits.callsPerMinute).toBe(2);
    await channel.send(address(), hello, never());
    expect(await failure(channel)).toMatchObject({ code: 'rate_limited', retryable: true, scope: 'account', retryAfter: 10_000 });
    fake.limitPerMinute(6000);
    fake.advance(60_001);
    await channel.send(address(), hello, never());
    expect(channel.limits.callsPerMinute).toBe(120);
  });

  it('reads the token again once when Zalo refuses it, and gives up after that', async () => {
    const good = fake.issuePair().accessToken;
    const asked: string[] = [];
    const renewing = (next: string) => ({ current: async () => 'old', renew: async (refused: string) => (asked.push(refused), next) });
    const { appId, oaSecretKey, root } = fake;
    const channelWith = (next: string) => createZaloChannel({ appId, oaSecretKey, apiRoot: root }, { tokens: renewing(next) });
    await channelWith(good).send(address(), hello, never());
    expect(await failure(channelWith('older'))).toMatchObject({ code: 'misconfigured', retryable: false, scope: 'account' });
    expect(asked).toEqual(['old', 'old']);
    expect(calls('/v3.0/oa/message/cs')).toHaveLength(4);
  });

  it('reads replies with and without a quota', async () => {
    const channel = make();
    fake.nameQuota();
    const id = await channel.send(address(), hello, never());
    expect(fake.messagesTo(person)[0]?.messageId).toBe(id);
  });

  it('waits for the morning when Zalo takes nothing at night', async () => {
    fake.forbidNights();
    fake.advance(16 * 3_600_000);
    expect(await failure()).toMatchObject({ code: 'rate_limited', scope: 'address', retryAfter: 6 * 3_600_000 + 5 * 60_000 });
  });

  it('an unknown code of Zalo is told to the operator', async () => {
    fake.trouble({ kind: 'refuse', error: -4711, message: 'nobody knows' });
    expect(await failure()).toMatchObject({ code: 'refused' });
    expect(logged).toEqual(['unknown_error -4711']);
  });

  it('a page in place of an answer counts as unavailable and shows no token', async () => {
    fake.trouble({ kind: 'page', status: 200 });
    const error = await failure();
    expect(error).toMatchObject({ code: 'unavailable', retryable: true });
    expect(JSON.stringify([String(error), Object(error).stack, Object(error).cause])).not.toContain('access-');
  });

  it('a cut connection leaves it open whether the message arrived, and shows no token', async () => {
    fake.trouble({ kind: 'cut' });
    const error = await failure();
    expect(error).toMatchObject({ code: 'unknown_outcome', retryable: true });
    expect(JSON.stringify([String(error), Object(error).stack, Object(error).cause])).not.toContain('access-');
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

  it('a redirect is not followed', async () => {
    let visits = 0;
    const server = net.createServer((socket) => {
      visits += 1;
      socket.once('data', () => socket.end(`HTTP/1.1 302 Found\r\nlocation: ${fake.root}/v3.0/oa/message/cs\r\ncontent-length: 0\r\n\r\n`));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const error = await failure(make({ apiRoot: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }));
    server.close();
    expect(error).toMatchObject({ code: 'unavailable' });
    expect([visits, fake.calls.length]).toEqual([1, 0]);
  });

  it('an answer without end is cut off', async () => {
    const server = net.createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.write(`HTTP/1.1 200 OK\r\ncontent-length: 9000000\r\n\r\n${' '.repeat(1_100_000)}`));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const error = await failure(make({ apiRoot: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }));
    server.close();
    expect(error).toMatchObject({ code: 'unknown_outcome' });
  });

  it('works behind a path, and keeps its connections', async () => {
    const sockets = new Set<number>();
    const seen: string[] = [];
    const { port: target } = new URL(fake.root);
    const proxy = net.createServer((socket) => {
      sockets.add(sockets.size);
      const onward = net.connect(Number(target), '127.0.0.1');
      socket.on('data', (chunk) => {
        seen.push(chunk.toString('latin1').split(' ')[1] ?? '');
        onward.write(chunk.toString('latin1').replace(' /zalo/', ' /'), 'latin1');
      });
      onward.pipe(socket);
      socket.on('error', () => undefined).on('close', () => onward.destroy());
      onward.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const channel = make({ apiRoot: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}/zalo/` });
    for (let time = 0; time < 8; time += 1) await channel.identify(never());
    proxy.close();
    expect(seen).toContain('/zalo/v2.0/oa/getoa');
    // The next call may begin in the very moment before the first connection is free again.
    expect(sockets.size).toBeLessThanOrEqual(2);
  });

  it('knows which account its token belongs to', async () => {
    expect(await make().identify(never())).toEqual({ oaId: fake.oaId, name: 'Cầu Số thử nghiệm', packageName: 'Growth', isVerified: true });
  });

  it('is heard when Zalo answers a question without content, be it with a refusal, and not when Zalo is away', async () => {
    const channel = make();
    await expect(channel.probe?.(never())).resolves.toBeDefined();
    fake.trouble({ kind: 'refuse', error: -210, message: 'no permission' }, { times: 1 });
    await expect(channel.probe?.(never())).resolves.toBeUndefined();
    fake.trouble({ kind: 'server_error', status: 502 });
    await expect(channel.probe?.(never())).rejects.toMatchObject({ code: 'unavailable' });
    expect(fake.accepted).toEqual([]);
  });

  it('is named by its account, or by the app while that is not told', () => {
    expect(make().account).toBe(fake.oaId);
    const { appId, oaSecretKey } = fake;
    const tokens = { current: async () => '', renew: async () => '' };
    expect(createZaloChannel({ appId, oaSecretKey }, { tokens }).account).toBe(appId);
  });

  it('counts what it leaves alone, and tells the operator about a secret that was mixed up', () => {
    const counted: string[] = [];
    const channel = make({ oaSecretKey: 'another', appSecret: fake.oaSecretKey }, { count: (why) => void counted.push(why) });
    const events = [fake.people.sends(person, 'anonymous_send_text', { text: 'dạ' }), fake.people.opensChat(person)];
    for (const event of events) expect(channel.parse(event)).toEqual([]);
    expect(counted).toEqual(['anonymous', 'chat_opened']);
    const { raw, signature } = fake.sealed(fake.people.writes(person, 'chào'));
    expect(channel.isGenuine(raw, { 'x-zevent-signature': signature })).toBe(false);
    expect(logged).toEqual(['signature_app_secret']);
  });
});
