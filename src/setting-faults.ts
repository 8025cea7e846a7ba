import { settings, type Environment, type Values } from './settings.ts';

const keyBytes = 32;
const wiseSecretLength = 32;

/** A line about one setting: what was expected of it, and what it is. */
export function describe(name: string, message: string): string {
  const help = settings.find((setting) => setting.name === name)?.help ?? '';
  return `${name}: ${message}. It is: ${help}.`;
}

/** What of `given` does not fit together, one line each; it is not checked for anything else yet. */
export function crossFaults(given: Environment): readonly string[] {
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
  return [...faults, ...zaloFaults(isSet), ...keyFaults(given['DATA_KEY'])];
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

/** The keys of DATA_KEY, in their order. */
export function decodeKeys(keys: string): readonly Uint8Array[] {
  return keys.split(',').map((key) => Buffer.from(key.trim(), 'base64'));
}

/** Settings whose values are allowed but unwise, one line each. */
export function warningsFor(values: Values): readonly string[] {
  return [...telegramWarnings(values), ...zaloWarnings(values)];
}

function telegramWarnings({ TELEGRAM_WEBHOOK_SECRET: secret }: Values): readonly string[] {
  if (secret === undefined || secret.length >= wiseSecretLength) return [];
  return [`TELEGRAM_WEBHOOK_SECRET has only ${secret.length} signs; ${wiseSecretLength} and more are safer`];
}

/** Stands in for the key that Zalo's console shows only after the address of the webhook was saved. */
export const unknownOaSecretKey = 'not-known-yet';

/** Most reports keep the two apart; should they really be one, this is only a line at the start. */
function zaloWarnings({ ZALO_APP_SECRET: appSecret, ZALO_OA_SECRET_KEY: oaSecretKey }: Values): readonly string[] {
  if (oaSecretKey === unknownOaSecretKey) return [`ZALO_OA_SECRET_KEY is still ${unknownOaSecretKey}: every message from Zalo is turned away until the real key is set`];
  if (appSecret === undefined || appSecret !== oaSecretKey) return [];
  return ['ZALO_OA_SECRET_KEY is the same as ZALO_APP_SECRET; they are usually two, and with the wrong one every webhook is turned away'];
}
