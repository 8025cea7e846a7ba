import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOauth, createTokenKeeper, createZaloChannel } from '../../../src/channels/zalo-oa/mod.ts';
import type { TokenStore } from '../../../src/channels/zalo-oa/token-store.ts';
import { projectRoot } from '../../../src/root.ts';
import { createChannelTokens } from '../../../src/store/channel-tokens.ts';
import { createSealer } from '../../../src/store/seal.ts';
import { startFakeZalo } from '../../support/fake-zalo/mod.ts';
import type { FakeZalo } from '../../support/fake-zalo/mod.ts';
import { never } from '../../support/never.ts';
import { testSetUps } from '../../support/set-ups.ts';
import { openTestDatabase, type TestDatabase } from '../../support/test-database.ts';

const person = '24684588352919792123';
const processes = 4;
const each = 50;

interface Result {
  readonly sent: number;
  readonly failed: readonly string[];
}

/** Starts a process that sends; resolves when it is ready. */
async function startSender(settings: object): Promise<{ readonly go: () => Promise<Result>; readonly stop: () => void }> {
  const child = spawn(process.execPath, [join(projectRoot, 'test/support/send-on-zalo.mjs'), JSON.stringify(settings)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const first = await Promise.race([lines.next(), once(child, 'exit').then(() => ({ value: 'ended' }))]);
  if (first.value !== 'ready') throw new Error(`Expected a sender to be ready, got ${String(first.value)}`);
  return {
    go: async () => {
      child.stdin.write('go\n');
      return JSON.parse(String((await lines.next()).value));
    },
    stop: () => void child.kill('SIGKILL'),
  };
}

/** What stands for a process where the database takes one only: it shares nothing with the others but the database. */
function startInside(fake: FakeZalo, tokens: TokenStore): { readonly go: () => Promise<Result>; readonly stop: () => void } {
  const { appId, appSecret, oaSecretKey, root } = fake;
  const log = { warn: () => undefined, error: () => undefined };
  const keeper = createTokenKeeper({ store: tokens, oauth: createOauth({ appId, appSecret, root }), clock: () => new Date(), log });
  const channel = createZaloChannel({ appId, oaSecretKey, apiRoot: root }, { tokens: keeper });
  const name = randomBytes(4).toString('hex');
  const send = async (count: number): Promise<void> => {
    const to = { channel: 'zalo', account: appId, platformId: person };
    for (let time = 0; time < count; time += 1) await channel.send(to, { text: `tin ${name} ${time}`, options: [] }, never());
  };
  return {
    go: async () => {
      await Promise.all([send(each / 2), send(each / 2)]);
      return { sent: each, failed: [] };
    },
    stop: () => undefined,
  };
}

describe.each(testSetUps())('four senders on $name', (setUp) => {
  let opened: TestDatabase;
  let fake: FakeZalo;
  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
    fake = await startFakeZalo();
    fake.addUser(person);
  });
  afterAll(async () => {
    await fake.close();
    await opened.drop();
  });

  it('send two hundred messages across the expiry of the token with one renewal and no failure', async () => {
    const dataKey = randomBytes(32);
    const { appId, appSecret, oaSecretKey, root } = fake;
    const tokens = createChannelTokens(opened.database, createSealer([dataKey]), { channel: 'zalo', account: appId });
    const now = Date.now();
    await tokens.adopt({ ...fake.issuePair(), accessExpiresAt: new Date(now + 90_000_000), refreshExpiresAt: new Date(now + 90 * 86_400_000) });
    const settings = { databaseUrl: opened.url, dataKey: dataKey.toString('base64'), root, appId, appSecret, oaSecretKey, userId: person, count: each };
    const start = async () => (opened.url === undefined ? startInside(fake, tokens) : startSender(settings));
    const senders = await Promise.all(Array.from({ length: processes }, start));
    fake.expireAccessAfter(80);
    const results = await Promise.all(senders.map(({ go }) => go()));
    senders.forEach(({ stop }) => stop());
    expect(results).toEqual(Array.from({ length: processes }, () => ({ sent: each, failed: [] })));
    expect(fake.messagesTo(person)).toHaveLength(processes * each);
    expect(new Set(fake.messagesTo(person).map(({ text }) => text.split(' ')[1])).size).toBe(processes);
    expect(fake.refreshes()).toEqual({ done: 1, refused: 0 });
    expect(await tokens.load()).toMatchObject({ version: 2 });
  });
});
