import { createHash } from 'node:crypto';
import { issuePair, newId } from './platform.ts';
import type { Platform } from './platform.ts';
import type { Call, Fields } from './types.ts';

/** OAuth v4 of official accounts: refusals come with status 200 and a name instead of a number. */
export function grantTokens(platform: Platform, { headers, fields }: Call): Fields {
  if (headers['secret_key'] !== platform.appSecret) return refusal('Invalid secret key');
  if (fields.app_id !== platform.appId) return refusal('Invalid app id', -14_002);
  if (fields.grant_type === 'refresh_token') return refresh(platform, fields.refresh_token);
  if (fields.grant_type === 'authorization_code') return tradeCode(platform, fields);
  return refusal('Invalid grant type');
}

function refresh(platform: Platform, token: unknown): Fields {
  const valid = platform.refreshToken;
  if (valid === undefined || token !== valid.token || platform.now() >= valid.expiresAt) {
    platform.refusedRefreshes += 1;
    return refusal('Invalid refresh token');
  }
  platform.refreshes += 1;
  return pairOf(platform);
}

function tradeCode(platform: Platform, { code, code_verifier: verifier }: Fields): Fields {
  const expected = platform.codes.get(String(code));
  platform.codes.delete(String(code));
  if (expected === undefined || platform.now() >= expected.expiresAt) return refusal('Invalid code');
  if (expected.challenge !== challengeOf(String(verifier))) return refusal('Invalid code verifier', -14_010);
  return pairOf(platform);
}

export function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}

const codeLife = 10 * 60_000;

export function addCode(platform: Platform, code: string, challenge: string): void {
  platform.codes.set(code, { challenge, expiresAt: platform.now() + codeLife });
}

/** Where the consent page leads the administrator to: back to the app, or to a page of Zalo's own about what is wrong. */
export function consentTarget(platform: Platform, query: URLSearchParams): string {
  const error = (code: number): string => `https://oauth.example/v4/permission/error?error_code=${code}`;
  const callback = query.get('redirect_uri') ?? '';
  if (query.get('app_id') !== platform.appId) return error(-14_002);
  if (callback === '' || callback !== platform.callbackUrl) return error(-14_003);
  const target = new URL(callback);
  const state = query.get('state');
  if (state !== null) target.searchParams.set('state', state);
  if (platform.administrator === 'declines') return target.href;
  const code = `code-${newId()}`;
  addCode(platform, code, query.get('code_challenge') ?? '');
  target.searchParams.set('code', code);
  target.searchParams.set('oa_id', platform.chosenOaId);
  return target.href;
}

function pairOf(platform: Platform): Fields {
  const { accessToken, refreshToken } = issuePair(platform);
  // A text, as documented.
  return { access_token: accessToken, refresh_token: refreshToken, expires_in: '90000' };
}

function refusal(name: string, error?: number): Fields {
  const words = { error_name: name, error_reason: '', error_description: name, ref_doc: 'https://oauth.example/docs' };
  return error === undefined ? words : { ...words, error };
}
