import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runProgram } from '../../../scripts/program.mjs';
import { startFakeZalo } from '../../support/fake-zalo/mod.ts';

const person = '24684588352919792123';

describe('the program with Zalo set', () => {
  it('greets with Zalo on, takes its first token, and answers a person over its own webhook', async () => {
    const fake = await startFakeZalo();
    const folder = mkdtempSync(join(tmpdir(), 'causo-zalo-'));
    const { refreshToken } = fake.issuePair();
    const settings = {
      PORT: '0',
      STOP_SECONDS: '240',
      DATA_DIR: folder,
      LOG_LEVEL: 'error',
      ZALO_APP_ID: fake.appId,
      ZALO_APP_SECRET: fake.appSecret,
      ZALO_OA_SECRET_KEY: fake.oaSecretKey,
      ZALO_OA_ID: fake.oaId,
      ZALO_REFRESH_TOKEN: refreshToken,
      ZALO_API_ROOT: fake.root,
      ZALO_OAUTH_ROOT: fake.root,
    };
    const program = runProgram('src/main.ts', [], settings);
    try {
      await expect.poll(() => program.output()).toContain('Zalo: on');
      const url = /Web chat: (\S+)/.exec(program.output())?.[1] ?? '';
      expect(await fake.saveWebhook(new URL('/webhooks/zalo', url).href)).toBe(true);
      expect(await fake.deliver(fake.people.writes(person, 'chào'))).toBe(200);
      await expect.poll(() => fake.messagesTo(person).length).toBe(2);
      await fake.settled();
      expect(fake.refreshes()).toEqual({ done: 1, refused: 0 });
      const page = await (await fetch(new URL('/metrics', url))).text();
      expect(page).toMatch(/causo_zalo_refresh_token_days_left (89|90)\n/);
      // The page itself gives the database a second only.
      await expect.poll(async () => (await fetch(new URL('/readyz', url))).json()).toMatchObject({ status: 'ready', warnings: [] });
      expect(program.output() + program.errors()).not.toContain(refreshToken);
    } finally {
      await program.stop();
      await fake.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
