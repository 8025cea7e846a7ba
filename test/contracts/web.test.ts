import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { AddressKey, Channel, OutboundMessage } from '../../src/channels/channel.ts';
import { createWebChannel } from '../../src/channels/web/mod.ts';
import type { ShownMessage as StoredMessage } from '../../src/http/web-chat/port.ts';
import { createFakeWebChat } from '../support/fake-web-chat.ts';
import type { FakeWebChat } from '../support/fake-web-chat.ts';
import { openStream, startWebChat } from '../support/web-chat-server.ts';
import { describeChannelContract } from './channel-contract.ts';
import type { ChannelHarness, ShownMessage } from './channel-contract.ts';

/** The web chat behind its real routes; the store behind it is in memory, and shows a message when the channel wakes it. */
async function makeWebHarness(): Promise<ChannelHarness> {
  const chat = createFakeWebChat(() => [], Date.now);
  const cookies = new Map<string, string>();
  let waking: OutboundMessage | undefined;
  const web = createWebChannel((platformId) => waking && showIn(chat, platformId, waking));
  let payload: unknown;
  const listening: Pick<Channel, 'parse'> = {
    parse(raw) {
      payload = raw;
      return web.parse(raw);
    },
  };
  const server = await startWebChat(chat, { channel: listening });
  const visitor = (address: AddressKey): string => `visitor=${cookies.get(address.platformId) ?? ''}`;
  const post = async (address: AddressKey, body: object): Promise<unknown> => {
    payload = undefined;
    const headers = { 'content-type': 'application/json', cookie: visitor(address), origin: server.root };
    await fetch(`${server.root}/chat/messages`, { method: 'POST', headers, body: JSON.stringify({ id: randomUUID(), ...body }) });
    return payload;
  };
  const stored = async (address: AddressKey): Promise<readonly StoredMessage[]> => {
    const stream = await openStream(`${server.root}/chat/stream`, { cookie: visitor(address) });
    const events = await stream.until((all) => all.some(({ event }) => event === 'ready'));
    stream.close();
    return events.filter(({ event }) => event === 'message').map(({ data }) => JSON.parse(data) as StoredMessage);
  };
  return {
    channel: {
      ...web,
      send(to, message, signal) {
        waking = message;
        return web.send(to, message, signal);
      },
    },
    async newAddress() {
      const cookie = randomBytes(16).toString('base64url');
      const platformId = createHash('sha256').update(cookie).digest('hex');
      cookies.set(platformId, cookie);
      return { channel: 'web', account: 'web', platformId };
    },
    async shownTo(address) {
      const messages = (await stored(address)).filter(({ direction }) => direction === 'outbound');
      return Promise.all(messages.map((message) => toShown(message, server.root, visitor(address))));
    },
    personTypes: (address, text) => post(address, { text }),
    async personTaps(address, label) {
      const options = (await stored(address)).flatMap((message) => message.options);
      return post(address, { tap: options.find((option) => option.label === label)?.payload });
    },
    trouble: async () => undefined,
    called: async () => undefined,
    close: () => server.close(),
  };
}

function showIn(chat: FakeWebChat, platformId: string, { text, options, picture }: OutboundMessage): void {
  const id = randomUUID();
  if (picture) chat.addPicture(platformId, id, picture);
  chat.say(platformId, { text, options, ...(picture ? { picture: { id, description: picture.description } } : {}) });
}

/** The web has one id for all: nobody ever refers to a single message of it. */
async function toShown({ text, options, picture }: StoredMessage, root: string, cookie: string): Promise<ShownMessage> {
  const shown = { id: 'web', text, options: options.map(({ label }) => label) };
  if (!picture) return shown;
  const response = await fetch(`${root}/chat/pictures/${picture.id}`, { headers: { cookie } });
  return { ...shown, picture: new Uint8Array(await response.arrayBuffer()) };
}

// No platform stands between us and the page, so nothing of a platform can go wrong.
describeChannelContract('web', makeWebHarness, { troubles: [], taps: true, pictures: true });
