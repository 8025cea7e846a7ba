import http from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect } from 'vitest';
import { createTelegramChannel, secretMatches } from '../../src/channels/telegram/mod.ts';
import type { AddressKey } from '../../src/channels/channel.ts';
import { startFakeTelegram } from '../support/fake-telegram/mod.ts';
import type { AcceptedMessage, FakeTelegram, Fault } from '../support/fake-telegram/mod.ts';
import { describeChannelContract } from './channel-contract.ts';
import type { ChannelHarness, ShownMessage, Trouble } from './channel-contract.ts';

type Update = Parameters<FakeTelegram['deliver']>[2];

const secret = 'mot-bi-mat-cho-bai-thu_0123456789';

const faults: Readonly<Record<Exclude<Trouble, 'unreachable'>, Fault>> = {
  rate_limited: { kind: 'rate_limited', retryAfter: 7 },
  blocked: { kind: 'refuse', code: 403, description: 'Forbidden: bot was blocked by the user' },
  unavailable: { kind: 'server_error', status: 502 },
  lost_answer: { kind: 'lost_answer' },
  silent: { kind: 'silent' },
  refused: { kind: 'refuse', code: 400, description: 'Bad Request: message text is empty' },
};

async function makeTelegramHarness(): Promise<ChannelHarness> {
  const fake = await startFakeTelegram();
  const hook = await startHook();
  const channel = createTelegramChannel({ token: fake.token, apiRoot: fake.apiRoot });
  let lastChat = 5_550_000_000;
  const receive = (update: Update) => hook.receive(fake, update);
  return {
    channel,
    newAddress: async () => {
      lastChat += 1;
      fake.addChat(lastChat);
      return { channel: 'telegram', account: String(fake.botId), platformId: String(lastChat) };
    },
    shownTo: async (address) => fake.messagesTo(chatOf(address)).map(toShown),
    personTypes: (address, text) => receive(fake.people.writes(chatOf(address), text)),
    personTaps: (address, label) => receive(fake.people.taps(chatOf(address), label)),
    trouble: async (address, trouble) => {
      if (trouble === 'unreachable') await fake.close();
      else fake.trouble(faults[trouble], { chatId: chatOf(address) });
    },
    called: (address) => expect.poll(() => fake.calls.some(({ fields }) => fields.chat_id === address.platformId)).toBe(true),
    close: async () => {
      await Promise.all([fake.close(), hook.close()]);
    },
  };
}

function chatOf(address: AddressKey): number {
  return Number(address.platformId);
}

function toShown({ messageId, text: words, keyboard, photo }: AcceptedMessage): ShownMessage {
  const options = keyboard.flat().map((button) => button.text);
  return { id: String(messageId), text: words, options, ...(photo ? { picture: photo } : {}) };
}

/** A webhook as the assistant will have one; it hands out the body that came over the line. */
async function startHook() {
  let body: unknown;
  const take = async (request: IncomingMessage): Promise<number> => {
    const header = request.headers['x-telegram-bot-api-secret-token'];
    body = JSON.parse(await text(request));
    return secretMatches(header?.toString(), secret) ? 200 : 401;
  };
  const server = http.createServer((request, response) => {
    void take(request).then((status) => response.writeHead(status).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    receive: async (fake: FakeTelegram, update: Update): Promise<unknown> => {
      const status = await fake.deliver(`http://127.0.0.1:${port}/`, secret, update);
      if (status !== 200) throw new Error(`Expected the webhook to answer 200, got ${status}`);
      return body;
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

describeChannelContract('telegram', makeTelegramHarness, {
  troubles: ['rate_limited', 'blocked', 'unavailable', 'unreachable', 'lost_answer', 'silent', 'refused'],
  taps: true,
  pictures: true,
});
