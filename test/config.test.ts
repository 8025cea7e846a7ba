import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readConfig, type Config } from '../src/config.ts';
import { settings, type Environment } from '../src/settings.ts';

const key = randomBytes(32).toString('base64');
const secret = 'a'.repeat(32);
const servers = { DATABASE_URL: 'postgres://causo@db.example/causo', REDIS_URL: 'redis://queue.example', DATA_KEY: key };

function configOf(environment: Environment): Config {
  const read = readConfig(environment);
  if ('faults' in read) throw new Error(`Expected no faults, got ${read.faults.join(' ')}`);
  return read.config;
}

function faultsOf(environment: Environment): readonly string[] {
  const read = readConfig(environment);
  return 'faults' in read ? read.faults : [];
}

interface SettingCase {
  /** What else has to be set for this one to count. */
  readonly beside?: Environment;
  /** Value → what of the configuration it becomes. */
  readonly good: readonly (readonly [value: string, becomes: Partial<Config>])[];
  readonly bad: readonly string[];
}

const bot = { TELEGRAM_BOT_TOKEN: '700:made-up' };
const telegram = (more: Partial<NonNullable<Config['telegram']>>): Partial<Config> =>
  expect.objectContaining({ telegram: expect.objectContaining(more) });

const app = { ZALO_APP_ID: '36084', ZALO_APP_SECRET: 'app-secret', ZALO_OA_SECRET_KEY: 'oa-key' };
const zalo = (more: Partial<NonNullable<Config['zalo']>>): Partial<Config> =>
  expect.objectContaining({ zalo: expect.objectContaining(more) });

const cases: Readonly<Record<string, SettingCase>> = {
  PORT: { good: [['0', { port: 0 }], ['80', { port: 80 }], ['65535', { port: 65_535 }]], bad: ['65536', '-1', '80.5', '8e3', ' 80', 'http', '0x50', '9999999999'] },
  HOST: { good: [['0.0.0.0', { host: '0.0.0.0' }], ['::', { host: '::' }]], bad: [] },
  PUBLIC_URL: {
    good: [['https://causo.example', { publicUrl: 'https://causo.example' }], ['https://causo.example/bot/', { publicUrl: 'https://causo.example/bot' }]],
    bad: ['causo.example', 'ftp://causo.example', 'javascript:alert(1)'],
  },
  DATA_DIR: { good: [['/srv/causo', { dataDir: '/srv/causo' }]], bad: [] },
  DATABASE_URL: {
    beside: { REDIS_URL: servers.REDIS_URL, DATA_KEY: key },
    good: [
      ['postgres://db/causo', { servers: { databaseUrl: 'postgres://db/causo', redisUrl: servers.REDIS_URL } }],
      ['postgresql://db/causo', { servers: { databaseUrl: 'postgresql://db/causo', redisUrl: servers.REDIS_URL } }],
    ],
    bad: ['mysql://db/causo', 'db/causo', 'postgres'],
  },
  REDIS_URL: {
    beside: { DATABASE_URL: servers.DATABASE_URL, DATA_KEY: key },
    good: [
      ['redis://queue', { servers: { databaseUrl: servers.DATABASE_URL, redisUrl: 'redis://queue' } }],
      ['rediss://queue', { servers: { databaseUrl: servers.DATABASE_URL, redisUrl: 'rediss://queue' } }],
    ],
    bad: ['queue:6379', 'http://queue'],
  },
  DATA_KEY: {
    good: [
      [key, { dataKeys: [Buffer.from(key, 'base64')] }],
      [`${key}, ${secret}${secret.slice(0, 11)}`, { dataKeys: [Buffer.from(key, 'base64'), Buffer.from(`${secret}${secret.slice(0, 11)}`, 'base64')] }],
    ],
    bad: ['c2hvcnQ=', `${key},`, `${key},c2hvcnQ=`, randomBytes(33).toString('base64')],
  },
  BACKUP_BEFORE_MIGRATION: { good: [['true', { backupBeforeMigration: true }], ['false', { backupBeforeMigration: false }]], bad: ['no', '0'] },
  LOG_LEVEL: {
    good: ['debug', 'info', 'warn', 'error', 'silent'].map((logLevel) => [logLevel, { logLevel }] as const),
    bad: ['verbose', 'INFO'],
  },
  TRUST_PROXY: { good: [['true', { trustProxy: true }], ['false', { trustProxy: false }]], bad: ['yes', '1', 'TRUE'] },
  METRICS_TOKEN: { good: [['a token', { metricsToken: 'a token' }]], bad: [] },
  APPOINTMENTS_TOKEN: { good: [['a'.repeat(32), { appointmentsToken: 'a'.repeat(32) }]], bad: ['a'.repeat(31), 'a'.repeat(257), `${'a'.repeat(32)} b`] },
  WORKERS_PORT: { good: [['9464', { workersPort: 9464 }], ['0', { workersPort: 0 }]], bad: ['65536', '-1', 'nine'] },
  STOP_SECONDS: { good: [['1', { stopSeconds: 1 }], ['3600', { stopSeconds: 3600 }]], bad: ['0', '3601', '1.5', '-1', 'long'] },
  TELEGRAM_BOT_TOKEN: { good: [['700:made-up', telegram({ token: '700:made-up' })], ['any shape', telegram({ token: 'any shape' })]], bad: [] },
  TELEGRAM_MODE: {
    beside: { ...bot, TELEGRAM_WEBHOOK_SECRET: secret, PUBLIC_URL: 'https://causo.example' },
    good: [['webhook', telegram({ mode: 'webhook' })], ['polling', telegram({ mode: 'polling' })], ['off', { telegram: undefined, telegramOff: 'TELEGRAM_MODE is off' }]],
    bad: ['on', 'Webhook'],
  },
  TELEGRAM_WEBHOOK_SECRET: {
    beside: bot,
    good: [['a', telegram({ webhookSecret: 'a' })], ['A-z_09', telegram({ webhookSecret: 'A-z_09' })], ['b'.repeat(256), telegram({ webhookSecret: 'b'.repeat(256) })]],
    bad: ['b'.repeat(257), 'two words', 'bí-mật', 'a\n'],
  },
  TELEGRAM_API_ROOT: {
    beside: bot,
    good: [['http://127.0.0.1:81/bot', telegram({ apiRoot: 'http://127.0.0.1:81/bot' })]],
    bad: ['api.telegram.org', 'ws://127.0.0.1'],
  },
  TELEGRAM_MESSAGES_PER_SECOND: {
    beside: bot,
    good: [['1', telegram({ messagesPerSecond: 1 })], ['1000', telegram({ messagesPerSecond: 1000 })]],
    bad: ['0', '1001', 'thirty', '-5'],
  },
  ZALO_APP_ID: { beside: app, good: [['1', zalo({ appId: '1' })], ['9'.repeat(32), zalo({ appId: '9'.repeat(32) })]], bad: ['app', '12 34', '9'.repeat(33)] },
  ZALO_APP_SECRET: { beside: app, good: [['a-Z_09%', zalo({ appSecret: 'a-Z_09%' })]], bad: ['two words', 'bí-mật', ' a'] },
  ZALO_OA_SECRET_KEY: { beside: app, good: [['k', zalo({ oaSecretKey: 'k' })]], bad: ['two words', 'a '] },
  ZALO_OA_ID: { beside: app, good: [['388', zalo({ oaId: '388' })]], bad: ['oa', '-1'] },
  ZALO_REFRESH_TOKEN: { beside: app, good: [['r_1', zalo({ refreshToken: 'r_1' })]], bad: ['two words', 'r'.repeat(4097)] },
  ZALO_ACCESS_TOKEN: { beside: { ...app, ZALO_REFRESH_TOKEN: 'r' }, good: [['a_1', zalo({ accessToken: 'a_1' })]], bad: ['two words'] },
  ZALO_API_ROOT: { beside: app, good: [['http://127.0.0.1:81/zalo', zalo({ apiRoot: 'http://127.0.0.1:81/zalo' })]], bad: ['openapi.zalo.me', 'ws://127.0.0.1'] },
  ZALO_OAUTH_ROOT: { beside: app, good: [['http://127.0.0.1:81', zalo({ oauthRoot: 'http://127.0.0.1:81' })]], bad: ['oauth.zaloapp.com'] },
  ZALO_TEMPLATE_ROOT: { beside: app, good: [['http://127.0.0.1:81', zalo({ templateRoot: 'http://127.0.0.1:81' })]], bad: ['business.openapi.zalo.me'] },
  ZALO_REQUESTS_PER_MINUTE: { beside: app, good: [['1', zalo({ requestsPerMinute: 1 })], ['4000', zalo({ requestsPerMinute: 4000 })]], bad: ['0', '100001', 'hundred', '1.5'] },
  ZALO_DOMAIN_VERIFICATION: { beside: app, good: [['Ab-1_', zalo({ domainVerification: 'Ab-1_' })]], bad: ['<html>', 'a b', '../x', 'a'.repeat(129)] },
};

const goodValues = Object.entries(cases).flatMap(([name, { good, beside }]) => good.map(([value, becomes]) => ({ name, value, becomes, beside })));
const badValues = Object.entries(cases).flatMap(([name, { bad, beside }]) => bad.map((value) => ({ name, value, beside })));

describe('settings', () => {
  it('are all listed with a line of help, and all have values here that are read', () => {
    expect(Object.keys(cases)).toEqual(settings.map(({ name }) => name));
    for (const { help } of settings) expect(help).toMatch(/^\S[^\n]{5,140}$/);
  });

  it.each(goodValues)('$name takes the value "$value"', ({ name, value, becomes, beside }) => {
    expect(configOf({ ...beside, [name]: value })).toMatchObject(becomes);
  });

  it.each(badValues)('$name refuses "$value" with one line that names it and says what it is', ({ name, value, beside }) => {
    const faults = faultsOf({ ...beside, [name]: value });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(new RegExp(`^${name}: expected [^\\n]+\\. It is: [^\\n]+\\.$`));
  });

  it('are never quoted in a fault: a password in the wrong place must not end up in a log', () => {
    const refusing = Object.entries(cases).filter(([, { bad }]) => bad.length > 0).map(([name]) => name);
    const faults = faultsOf(Object.fromEntries(refusing.map((name) => [name, `mật khẩu 4711 ${name.toLowerCase()}`])));
    expect(faults.length).toBeGreaterThanOrEqual(refusing.length);
    expect(faults.join('\n')).not.toMatch(/mật khẩu|4711/);
  });

  it('that are not set have the values of the help', () => {
    expect(configOf({})).toEqual({
      port: 8080,
      host: '127.0.0.1',
      publicUrl: undefined,
      dataDir: './data',
      servers: undefined,
      dataKeys: undefined,
      backupBeforeMigration: true,
      logLevel: 'info',
      trustProxy: false,
      metricsToken: undefined,
      workersPort: undefined,
      stopSeconds: 10,
      telegram: undefined,
      telegramOff: 'TELEGRAM_BOT_TOKEN is not set',
      zalo: undefined,
      zaloOff: 'ZALO_APP_ID is not set',
      warnings: [],
    });
    expect(configOf(bot).telegram).toEqual({
      token: '700:made-up',
      mode: 'polling',
      webhookSecret: undefined,
      apiRoot: 'https://api.telegram.org',
      messagesPerSecond: 30,
    });
    expect(configOf(app)).toMatchObject({ zaloOff: undefined, warnings: [] });
    expect(configOf(app).zalo).toEqual({
      appId: '36084',
      appSecret: 'app-secret',
      oaSecretKey: 'oa-key',
      oaId: undefined,
      refreshToken: undefined,
      accessToken: undefined,
      apiRoot: 'https://openapi.zalo.me',
      oauthRoot: 'https://oauth.zaloapp.com',
      templateRoot: 'https://business.openapi.zalo.me',
      requestsPerMinute: 100,
      domainVerification: undefined,
    });
  });

  it('that are empty count as unset, each of them', () => {
    expect(configOf(Object.fromEntries(settings.map(({ name }) => [name, ''])))).toEqual(configOf({}));
    expect(configOf({ ...bot, TELEGRAM_WEBHOOK_SECRET: '', TELEGRAM_MODE: '' }).telegram?.mode).toBe('polling');
  });

  it('of other programs are not looked at', () => {
    expect(configOf({ PATH: '/bin', TELEGRAM_SOMETHING: 'x', port: '1' })).toEqual(configOf({}));
  });
});

describe('settings that belong together', () => {
  const halves: readonly (readonly [what: string, environment: Environment, begin: string])[] = [
    ['a database without a queue', { DATABASE_URL: servers.DATABASE_URL, DATA_KEY: key }, 'REDIS_URL: expected DATABASE_URL and REDIS_URL together'],
    ['a queue without a database', { REDIS_URL: servers.REDIS_URL }, 'DATABASE_URL: expected DATABASE_URL and REDIS_URL together'],
    ['a database without a key', { ...servers, DATA_KEY: '' }, 'DATA_KEY: expected a key beside DATABASE_URL'],
    ['a webhook without a secret', { ...bot, TELEGRAM_MODE: 'webhook', PUBLIC_URL: 'https://causo.example' }, 'TELEGRAM_MODE: expected TELEGRAM_WEBHOOK_SECRET and PUBLIC_URL'],
    ['a webhook without an address', { ...bot, TELEGRAM_MODE: 'webhook', TELEGRAM_WEBHOOK_SECRET: secret }, 'TELEGRAM_MODE: expected TELEGRAM_WEBHOOK_SECRET and PUBLIC_URL'],
    ['a Zalo app without the key that signs webhooks', { ...app, ZALO_OA_SECRET_KEY: '' }, 'ZALO_OA_SECRET_KEY: expected ZALO_APP_ID, ZALO_APP_SECRET, ZALO_OA_SECRET_KEY together or none'],
    ['a Zalo app without its secret', { ...app, ZALO_APP_SECRET: '' }, 'ZALO_APP_SECRET: expected ZALO_APP_ID'],
    ['Zalo secrets without an app', { ...app, ZALO_APP_ID: '' }, 'ZALO_APP_ID: expected ZALO_APP_ID'],
    ['a Zalo access token that nothing can renew', { ...app, ZALO_ACCESS_TOKEN: 'a' }, 'ZALO_REFRESH_TOKEN: expected a token beside ZALO_ACCESS_TOKEN'],
    ['a webhook secret without a bot', { TELEGRAM_WEBHOOK_SECRET: secret }, 'TELEGRAM_BOT_TOKEN: expected a token beside TELEGRAM_WEBHOOK_SECRET'],
  ];

  it.each(halves)('%s is one fault', (_what, environment, begin) => {
    const faults = faultsOf(environment);
    expect(faults).toHaveLength(1);
    expect(faults[0]?.startsWith(begin)).toBe(true);
  });

  it('run on servers when all three are there, and embedded when none is', () => {
    expect(configOf(servers)).toMatchObject({ servers: { databaseUrl: servers.DATABASE_URL, redisUrl: servers.REDIS_URL }, dataKeys: [Buffer.from(key, 'base64')] });
    expect(configOf({ DATA_KEY: key })).toMatchObject({ servers: undefined, dataKeys: [Buffer.from(key, 'base64')] });
  });

  it('are all named at once, a line each, together with values that cannot be read', () => {
    const faults = faultsOf({ PORT: 'eight', LOG_LEVEL: 'loud', DATABASE_URL: servers.DATABASE_URL, TELEGRAM_WEBHOOK_SECRET: secret });
    expect(faults.map((fault) => fault.split(':')[0])).toEqual(['PORT', 'LOG_LEVEL', 'REDIS_URL', 'DATA_KEY', 'TELEGRAM_BOT_TOKEN']);
    expect(faults.join('\n').split('\n')).toHaveLength(5);
  });
});

describe('the mode of Telegram', () => {
  const complete = { ...bot, TELEGRAM_WEBHOOK_SECRET: secret, PUBLIC_URL: 'https://causo.example' };
  const rules: readonly (readonly [what: string, environment: Environment, mode: string | undefined])[] = [
    ['webhook with a secret and an address', complete, 'webhook'],
    ['polling without a secret', { ...complete, TELEGRAM_WEBHOOK_SECRET: '' }, 'polling'],
    ['polling without an address', { ...complete, PUBLIC_URL: '' }, 'polling'],
    ['polling when told so', { ...complete, TELEGRAM_MODE: 'polling' }, 'polling'],
    ['off when told so', { ...complete, TELEGRAM_MODE: 'off' }, undefined],
    ['off without a token', { PUBLIC_URL: 'https://causo.example' }, undefined],
    ['off when told so, although a secret is left without a token', { TELEGRAM_WEBHOOK_SECRET: secret, TELEGRAM_MODE: 'off' }, undefined],
  ];

  it.each(rules)('is %s', (_what, environment, mode) => {
    expect(configOf(environment).telegram?.mode).toBe(mode);
  });

  it('gets a warning for a short secret, by its length only', () => {
    const { warnings } = configOf({ ...complete, TELEGRAM_WEBHOOK_SECRET: 'qwertz-31-letters-and-less' });
    expect(warnings).toEqual(['TELEGRAM_WEBHOOK_SECRET has only 26 signs; 32 and more are safer']);
    expect(configOf(complete).warnings).toEqual([]);
  });
});

describe('the secrets of Zalo', () => {
  it('are warned about when both are the same, without naming them', () => {
    const { warnings } = configOf({ ...app, ZALO_OA_SECRET_KEY: app.ZALO_APP_SECRET });
    expect(warnings).toEqual([expect.stringContaining('ZALO_OA_SECRET_KEY is the same as ZALO_APP_SECRET')]);
    expect(warnings.join()).not.toContain(app.ZALO_APP_SECRET);
  });

  it('are warned about while the key that signs webhooks is not known yet', () => {
    expect(configOf({ ...app, ZALO_OA_SECRET_KEY: 'not-known-yet' }).warnings).toEqual([expect.stringContaining('ZALO_OA_SECRET_KEY is still not-known-yet')]);
  });

  it('are asked for all at once when only a token is there', () => {
    const faults = faultsOf({ ZALO_REFRESH_TOKEN: 'r' });
    expect(faults.map((fault) => fault.split(':')[0])).toEqual(['ZALO_APP_ID', 'ZALO_APP_SECRET', 'ZALO_OA_SECRET_KEY']);
  });
});
