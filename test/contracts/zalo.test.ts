import http from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { expect } from 'vitest';
import type { AddressKey } from '../../src/channels/channel.ts';
import { createZaloChannel } from '../../src/channels/zalo-oa/mod.ts';
import type { ZaloChannel } from '../../src/channels/zalo-oa/mod.ts';
import { startFakeZalo } from '../support/fake-zalo/mod.ts';
import type { AcceptedMessage, FakeZalo, Fault } from '../support/fake-zalo/mod.ts';
import { describeChannelContract } from './channel-contract.ts';
import type { ChannelHarness, ShownMessage, Trouble } from './channel-contract.ts';

type Event = Parameters<FakeZalo['deliver']>[0];

const faults: Readonly<Record<Exclude<Trouble, 'unreachable'>, Fault>> = {
  rate_limited: { kind: 'rate_limited', retryAfter: 7 },
  blocked: { kind: 'refuse', error: -213, message: 'User has not followed OA' },
  unavailable: { kind: 'server_error', status: 502 },
  lost_answer: { kind: 'lost_answer' },
  silent: { kind: 'silent' },
  refused: { kind: 'refuse', error: -201, message: 'text is invalid!' },
};

async function makeZaloHarness(): Promise<ChannelHarness> {
  const fake = await startFakeZalo();
  const { accessToken } = fake.issuePair();
  const tokens = { current: async () => accessToken, renew: async () => accessToken };
  const { appId, oaId, oaSecretKey, root } = fake;
  const channel = createZaloChannel({ appId, oaId, oaSecretKey, apiRoot: root }, { tokens });
  const hook = await startHook(fake, channel);
  // Ends in digits that a number would lose.
  let lastUser = 24_684_588_352_919_792_001n;
  return {
    channel,
    newAddress: async () => {
      lastUser += 1n;
      fake.addUser(String(lastUser));
      return { channel: 'zalo', account: fake.oaId, platformId: String(lastUser) };
    },
    shownTo: async (address) => fake.messagesTo(address.platformId).map(toShown),
    personTypes: (address, text) => hook.receive(fake.people.writes(address.platformId, text)),
    personTaps: (address, label) => hook.receive(fake.people.taps(address.platformId, label)),
    trouble: async (address: AddressKey, trouble) => {
      if (trouble === 'unreachable') await fake.close();
      else fake.trouble(faults[trouble], { userId: address.platformId });
    },
    called: (address) => expect.poll(() => fake.calls.some(({ fields }) => Object(fields.recipient).user_id === address.platformId)).toBe(true),
    close: async () => {
      await Promise.all([fake.close(), hook.close()]);
    },
  };
}

function toShown({ messageId, text, buttons, picture }: AcceptedMessage): ShownMessage {
  return { id: messageId, text, options: buttons.map(({ title }) => title), ...(picture ? { picture } : {}) };
}

/** A webhook as the assistant has one: it checks the bytes and hands out the payload in them. */
async function startHook(fake: FakeZalo, channel: ZaloChannel) {
  let payload: unknown;
  const take = async (request: IncomingMessage): Promise<number> => {
    const raw = await buffer(request);
    if (raw.toString() === '{}') return 200;
    if (!channel.isGenuine(raw, request.headers)) return 401;
    payload = channel.readPayload(raw);
    return 200;
  };
  const server = http.createServer((request, response) => {
    void take(request).then((status) => response.writeHead(status).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await fake.saveWebhook(`http://127.0.0.1:${port}/`);
  return {
    receive: async (event: Event): Promise<unknown> => {
      // The receipts of earlier messages come through the same door.
      await fake.settled();
      const status = await fake.deliver(event);
      if (status !== 200) throw new Error(`Expected the webhook to answer 200, got ${status}`);
      return payload;
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

describeChannelContract('zalo', makeZaloHarness, {
  troubles: ['rate_limited', 'blocked', 'unavailable', 'unreachable', 'lost_answer', 'silent', 'refused'],
  taps: true,
  pictures: true,
});
