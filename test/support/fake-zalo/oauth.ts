import { issuePair } from './platform.ts';
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
  if (expected === undefined || expected !== verifier) return refusal('Invalid code');
  return pairOf(platform);
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
