import { crossFaults, decodeKeys, describe, warningsFor } from './setting-faults.ts';
import { settings, settingShapes, type Environment, type Values } from './settings.ts';

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
  /** Undefined: clinics have no API. */
  readonly appointmentsToken: string | undefined;
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

/** Reads and checks all settings. Returns the faults, one line each, when there are any; values are never quoted. */
export function readConfig(environment: Environment): { readonly config: Config } | { readonly faults: readonly string[] } {
  // An empty setting is an unset one, as in most env files.
  const given = Object.fromEntries(settings.map(({ name }) => [name, environment[name] === '' ? undefined : environment[name]]));
  const parsed = settingShapes.safeParse(given);
  const shapeFaults = parsed.error?.issues.map((issue) => describe(String(issue.path[0]), issue.message)) ?? [];
  // All at once, so that nobody has to start once for each.
  const faults = [...shapeFaults, ...crossFaults(given)];
  return parsed.success && faults.length === 0 ? { config: toConfig(parsed.data) } : { faults };
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
    appointmentsToken: values.APPOINTMENTS_TOKEN,
    workersPort: values.WORKERS_PORT,
    stopSeconds: values.STOP_SECONDS ?? 10,
    telegram: toTelegram(values),
    telegramOff: whyTelegramIsOff(values),
    zalo: toZalo(values),
    zaloOff: values.ZALO_APP_ID === undefined ? 'ZALO_APP_ID is not set' : undefined,
    warnings: warningsFor(values),
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
