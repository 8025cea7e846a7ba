import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A link by which an administrator of the official account lets the app in. */
export interface ConsentLink {
  readonly url: string;
  /** Comes back with the answer; tells that the link is ours. */
  readonly state: string;
  readonly expiresAt: Date;
}

/** One side of Zalo's OAuth: the link, and what is needed to believe and use the answer. */
export interface Consent {
  /** As it has to stand in Zalo's console, to the letter. */
  readonly callbackUrl: string;
  /** The same for every link of this installation: the console keeps one. */
  readonly codeChallenge: string;
  readonly codeVerifier: string;
  createLink(): ConsentLink;
  /** `expired` only for a state that was ours. */
  judgeState(state: string | undefined): 'valid' | 'expired' | 'wrong';
}

export interface ConsentSettings {
  readonly appId: string;
  /** https. */
  readonly callbackUrl: string;
  readonly oauthRoot: string;
  /** A keyed hash of 32 bytes, the same in all processes: no link has to be stored until it is used. */
  readonly mac: (text: string) => Uint8Array;
  readonly clock: () => Date;
}

/** Long enough to pass the link to an administrator who sits elsewhere. Milliseconds. */
export const linkLife = 60 * 60_000;

const stateShape = /^([0-9a-f]{12}[0-9a-f]{32})([0-9a-f]{64})$/;
const timeDigits = 12;

export function createConsent({ appId, callbackUrl, oauthRoot, mac, clock }: ConsentSettings): Consent {
  const sign = (body: string): Uint8Array => mac(`zalo consent state ${appId} ${callbackUrl} ${body}`);
  const codeVerifier = lettersAndDigits(mac(`zalo consent verifier ${appId}`));
  const codeChallenge = createHash('sha256').update(codeVerifier).digest('base64url');
  return {
    callbackUrl,
    codeChallenge,
    codeVerifier,
    createLink() {
      const expiresAt = new Date(clock().getTime() + linkLife);
      const body = expiresAt.getTime().toString(16).padStart(timeDigits, '0') + randomBytes(16).toString('hex');
      const state = body + Buffer.from(sign(body)).toString('hex');
      const query = new URLSearchParams({ app_id: appId, redirect_uri: callbackUrl, code_challenge: codeChallenge, state });
      return { url: `${oauthRoot.replace(/\/+$/, '')}/v4/oa/permission?${query.toString()}`, state, expiresAt };
    },
    judgeState(state) {
      const [, body = '', signature = ''] = stateShape.exec(state ?? '') ?? [];
      if (body === '' || !timingSafeEqual(Buffer.from(signature, 'hex'), sign(body))) return 'wrong';
      return Number.parseInt(body.slice(0, timeDigits), 16) > clock().getTime() ? 'valid' : 'expired';
    },
  };
}

/** 43 signs. Zalo describes a verifier as letters and digits, so the two other signs of base64url are written as letters. */
function lettersAndDigits(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url').replaceAll('-', 'A').replaceAll('_', 'z');
}
