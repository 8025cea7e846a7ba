import { z } from 'zod';

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
  { name: 'APPOINTMENTS_TOKEN', help: 'bearer token of 32 characters and more for /api/appointments; without it there is no such API' },
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

/** What each may look like. */
export const settingShapes = z.object({
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
  APPOINTMENTS_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{32,256}$/, 'expected 32 to 256 signs without spaces')
    .optional(),
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

/** The settings as they were given, their shapes checked. */
export type Values = z.infer<typeof settingShapes>;
