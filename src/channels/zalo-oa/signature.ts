import { createHash, timingSafeEqual } from 'node:crypto';
import { readJson } from './json.ts';
import { fieldsOf, idOf } from './read.ts';

export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface SignatureSecrets {
  readonly appId: string;
  /** "OA Secret Key": signs webhooks, and is not the app secret that OAuth takes. */
  readonly oaSecretKey: string;
  /** Only to recognise that the two were mixed up; never makes a signature genuine. */
  readonly appSecret?: string;
}

/**
 * `genuine_by_oa_id`: by a variant that some report, with the account's id in place of the app's. `app_secret`: wrong,
 * and made with our app secret, so the two settings are probably mixed up.
 */
export type Verdict = 'genuine' | 'genuine_by_oa_id' | 'app_secret' | 'wrong';

/** Judges X-ZEvent-Signature over the exact bytes that came, in constant time. */
export function judgeSignature(rawBody: Uint8Array, headers: Headers, secrets: SignatureSecrets): Verdict {
  const given = readMac(headers['x-zevent-signature']);
  const event = fieldsOf(readJson(Buffer.from(rawBody).toString('utf8')));
  const timestamp = idOf(event.timestamp);
  if (given === undefined || timestamp === undefined || idOf(event.app_id) !== secrets.appId || secrets.oaSecretKey === '') return 'wrong';
  const matches = (id: string, secret: string): boolean =>
    timingSafeEqual(given, createHash('sha256').update(id).update(rawBody).update(timestamp).update(secret).digest());
  if (matches(secrets.appId, secrets.oaSecretKey)) return 'genuine';
  const oaId = idOf(event.oa_id) ?? idOf(fieldsOf(event.recipient).id);
  if (oaId !== undefined && matches(oaId, secrets.oaSecretKey)) return 'genuine_by_oa_id';
  return secrets.appSecret && matches(secrets.appId, secrets.appSecret) ? 'app_secret' : 'wrong';
}

/** Seen are `mac=<hex>`, `mac = <hex>` and the bare hex. */
function readMac(header: Headers[string]): Buffer | undefined {
  const text = typeof header === 'string' ? header : header?.[0];
  const hex = /^\s{0,8}(?:mac\s{0,8}=\s{0,8})?([0-9a-f]{64})\s{0,8}$/i.exec(text ?? '')?.[1];
  return hex === undefined ? undefined : Buffer.from(hex, 'hex');
}
