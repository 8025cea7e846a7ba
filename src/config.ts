import { z } from 'zod';

/** Checked settings of one process. */
export interface Config {
  readonly port: number;
  readonly host: string;
  readonly publicUrl: string | undefined;
  readonly dataDir: string;
  readonly servers: { readonly databaseUrl: string; readonly redisUrl: string } | undefined;
  /** 32 bytes each, newest first; undefined: the embedded set-up makes its own. */
  readonly dataKeys: readonly Uint8Array[] | undefined;
  /** A backup is made before a new version changes the tables. */
  readonly backupBeforeMigration: boolean;
  readonly logLevel: string;
  readonly trustProxy: boolean;
  readonly metricsToken: string | undefined;
  /** Where workers alone tell how they are; undefined: nowhere. */
  readonly workersPort: number | undefined;
  /** How long an end in order may take. */
  readonly stopSeconds: number;
  readonly telegram: TelegramConfig | undefined;
  /** Why Telegram is off, in words that name the setting; undefined while it is on. */
  readonly telegramOff: string | undefined;
  readonly zalo: ZaloConfig | undefined;
  /** Why Zalo is off, in words that name the setting; undefined while it is on. */
  readonly zaloOff: string | undefined;
  /** Settings whose values are allowed but unwise, one line each. */
  readonly warnings: readonly string[];
}

export interface TelegramConfig {
  readonly token: string;
  readonly mode: 'webhook' | 'polling';
  readonly webhookSecret: string | undefined;
  readonly apiRoot: string;
  readonly messagesPerSecond: number;
}

export interface ZaloConfig {
  readonly appId: string;
  readonly appSecret: string;
  readonly oaSecretKey: string;
  readonly oaId: string | undefined;
  /** A pair set by hand; undefined: only what is stored. */
  readonly refreshToken: string | undefined;
  readonly accessToken: string | undefined;
  readonly apiRoot: string;
  readonly oauthRoot: string;
  readonly templateRoot: string;
  readonly requestsPerMinute: number;
  readonly domainVerification: string | undefined;
}

interface Setting {
  readonly name: string;
  readonly help: string;
}

/** Every setting, one line of help each; `npm start -- --help` prints them. */
export const settings: readonly Setting[] = [
  { name: 'PORT', help: 'port of the web chat, webhooks and health pages (8080)' },
  { name: 'HOST', help: 'address to listen on (127.0.0.1; 0.0.0.0 for all networks)' },
  { name: 'PUBLIC_URL', help: 'https address under which the world reaches this server; needed for webhooks' },
  { name: 'DATA_DIR', help: 'folder of the embedded database (./data)' },
  { name: 'DATABASE_URL', help: 'PostgreSQL 15 or newer; together with REDIS_URL and DATA_KEY' },
  { name: 'REDIS_URL', help: 'Redis 7 or newer; together with DATABASE_URL' },
  { name: 'DATA_KEY', help: '32 random bytes in base64 (openssl rand -base64 32); several with commas: the first encrypts, all decrypt' },
  { name: 'BACKUP_BEFORE_MIGRATION', help: 'false: no backup is made in DATA_DIR before a new version changes the tables (true)' },
  { name: 'LOG_LEVEL', help: 'debug, info, warn, error or silent (info)' },
  { name: 'TRUST_PROXY', help: 'true behind a reverse proxy that sets X-Forwarded-For (false)' },
  { name: 'METRICS_TOKEN', help: 'bearer token for /metrics; without it only this machine may read them' },
  { name: 'WORKERS_PORT', help: 'port of /healthz, /readyz and /metrics where workers run alone (none)' },
  { name: 'STOP_SECONDS', help: 'how long an end in order may take, a little less than whatever ends the process by force allows (10)' },
  { name: 'TELEGRAM_BOT_TOKEN', help: 'token from BotFather; empty: Telegram is off' },
  { name: 'TELEGRAM_MODE', help: 'webhook, polling or off (webhook when secret and PUBLIC_URL are set, else polling)' },
  { name: 'TELEGRAM_WEBHOOK_SECRET', help: '1 to 256 letters, digits, _ or -; better 32 and more' },
  { name: 'TELEGRAM_API_ROOT', help: 'another Bot API server (https://api.telegram.org)' },
  { name: 'TELEGRAM_MESSAGES_PER_SECOND', help: 'pace for the whole bot (30)' },
  { name: 'ZALO_APP_ID', help: 'number of the app in the Zalo developers console; empty: Zalo is off' },
  { name: 'ZALO_APP_SECRET', help: 'secret key of that app, for OAuth' },
  { name: 'ZALO_OA_SECRET_KEY', help: 'secret key of the official account, which signs webhooks; not the one of the app; not-known-yet until Zalo shows it' },
  { name: 'ZALO_OA_ID', help: 'number of the official account; set it before the first start and leave it, it names everybody' },
  { name: 'ZALO_REFRESH_TOKEN', help: 'a refresh token to begin with instead of npm run channels -- connect zalo; a new one here is a new start' },
  { name: 'ZALO_ACCESS_TOKEN', help: 'access token that came with it' },
  { name: 'ZALO_API_ROOT', help: 'another server of the Open API (https://openapi.zalo.me)' },
  { name: 'ZALO_OAUTH_ROOT', help: 'another server of OAuth (https://oauth.zaloapp.com)' },
  { name: 'ZALO_TEMPLATE_ROOT', help: 'another server of templates (https://business.openapi.zalo.me)' },
  { name: 'ZALO_REQUESTS_PER_MINUTE', help: 'pace for the whole account (100); less when Zalo allows less' },
  { name: 'ZALO_DOMAIN_VERIFICATION', help: 'what stands between zalo_verifier and .html in the name of the file by which Zalo checks that the domain is ours' },
];

export type Environment = Readonly<Record<string, string | undefined>>;

const keyBytes = 32;
const wiseSecretLength = 32;

const text = z.string().optional();
const url = (...protocols: readonly string[]) =>
  z
    .string()
    .refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), `expected an address beginning with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`)
    .optional();
const wholeNumber = (low: number, high: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `expected a whole number from ${low} to ${high}`)
    .transform(Number)
    .refine((value) => value >= low && value <= high, `expected a whole number from ${low} to ${high}`)
    .optional();

const zaloId = z
  .string()
  .regex(/^\d{1,32}$/, 'expected digits only')
  .optional();
/** Most travel in headers; and a space at an end is a slip of the hand. */
const zaloToken = z
  .string()
  .regex(/^[\x21-\x7e]{1,4096}$/, 'expected signs without spaces')
  .optional();

const schema = z.object({
  PORT: wholeNumber(0, 65_535),
  HOST: text,
  PUBLIC_URL: url('https:', 'http:'),
  DATA_DIR: text,
  DATABASE_URL: url('postgres:', 'postgresql:'),
  REDIS_URL: url('redis:', 'rediss:'),
  DATA_KEY: text,
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent'], 'expected debug, info, warn, error or silent').optional(),
  BACKUP_BEFORE_MIGRATION: z.enum(['true', 'false'], 'expected true or false').optional(),
  TRUST_PROXY: z.enum(['true', 'false'], 'expected true or false').optional(),
  METRICS_TOKEN: text,
  WORKERS_PORT: wholeNumber(0, 65_535),
  STOP_SECONDS: wholeNumber(1, 3600),
  TELEGRAM_BOT_TOKEN: text,
  TELEGRAM_MODE: z.enum(['webhook', 'polling', 'off'], 'expected webhook, polling or off').optional(),
  TELEGRAM_WEBHOOK_SECRET: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,256}$/, 'expected 1 to 256 letters, digits, _ or -')
    .optional(),
  TELEGRAM_API_ROOT: url('https:', 'http:'),
  TELEGRAM_MESSAGES_PER_SECOND: wholeNumber(1, 1000),
  ZALO_APP_ID: zaloId,
  ZALO_APP_SECRET: zaloToken,
  ZALO_OA_SECRET_KEY: zaloToken,
  ZALO_OA_ID: zaloId,
  ZALO_REFRESH_TOKEN: zaloToken,
  ZALO_ACCESS_TOKEN: zaloToken,
  ZALO_API_ROOT: url('https:', 'http:'),
  ZALO_OAUTH_ROOT: url('https:', 'http:'),
  ZALO_TEMPLATE_ROOT: url('https:', 'http:'),
  ZALO_REQUESTS_PER_MINUTE: wholeNumber(1, 100_000),
  ZALO_DOMAIN_VERIFICATION: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,128}$/, 'expected letters, digits, _ or -')
    .optional(),
});

type Values = z.infer<typeof schema>;

/** Reads and checks all settings. Returns the faults, one line each, when there are any; values are never quoted. */
export function readConfig(environment: Environment): { readonly config: Config } | { readonly faults: readonly string[] } {
  // An empty setting is an unset one, as in most env files.
  const given = Object.fromEntries(settings.map(({ name }) => [name, environment[name] === '' ? undefined : environment[name]]));
  const parsed = schema.safeParse(given);
  const shapeFaults = parsed.error?.issues.map((issue) => describe(String(issue.path[0]), issue.message)) ?? [];
  // All at once, so that nobody has to start once for each.
  const faults = [...shapeFaults, ...crossFaults(given), ...keyFaults(given['DATA_KEY'])];
  return parsed.success && faults.length === 0 ? { config: toConfig(parsed.data) } : { faults };
}

function describe(name: string, message: string): string {
  const help = settings.find((setting) => setting.name === name)?.help ?? '';
  return `${name}: ${message}. It is: ${help}.`;
}

/** What has to be set together; `given` is not checked for anything else yet. */
function crossFaults(given: Environment): readonly string[] {
  const isSet = (name: string): boolean => given[name] !== undefined;
  const faults: string[] = [];
  if (isSet('DATABASE_URL') !== isSet('REDIS_URL')) {
    const missing = isSet('DATABASE_URL') ? 'REDIS_URL' : 'DATABASE_URL';
    faults.push(`${missing}: expected DATABASE_URL and REDIS_URL together or neither; set ${missing}, or empty the other one to run embedded.`);
  }
  if (isSet('DATABASE_URL') && !isSet('DATA_KEY')) {
    faults.push(describe('DATA_KEY', 'expected a key beside DATABASE_URL, found none'));
  }
  if (given['TELEGRAM_MODE'] === 'webhook' && !(isSet('TELEGRAM_WEBHOOK_SECRET') && isSet('PUBLIC_URL'))) {
    faults.push('TELEGRAM_MODE: expected TELEGRAM_WEBHOOK_SECRET and PUBLIC_URL for webhook; set both, or use polling.');
  }
  if (!isSet('TELEGRAM_BOT_TOKEN') && isSet('TELEGRAM_WEBHOOK_SECRET') && given['TELEGRAM_MODE'] !== 'off') {
    faults.push(describe('TELEGRAM_BOT_TOKEN', 'expected a token beside TELEGRAM_WEBHOOK_SECRET, found none'));
  }
  return [...faults, ...zaloFaults(isSet)];
}

/** These three make sense only together. */
const zaloNeeds = ['ZALO_APP_ID', 'ZALO_APP_SECRET', 'ZALO_OA_SECRET_KEY'] as const;

function zaloFaults(isSet: (name: string) => boolean): readonly string[] {
  const isWanted = [...zaloNeeds, 'ZALO_REFRESH_TOKEN', 'ZALO_ACCESS_TOKEN'].some(isSet);
  const missing = isWanted ? zaloNeeds.filter((name) => !isSet(name)) : [];
  const faults = missing.map((name) => describe(name, `expected ${zaloNeeds.join(', ')} together or none, found this one empty`));
  const isHalfPair = isSet('ZALO_ACCESS_TOKEN') && !isSet('ZALO_REFRESH_TOKEN');
  return isHalfPair ? [...faults, describe('ZALO_REFRESH_TOKEN', 'expected a token beside ZALO_ACCESS_TOKEN, found none')] : faults;
}

function keyFaults(keys: string | undefined): readonly string[] {
  if (keys === undefined || decodeKeys(keys).every((key) => key.length === keyBytes)) return [];
  return [describe('DATA_KEY', `expected ${keyBytes} bytes in base64 for each key, found another length`)];
}

function decodeKeys(keys: string): readonly Uint8Array[] {
  return keys.split(',').map((key) => Buffer.from(key.trim(), 'base64'));
}

function toConfig(values: Values): Config {
  const { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl } = values;
  return {
    port: values.PORT ?? 8080,
    host: values.HOST ?? '127.0.0.1',
    publicUrl: values.PUBLIC_URL?.replace(/\/$/, ''),
    dataDir: values.DATA_DIR ?? './data',
    servers: databaseUrl !== undefined && redisUrl !== undefined ? { databaseUrl, redisUrl } : undefined,
    dataKeys: values.DATA_KEY === undefined ? undefined : decodeKeys(values.DATA_KEY),
    backupBeforeMigration: values.BACKUP_BEFORE_MIGRATION !== 'false',
    logLevel: values.LOG_LEVEL ?? 'info',
    trustProxy: values.TRUST_PROXY === 'true',
    metricsToken: values.METRICS_TOKEN,
    workersPort: values.WORKERS_PORT,
    stopSeconds: values.STOP_SECONDS ?? 10,
    telegram: toTelegram(values),
    telegramOff: whyTelegramIsOff(values),
    zalo: toZalo(values),
    zaloOff: values.ZALO_APP_ID === undefined ? 'ZALO_APP_ID is not set' : undefined,
    warnings: [...warningsFor(values), ...zaloWarnings(values)],
  };
}

function toZalo(values: Values): ZaloConfig | undefined {
  const { ZALO_APP_ID: appId, ZALO_APP_SECRET: appSecret, ZALO_OA_SECRET_KEY: oaSecretKey } = values;
  if (appId === undefined || appSecret === undefined || oaSecretKey === undefined) return undefined;
  return {
    appId,
    appSecret,
    oaSecretKey,
    oaId: values.ZALO_OA_ID,
    refreshToken: values.ZALO_REFRESH_TOKEN,
    accessToken: values.ZALO_ACCESS_TOKEN,
    apiRoot: values.ZALO_API_ROOT ?? 'https://openapi.zalo.me',
    oauthRoot: values.ZALO_OAUTH_ROOT ?? 'https://oauth.zaloapp.com',
    templateRoot: values.ZALO_TEMPLATE_ROOT ?? 'https://business.openapi.zalo.me',
    requestsPerMinute: values.ZALO_REQUESTS_PER_MINUTE ?? 100,
    domainVerification: values.ZALO_DOMAIN_VERIFICATION,
  };
}

/** Stands in for the key that Zalo's console shows only after the address of the webhook was saved. */
export const unknownOaSecretKey = 'not-known-yet';

/** Most reports keep the two apart; should they really be one, this is only a line at the start. */
function zaloWarnings({ ZALO_APP_SECRET: appSecret, ZALO_OA_SECRET_KEY: oaSecretKey }: Values): readonly string[] {
  if (oaSecretKey === unknownOaSecretKey) return [`ZALO_OA_SECRET_KEY is still ${unknownOaSecretKey}: every message from Zalo is turned away until the real key is set`];
  if (appSecret === undefined || appSecret !== oaSecretKey) return [];
  return ['ZALO_OA_SECRET_KEY is the same as ZALO_APP_SECRET; they are usually two, and with the wrong one every webhook is turned away'];
}

function whyTelegramIsOff({ TELEGRAM_BOT_TOKEN: token, TELEGRAM_MODE: mode }: Values): string | undefined {
  if (token === undefined) return 'TELEGRAM_BOT_TOKEN is not set';
  return mode === 'off' ? 'TELEGRAM_MODE is off' : undefined;
}

function toTelegram(values: Values): TelegramConfig | undefined {
  if (values.TELEGRAM_BOT_TOKEN === undefined || values.TELEGRAM_MODE === 'off') return undefined;
  const canWebhook = values.TELEGRAM_WEBHOOK_SECRET !== undefined && values.PUBLIC_URL !== undefined;
  return {
    token: values.TELEGRAM_BOT_TOKEN,
    mode: values.TELEGRAM_MODE ?? (canWebhook ? 'webhook' : 'polling'),
    webhookSecret: values.TELEGRAM_WEBHOOK_SECRET,
    apiRoot: values.TELEGRAM_API_ROOT ?? 'https://api.telegram.org',
    messagesPerSecond: values.TELEGRAM_MESSAGES_PER_SECOND ?? 30,
  };
}

function warningsFor({ TELEGRAM_WEBHOOK_SECRET: secret }: Values): readonly string[] {
  if (secret === undefined || secret.length >= wiseSecretLength) return [];
  return [`TELEGRAM_WEBHOOK_SECRET has only ${secret.length} signs; ${wiseSecretLength} and more are safer`];
}
