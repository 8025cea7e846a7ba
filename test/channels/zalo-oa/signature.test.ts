import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { judgeSignature } from '../../../src/channels/zalo-oa/signature.ts';

const secrets = { appId: '3608465249', oaSecretKey: 'key-of-the-account', appSecret: 'secret-of-the-app' };
const body = `{ "app_id": "3608465249",\n "recipient": {"id": "388"}, "message": {"text": "Ch\\u00e0o \\/ bà con"}, "timestamp": "1766619597466" }`;

function mac(id: string, secret: string, text = body, timestamp = '1766619597466'): string {
  return createHash('sha256').update(`${id}${text}${timestamp}${secret}`).digest('hex');
}

function judge(header: string | readonly string[] | undefined, text = body): string {
  return judgeSignature(Buffer.from(text), { 'x-zevent-signature': header }, secrets);
}

describe('the signature of Zalo', () => {
  const right = mac('3608465249', secrets.oaSecretKey);

  it.each([
    ['mac=<hex>', `mac=${right}`],
    ['mac = <hex>', `mac = ${right}`],
    ['bare hex', right],
    ['upper case', `mac=${right.toUpperCase()}`],
  ])('is right in the form %s', (_form, header) => {
    expect(judge(header)).toBe('genuine');
  });

  it('is right when the header came twice and the first is right', () => {
    expect(judge([`mac=${right}`, 'mac=00'])).toBe('genuine');
  });

  it.each([undefined, '', 'mac=', `mac=${'0'.repeat(64)}`, `mac=${right}0`, `mac=${right.slice(1)}`, `sha256=${right}`, 'x'.repeat(10_000)])('is wrong as %s', (header) => {
    expect(judge(header)).toBe('wrong');
  });

  it('is wrong over bytes that were only written again', () => {
    expect(judge(`mac=${right}`, JSON.stringify(JSON.parse(body)))).toBe('wrong');
  });

  it('is wrong over a changed body, and for another app', () => {
    expect(judge(`mac=${right}`, body.replace('bà', 'ba'))).toBe('wrong');
    const other = body.replace('3608465249', '999');
    expect(judge(`mac=${mac('999', secrets.oaSecretKey, other)}`, other)).toBe('wrong');
  });

  it('is wrong over what is no JSON or has no time', () => {
    for (const text of ['', 'null', '[]', 'x', '{"app_id":"3608465249"}']) {
      expect(judge(`mac=${mac('3608465249', secrets.oaSecretKey, text, '')}`, text)).toBe('wrong');
    }
  });

  it('made with the id of the account is taken, and told apart', () => {
    expect(judge(`mac=${mac('388', secrets.oaSecretKey)}`)).toBe('genuine_by_oa_id');
  });

  it('made with the secret of the app shows that the two secrets were mixed up, and stays wrong', () => {
    expect(judge(`mac=${mac('3608465249', secrets.appSecret)}`)).toBe('app_secret');
  });

  it('by an empty key is never right', () => {
    const header = { 'x-zevent-signature': mac('3608465249', '') };
    expect(judgeSignature(Buffer.from(body), header, { ...secrets, oaSecretKey: '' })).toBe('wrong');
  });

  it('covers a time that came as a number', () => {
    const text = '{"app_id":"3608465249","timestamp":1766619597466}';
    expect(judge(mac('3608465249', secrets.oaSecretKey, text), text)).toBe('genuine');
  });
});
