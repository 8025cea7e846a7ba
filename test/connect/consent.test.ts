import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createConsent, type Consent } from '../../src/channels/zalo-oa/mod.ts';

const start = Date.parse('2026-11-24T08:00:00+07:00');
const hour = 3_600_000;

function consentWith(more: { readonly key?: string; readonly now?: () => number; readonly appId?: string; readonly callbackUrl?: string } = {}): Consent {
  const { key = 'key', now = () => start, appId = '36', callbackUrl = 'https://causo.example/oauth/zalo/callback' } = more;
  const mac = (text: string): Uint8Array => createHmac('sha256', key).update(text).digest();
  return createConsent({ appId, callbackUrl, oauthRoot: 'https://oauth.zaloapp.com', mac, clock: () => new Date(now()) });
}

describe('the link for a consent', () => {
  it('names the app, the way back, the challenge and a state of its own, on the official host', () => {
    const consent = consentWith();
    const [first, second] = [consent.createLink(), consent.createLink()];
    const url = new URL(first.url);
    expect(url.origin + url.pathname).toBe('https://oauth.zaloapp.com/v4/oa/permission');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      app_id: '36',
      redirect_uri: 'https://causo.example/oauth/zalo/callback',
      code_challenge: consent.codeChallenge,
      state: first.state,
    });
    expect(first.state).not.toBe(second.state);
    expect(first.expiresAt.getTime()).toBe(start + hour);
  });

  it('has a verifier of 43 letters and digits, the same for this installation and another for every other one', () => {
    fc.assert(
      fc.property(fc.string(), (key) => {
        const { codeVerifier, codeChallenge } = consentWith({ key });
        expect(codeVerifier).toMatch(/^[A-Za-z0-9]{43}$/);
        expect(codeChallenge).toBe(createHash('sha256').update(codeVerifier).digest('base64url'));
        expect(consentWith({ key }).codeVerifier).toBe(codeVerifier);
      }),
    );
    expect(consentWith({ key: 'other' }).codeVerifier).not.toBe(consentWith().codeVerifier);
  });
});

describe('a state that comes back', () => {
  it('is believed in every process with the same key, until its hour is over', () => {
    let now = start;
    const { state } = consentWith().createLink();
    const other = consentWith({ now: () => now });
    expect(other.judgeState(state)).toBe('valid');
    now = start + hour - 1;
    expect(other.judgeState(state)).toBe('valid');
    now = start + hour;
    expect(other.judgeState(state)).toBe('expired');
  });

  it('is wrong when a sign of it was changed, also in its time', () => {
    const consent = consentWith();
    const { state } = consent.createLink();
    fc.assert(
      fc.property(fc.nat(state.length - 1), fc.integer({ min: 0, max: 15 }).map((digit) => digit.toString(16)), (place, sign) => {
        const changed = state.slice(0, place) + sign + state.slice(place + 1);
        expect(consent.judgeState(changed)).toBe(changed === state ? 'valid' : 'wrong');
      }),
    );
  });

  it('is wrong when it is missing, cut, longer, anything else, or made for another key, app or address', () => {
    const consent = consentWith();
    const { state } = consent.createLink();
    for (const wrong of [undefined, '', 'x', state.slice(1), `${state}0`, state.toUpperCase(), `${state}\n`]) expect(consent.judgeState(wrong)).toBe('wrong');
    for (const other of [{ key: 'other' }, { appId: '37' }, { callbackUrl: 'https://else.example/oauth/zalo/callback' }]) expect(consentWith(other).judgeState(state)).toBe('wrong');
    fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => consent.judgeState(text) === 'wrong'));
  });
});
