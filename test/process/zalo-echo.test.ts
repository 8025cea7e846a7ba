import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startFakeZalo, type FakeZalo } from '../support/fake-zalo/mod.ts';
import { testSetUps } from '../support/set-ups.ts';
import { createSystem, type System } from './system.ts';

const person = '24684588352919792123';

describe.each(testSetUps())('a process that is killed while a message is on its way to Zalo, on $name', (setUp) => {
  let system: System;
  let fake: FakeZalo;
  beforeEach(async () => {
    system = await createSystem(setUp);
    fake = await startFakeZalo();
  });
  afterEach(async () => {
    await system.remove();
    await fake.close();
  });

  const settings = () => ({
    ZALO_APP_ID: fake.appId,
    ZALO_APP_SECRET: fake.appSecret,
    ZALO_OA_SECRET_KEY: fake.oaSecretKey,
    ZALO_OA_ID: fake.oaId,
    ZALO_API_ROOT: fake.root,
    ZALO_OAUTH_ROOT: fake.root,
  });

  /** The first message is taken by Zalo and never answered for; then the process dies and another one starts. */
  const killInBetween = async (): Promise<readonly string[]> => {
    const pair = fake.issuePair();
    const first = await system.start({ ...settings(), ZALO_REFRESH_TOKEN: pair.refreshToken, ZALO_ACCESS_TOKEN: pair.accessToken });
    expect(await fake.saveWebhook(`${first.url}/webhooks/zalo`)).toBe(true);
    fake.trouble({ kind: 'held_answer' }, { userId: person, times: 1 });
    expect(await fake.deliver(fake.people.writes(person, 'chào'))).toBe(200);
    await expect.poll(() => fake.messagesTo(person), { timeout: 60_000 }).toHaveLength(1);
    await fake.settled();
    await first.stop('SIGKILL');
    const second = await system.start(settings());
    await fake.saveWebhook(`${second.url}/webhooks/zalo`);
    await expect.poll(() => texts().some((text) => text.includes('Cho giữ không ạ?')), { timeout: 90_000 }).toBe(true);
    // In order, so that nothing is under way any more.
    await second.stop();
    return texts();
  };
  const texts = (): readonly string[] => fake.messagesTo(person).map(({ text }) => text);

  it('sends nothing a second time when the echo came before the end', async () => {
    const got = await killInBetween();
    expect(got).toHaveLength(2);
    expect(new Set(got).size).toBe(2);
  });

  it('loses nothing when no echo came', async () => {
    fake.withholdEchoes();
    const got = await killInBetween();
    expect(got).toHaveLength(3);
    expect(got[0]).toBe(got[1]);
  });
});
