import { HttpFailure } from './exchange.ts';
import { createHttp } from './http.ts';
import { readJson } from './json.ts';
import { fieldsOf, textOf, wholeNumberOf } from './read.ts';
import type { Fields } from './read.ts';

export interface TokenPair {
  readonly accessToken: string;
  readonly refreshToken: string;
}

/**
 * `refused`: final, a person has to consent again. `later`: nothing happened. `lost`: no answer came, so the refresh
 * token may be used up.
 */
export type OauthAnswer =
  | { readonly outcome: 'pair'; readonly pair: TokenPair; readonly validSeconds: number }
  | { readonly outcome: 'refused'; readonly reason: string }
  | { readonly outcome: 'later'; readonly reason: string }
  | { readonly outcome: 'lost' };

/** Zalo's OAuth for official accounts. Never rejects. */
export interface Oauth {
  /** Trades a refresh token, which dies by it, for a new pair. */
  refresh(refreshToken: string): Promise<OauthAnswer>;
  /** Trades the code that Zalo brought to the callback address for the first pair. */
  exchangeCode(code: string, codeVerifier: string): Promise<OauthAnswer>;
}

export interface OauthSettings {
  readonly appId: string;
  /** "App Secret", not the OA secret key that signs webhooks. */
  readonly appSecret: string;
  readonly root?: string;
}

/** Milliseconds; shorter than the lease under which tokens are renewed. */
const timeout = 15_000;
/** Seconds, where the answer does not say: 25 hours, as documented. */
const usualLife = 90_000;
const callLimit = -32;

export function createOauth({ appId, appSecret, root = 'https://oauth.zaloapp.com' }: OauthSettings): Oauth {
  const http = createHttp(root);
  const ask = async (fields: Readonly<Record<string, string>>): Promise<OauthAnswer> => {
    try {
      const answer = await http.call(
        {
          method: 'POST',
          path: '/v4/oa/access_token',
          headers: { 'content-type': 'application/x-www-form-urlencoded', secret_key: appSecret },
          body: new URLSearchParams({ app_id: appId, ...fields }).toString(),
        },
        AbortSignal.timeout(timeout),
      );
      return readAnswer(answer.status, readJson(answer.text), fields['refresh_token'] ?? '');
    } catch (error) {
      const arrived = !(error instanceof HttpFailure) || error.arrived;
      return arrived ? { outcome: 'lost' } : { outcome: 'later', reason: 'no connection' };
    }
  };
  return {
    refresh: (refreshToken) => ask({ grant_type: 'refresh_token', refresh_token: refreshToken }),
    exchangeCode: (code, codeVerifier) => ask({ grant_type: 'authorization_code', code, code_verifier: codeVerifier }),
  };
}

/** An access token in the answer is the only sign of success: refusals come with status 200 and in several shapes. */
function readAnswer(status: number, body: unknown, oldRefreshToken: string): OauthAnswer {
  const fields = fieldsOf(body);
  const accessToken = textOf(fields.access_token);
  if (accessToken !== undefined) {
    const refreshToken = textOf(fields.refresh_token) ?? oldRefreshToken;
    const seconds = wholeNumberOf(fields.expires_in) ?? usualLife;
    return { outcome: 'pair', pair: { accessToken, refreshToken }, validSeconds: Math.min(Math.max(seconds, 60), usualLife) };
  }
  if (status >= 500 || status === 429 || !isZaloAnswer(fields)) return { outcome: 'later', reason: `status ${status}` };
  const code = wholeNumberOf(fields.error);
  if (code === callLimit) return { outcome: 'later', reason: 'limit of calls' };
  return { outcome: 'refused', reason: code === undefined ? 'refused' : `refused with ${code}` };
}

/** A page of something in between says nothing about the token. */
function isZaloAnswer(fields: Fields): boolean {
  return ['error', 'error_name', 'error_reason', 'error_description'].some((name) => fields[name] !== undefined);
}
