import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOauth } from '../../../src/channels/zalo-oa/mod.ts';
import type { OauthAnswer } from '../../../src/channels/zalo-oa/oauth.ts';
import { tokenWarning } from '../../../src/channels/zalo-oa/token-health.ts';
import { createTokenKeeper } from '../../../src/channels/zalo-oa/token-keeper.ts';
import type { TokenStore } from '../../../src/channels/zalo-oa/token-store.ts';
import { createChannelTokens } from '../../../src/store/channel-tokens.ts';
import { createSealer } from '../../../src/store/seal.ts';
import { startFakeZalo } from '../../support/fake-zalo/mod.ts';
import type { FakeZalo } from '../../support/fake-zalo/mod.ts';
import { createGate } from '../../support/held-database.ts';
import { never } from '../../support/never.ts';
import { testSetUps } from '../../support/set-ups.ts';
import { testSealer } from '../../support/test-assistant.ts';
import { emptyTables, openTestDatabase, type TestDatabase } from '../../support/test-database.ts';

const hour = 3_600_000;
const day = 24 * hour;
const start = Date.parse('2026-11-24T08:00:00+07:00');
const key = { channel: 'zalo', account: '36' };

describe.each(testSetUps())('the tokens of Zalo on $name', (setUp) => {
  let opened: TestDatabase;
  let fake: FakeZalo;
  let logged: string[];
  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
  });
  beforeEach(async () => {
    fake = await startFakeZalo(() => start);
    fake.addUser('5');
    logged = [];
  });
  afterEach(async () => {
    await fake.close();
    await emptyTables(opened.database);
  });
  afterAll(() => opened.drop());

  const clock = () => new Date(fake.now());
  const log = { warn: (event: string) => void logged.push(event), error: (event: string) => void logged.push(event) };
  const tokensOf = (sealer = testSealer) => createChannelTokens(opened.database, sealer, key);
  const oauth = () => createOauth({ appId: fake.appId, appSecret: fake.appSecret, root: fake.root });
  /** A keeper as another process has one: it shares nothing with the others but the database. */
  const keeper = (more: { readonly store?: TokenStore; readonly answer?: () => Promise<OauthAnswer> } = {}) =>
    createTokenKeeper({ store: more.store ?? tokensOf(), oauth: more.answer ? { refresh: more.answer } : oauth(), clock, log });
  const works = async (accessToken: string): Promise<unknown> => {
    const headers = { access_token: accessToken, 'content-type': 'application/json' };
    const body = JSON.stringify({ recipient: { user_id: '5' }, message: { text: 'a' } });
    return JSON.parse(await (await fetch(`${fake.root}/v3.0/oa/message/cs`, { method: 'POST', headers, body })).text()).error;
  };

  it('begin with a refresh token alone, which is traded at the first need', async () => {
    const tokens = keeper();
    await tokens.adopt({ refreshToken: fake.issuePair().refreshToken, accessToken: undefined });
    expect(await works(await tokens.current(never()))).toBe(0);
    expect(fake.refreshes()).toEqual({ done: 1, refused: 0 });
    expect(await keeper().current(never())).toBe(await tokens.current(never()));
  });

  it('begin with a pair, which is used as long as it lives', async () => {
    const pair = fake.issuePair();
    const tokens = keeper();
    await tokens.adopt(pair);
    expect(await tokens.current(never())).toBe(pair.accessToken);
    expect(fake.refreshes().done).toBe(0);
  });

  it('are missing with a clear fault as long as nobody has set any', async () => {
    await expect(keeper().current(never())).rejects.toMatchObject({ code: 'misconfigured', retryable: false });
    expect(await keeper().health()).toEqual({ state: 'missing', refreshDaysLeft: 0, accessHoursLeft: 0 });
  });

  it('that are stored win over the start they grew from, after any number of renewals and starts of the program', async () => {
    const first = fake.issuePair();
    await keeper().adopt(first);
    for (let time = 0; time < 3; time += 1) {
      fake.advance(21 * hour);
      await keeper().refreshEarly();
      await keeper().adopt(first);
    }
    expect(await works(await keeper().current(never()))).toBe(0);
    expect(fake.refreshes()).toEqual({ done: 3, refused: 0 });
    expect(logged).toEqual(['zalo_token_new_start']);
  });

  it('give way to a new start, and an old one set again is none', async () => {
    const [first, second] = [fake.issuePair(), fake.issuePair()];
    const tokens = tokensOf();
    const dates = { accessExpiresAt: new Date(start + hour), refreshExpiresAt: new Date(start + day) };
    expect(await tokens.adopt({ ...first, ...dates })).toBe(true);
    expect(await tokens.adopt({ ...second, ...dates })).toBe(true);
    expect(await tokens.adopt({ ...first, ...dates })).toBe(false);
    expect(await tokens.load()).toMatchObject({ ...second, version: 2, renewedAt: null, refusedAt: null });
  });

  it('are adopted once when two processes start together', async () => {
    const pair = fake.issuePair();
    const dates = { accessExpiresAt: new Date(start + hour), refreshExpiresAt: new Date(start + day) };
    const taken = await Promise.all([1, 2, 3].map(() => tokensOf().adopt({ ...pair, ...dates })));
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect(await tokensOf().load()).toMatchObject({ version: 1 });
  });

  it('lie in the database under seal only, and outlive a change of the key', async () => {
    const pair = fake.issuePair();
    await keeper().adopt(pair);
    const [row] = await opened.database.query<{ all: string }>('select row_to_json(t)::text as all from causo.channel_token t');
    const [bytes] = await opened.database.query<{ pair: Uint8Array }>('select pair from causo.channel_token');
    const seen = `${row?.all} ${Buffer.from(bytes?.pair ?? []).toString('latin1')}`;
    expect(seen).not.toContain(pair.accessToken);
    expect(seen).not.toContain(pair.refreshToken);
    const [older, newer] = [randomBytes(32), randomBytes(32)];
    await emptyTables(opened.database);
    const dates = { accessExpiresAt: new Date(start + hour), refreshExpiresAt: new Date(start + day) };
    await tokensOf(createSealer([older])).adopt({ ...pair, ...dates });
    // The start in the environment is still known as the one they grew from.
    expect(await tokensOf(createSealer([newer, older])).adopt({ ...pair, ...dates })).toBe(false);
    expect(await tokensOf(createSealer([newer, older])).load()).toMatchObject(pair);
  });

  it('are renewed before anybody may use the new pair, and the old one is kept beside it', async () => {
    const pair = fake.issuePair();
    const inner = tokensOf();
    const order: string[] = [];
    const store: TokenStore = {
      ...inner,
      save: async (...given) => {
        const saved = await inner.save(...given);
        order.push('stored');
        return saved;
      },
    };
    const tokens = keeper({ store });
    await tokens.adopt(pair);
    const renewed = await tokens.renew(pair.accessToken, never());
    order.push('used');
    expect(order).toEqual(['stored', 'used']);
    const [row] = await opened.database.query<{ pair: Uint8Array }>('select pair from causo.channel_token');
    expect(testSealer.unseal(row?.pair ?? new Uint8Array())).toMatchObject({ accessToken: renewed, previous: pair });
  });

  it('survive a database that is away in the moment of storing', async () => {
    const pair = fake.issuePair();
    const inner = tokensOf();
    let failures = 2;
    const store: TokenStore = {
      ...inner,
      save: (...given) => {
        failures -= 1;
        return failures >= 0 ? Promise.reject(new Error('away')) : inner.save(...given);
      },
    };
    const tokens = keeper({ store });
    await tokens.adopt(pair);
    expect(await works(await tokens.renew(pair.accessToken, never()))).toBe(0);
    expect(fake.refreshes()).toEqual({ done: 1, refused: 0 });
  });

  it('are read again first when Zalo refuses one: another process may have renewed it', async () => {
    const pair = fake.issuePair();
    const [one, other] = [keeper(), keeper()];
    await one.adopt(pair);
    expect(await other.current(never())).toBe(pair.accessToken);
    const renewed = await one.renew(pair.accessToken, never());
    expect(await other.renew(pair.accessToken, never())).toBe(renewed);
    expect(fake.refreshes()).toEqual({ done: 1, refused: 0 });
  });

  it('that Zalo refuses although they are new are not renewed in a circle', async () => {
    const pair = fake.issuePair();
    const tokens = keeper();
    await tokens.adopt(pair);
    const renewed = await tokens.renew(pair.accessToken, never());
    await expect(tokens.renew(renewed, never())).rejects.toMatchObject({ code: 'unavailable', retryable: true });
    fake.advance(hour);
    expect(await works(await tokens.renew(renewed, never()))).toBe(0);
    expect(fake.refreshes()).toEqual({ done: 2, refused: 0 });
  });

  it('are renewed early, and not before that', async () => {
    await keeper().adopt({ refreshToken: fake.issuePair().refreshToken, accessToken: undefined });
    await keeper().current(never());
    fake.advance(19 * hour);
    await keeper().refreshEarly();
    expect(fake.refreshes().done).toBe(1);
    fake.advance(hour + 1000);
    await Promise.all([keeper().refreshEarly(), keeper().refreshEarly()]);
    expect(fake.refreshes()).toEqual({ done: 2, refused: 0 });
    expect(await keeper().health()).toEqual({ state: 'ok', refreshDaysLeft: 90, accessHoursLeft: 25 });
  });

  it('that Zalo will not renew raise an alarm, are used to their end, and are not asked for again', async () => {
    const pair = fake.issuePair();
    const tokens = keeper();
    await tokens.adopt({ refreshToken: 'never-issued', accessToken: pair.accessToken });
    await tokens.refreshEarly();
    await tokens.refreshEarly();
    expect(fake.refreshes()).toEqual({ done: 0, refused: 1 });
    expect(await tokens.current(never())).toBe(pair.accessToken);
    expect(await keeper().health()).toMatchObject({ state: 'refused' });
    expect(logged).toEqual(['zalo_token_new_start', 'zalo_token_refused', 'zalo_token_early_refresh_failed', 'zalo_token_needs_care', 'zalo_token_needs_care']);
    await expect(tokens.renew(pair.accessToken, never())).rejects.toMatchObject({ code: 'misconfigured' });
    const consented = fake.issuePair();
    await tokens.adopt(consented);
    expect(await keeper().current(never())).toBe(consented.accessToken);
  });

  it('wait for OAuth that is away, and alarm days before the refresh token dies', async () => {
    const tokens = keeper();
    await tokens.adopt(fake.issuePair());
    fake.trouble({ kind: 'server_error', status: 503 }, { oauth: true });
    const states: unknown[] = [];
    for (const wait of [0, 4 * hour, 76 * day, 20 * day]) {
      fake.advance(wait);
      await tokens.refreshEarly();
      const health = await tokens.health();
      states.push([health.state, health.refreshDaysLeft]);
    }
    expect(states).toEqual([['ok', 90], ['overdue', 89], ['ends_soon', 13], ['ends_soon', 0]]);
    await expect(tokens.current(never())).rejects.toMatchObject({ code: 'unavailable', retryable: true });
    expect(logged.filter((event) => event === 'zalo_token_needs_care')).toHaveLength(3);
  });

  it.each([
    [{ kind: 'page', status: 200 } as const, 'unavailable'],
    [{ kind: 'page', status: 403 } as const, 'unavailable'],
    [{ kind: 'cut' } as const, 'unavailable'],
    [{ kind: 'refuse', error: -32, message: 'limit' } as const, 'unavailable'],
  ])('are not given up for $0.kind in place of an answer', async (fault, code) => {
    const tokens = keeper();
    await tokens.adopt({ refreshToken: fake.issuePair().refreshToken, accessToken: undefined });
    fake.trouble(fault, { oauth: true, times: 1 });
    await expect(tokens.current(never())).rejects.toMatchObject({ code });
    expect(await works(await tokens.current(never()))).toBe(0);
  });

  it('whose new pair was lost on the way are tried once more, and then a person is called', async () => {
    const tokens = keeper();
    await tokens.adopt({ refreshToken: fake.issuePair().refreshToken, accessToken: undefined });
    fake.trouble({ kind: 'lost_answer' }, { oauth: true, times: 1 });
    await expect(tokens.current(never())).rejects.toMatchObject({ code: 'unavailable' });
    await expect(tokens.current(never())).rejects.toMatchObject({ code: 'misconfigured' });
    await expect(tokens.current(never())).rejects.toMatchObject({ code: 'misconfigured' });
    expect(fake.refreshes()).toEqual({ done: 1, refused: 1 });
    expect(logged).toContain('zalo_token_answer_lost');
    expect(logged).toContain('zalo_token_refused');
  });

  it('are renewed by another process when the first one died over it, once its lease is over', async () => {
    const pair = fake.issuePair();
    const store = tokensOf();
    await keeper().adopt(pair);
    expect(await store.claim('dead', hour)).toMatchObject({ version: 1 });
    expect(await store.claim('other', hour)).toBeUndefined();
    await opened.database.query(`update causo.channel_token set lease_until = now()`);
    expect(await works(await keeper().renew(pair.accessToken, never()))).toBe(0);
    expect(fake.refreshes().done).toBe(1);
    // The dead one comes back too late and writes nothing.
    const late = { ...pair, accessExpiresAt: new Date(start), refreshExpiresAt: new Date(start) };
    expect(await store.save('dead', 1, late, new Date(start))).toBe(false);
    await store.refuse('dead', 1, new Date(start));
    expect(await store.load()).toMatchObject({ version: 2, refusedAt: null });
  });

  it('go on being renewed when the one who asked gives up', async () => {
    const pair = fake.issuePair();
    const [asked, gate] = [createGate(), createGate()];
    const answer = async () => {
      asked.open();
      await gate.wait;
      return oauth().refresh(pair.refreshToken);
    };
    const tokens = keeper({ answer });
    await tokens.adopt(pair);
    const giving = new AbortController();
    const renewing = tokens.renew(pair.accessToken, giving.signal).catch((thrown: unknown) => thrown);
    await asked.wait;
    giving.abort();
    expect(await renewing).toMatchObject({ code: 'unavailable', retryable: true });
    gate.open();
    await expect.poll(() => tokens.current(never())).not.toBe(pair.accessToken);
    expect(fake.refreshes()).toEqual({ done: 1, refused: 0 });
  });
});

describe('the line about tokens in /readyz', () => {
  it('says what is wrong and what to do, and nothing when all is well', () => {
    const line = (state: Parameters<typeof tokenWarning>[0]['state']) => tokenWarning({ state, refreshDaysLeft: 9, accessHoursLeft: 0 });
    expect(line('ok')).toBeUndefined();
    expect(line('ends_soon')).toMatch(/^zalo: the refresh token dies in 9 days .*connect the account again \(npm run channels -- connect zalo\)$/);
    expect(line('refused')).toMatch(/consent again: npm run channels -- connect zalo$/);
    expect(line('overdue')).toMatch(/look for zalo_token in the log/);
    expect(line('missing')).toMatch(/set ZALO_REFRESH_TOKEN/);
  });
});

describe('OAuth of Zalo', () => {
  it('trades the code of a consent for the first pair', async () => {
    const fake = await startFakeZalo();
    fake.addCode('code-1', 'verifier');
    const oauth = createOauth({ appId: fake.appId, appSecret: fake.appSecret, root: fake.root });
    const answers = [await oauth.exchangeCode('code-1', 'verifier'), await oauth.exchangeCode('code-1', 'verifier')];
    const wrongSecret = await createOauth({ appId: fake.appId, appSecret: fake.oaSecretKey, root: fake.root }).exchangeCode('x', 'y');
    await fake.close();
    const away = await createOauth({ appId: fake.appId, appSecret: fake.appSecret, root: fake.root }).exchangeCode('code-2', 'verifier');
    expect(answers.map(({ outcome }) => outcome)).toEqual(['pair', 'refused']);
    expect(answers[0]).toMatchObject({ validSeconds: 90_000 });
    expect([wrongSecret.outcome, away.outcome]).toEqual(['refused', 'later']);
  });
});
