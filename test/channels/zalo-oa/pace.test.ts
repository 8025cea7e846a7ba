import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SendError } from '../../../src/channels/channel.ts';
import { createZaloChannel } from '../../../src/channels/zalo-oa/mod.ts';
import { startFakeZalo, type FakeZalo } from '../../support/fake-zalo/mod.ts';

const people = Array.from({ length: 12 }, (_, index) => `2468458835291979212${index}`);
const perMinute = 30;
const minute = 60_000;

describe('the calls to Zalo', () => {
  let fake: FakeZalo;
  beforeEach(async () => {
    fake = await startFakeZalo(() => Date.parse('2026-11-24T08:00:00+07:00'));
    for (const person of people) fake.addUser(person);
    fake.limitPerMinute(perMinute);
  });
  afterEach(() => fake.close());

  const make = (pace?: (signal: AbortSignal) => Promise<void>) => {
    let { accessToken } = fake.issuePair();
    const tokens = { current: async () => accessToken, renew: async () => (accessToken = fake.issuePair().accessToken) };
    const shareCard = { title: 'Gửi số', subtitle: 'Bấm vào đây', imageUrl: 'https://causo.example/card.png' };
    const { appId, oaId, oaSecretKey, root } = fake;
    return createZaloChannel(
      { appId, oaId, oaSecretKey, apiRoot: root, shareCard },
      { tokens, clock: () => new Date(fake.now()), ...(pace ? { pace } : {}) },
    );
  };
  /** A picture of one's own, a long text in three parts, and a question with its card, to everybody. */
  const messages = people.flatMap((person, index) => [
    { person, message: { text: 'Quét', options: [], picture: { bytes: Buffer.from(`89504e470d0a1a0a${index.toString(16).padStart(2, '0')}`, 'hex'), mediaType: 'image/png' as const, description: 'Mã' } } },
    { person, message: { text: 'Câu này dài lắm. '.repeat(300), options: [] } },
    { person, message: { text: 'Số nào ạ?', options: [], asks: 'phone' as const } },
  ]);
  /** Sends one after the other and returns how many were refused for being too many. */
  const sendAll = async (beforeEach: () => void, beforeCall?: () => Promise<void>): Promise<number> => {
    const channel = make();
    let refused = 0;
    for (const { person, message } of messages) {
      beforeEach();
      const to = { channel: 'zalo', account: fake.oaId, platformId: person };
      const sending = channel.send(to, message, AbortSignal.timeout(minute), beforeCall ? { beforeCall } : {});
      refused += await sending.then(() => 0, countRefusal);
    }
    return refused;
  };
  const countRefusal = (error: unknown): number => {
    if (error instanceof SendError && error.code === 'rate_limited') return 1;
    throw error;
  };
  /** Time goes on by one slot at a time, as the shared pace hands them out. */
  const takeSlot = (): void => fake.advance(minute / perMinute);

  it('stay within the quota of a minute, uploads and cards and parts of texts too, when each waits for its slot', async () => {
    let slots = 0;
    const beforeCall = async (): Promise<void> => {
      slots += 1;
      takeSlot();
    };
    expect(await sendAll(() => undefined, beforeCall)).toBe(0);
    expect(fake.calls.length).toBe(slots);
    expect(slots).toBe(people.length * (2 + 3 + 2));
    expect(fake.accepted).toHaveLength(people.length * (1 + 3 + 2));
  });

  it('would be refused if only messages waited for a slot', async () => {
    expect(await sendAll(takeSlot)).toBeGreaterThan(0);
  });

  it('wait outside of messages as well, and a second try after a dead token is one more', async () => {
    const asked: string[] = [];
    const channel = make(async () => void asked.push('slot'));
    await channel.identify(AbortSignal.timeout(minute));
    await channel.probe?.(AbortSignal.timeout(minute));
    expect(asked).toHaveLength(2);
    fake.expireAccess();
    await channel.identify(AbortSignal.timeout(minute));
    expect(asked).toHaveLength(4);
    expect(fake.calls).toHaveLength(4);
  });

  it('that find no slot in their time have not begun', async () => {
    const given = new AbortController();
    const channel = make(async (signal) => {
      given.abort();
      throw signal.reason;
    });
    const probing = channel.identify(given.signal).catch((error: unknown) => error);
    expect(await probing).toMatchObject({ code: 'unavailable', retryable: true });
    expect(fake.calls).toEqual([]);
  });
});
