import { describe, expect, it } from 'vitest';
import { SendError } from '../../../src/channels/channel.ts';
import { errorTable, readReply } from '../../../src/channels/zalo-oa/errors.ts';

const noon = new Date('2026-11-24T12:00:00+07:00');

function reply(body: unknown, { status = 200, headers = {}, now = noon }: { status?: number; headers?: Record<string, string>; now?: Date } = {}) {
  const read = readReply({ status, headers, text: typeof body === 'string' ? body : JSON.stringify(body) }, '/cs', now);
  if ('data' in read) return { data: read.data };
  const { code, retryable, scope, retryAfter, message } = read.failure;
  return { code, retryable, scope, retryAfter, message, action: read.action, known: read.known };
}

const refusal = (error: number, message = 'x'): object => ({ error, message });

describe('an answer of Zalo', () => {
  it('with error 0 is a success, whatever else it tells or leaves out', () => {
    expect(reply({ error: 0, message: 'Success', data: { message_id: 'a', quota: { remain: '8' } } })).toEqual({ data: { message_id: 'a', quota: { remain: '8' } } });
    expect(reply({ error: 0 })).toEqual({ data: {} });
  });

  it.each([
    [-32, 'rate_limited', true, 'account'],
    [-200, 'unavailable', true, 'address'],
    [-201, 'refused', false, 'address'],
    [-210, 'refused', false, 'address'],
    [-204, 'misconfigured', false, 'account'],
    [-211, 'out_of_quota', true, 'address'],
    [-213, 'blocked', false, 'address'],
    [-216, 'misconfigured', false, 'account'],
    [-217, 'blocked', false, 'address'],
    [-218, 'out_of_quota', true, 'address'],
    [-220, 'misconfigured', false, 'account'],
    [-221, 'misconfigured', false, 'account'],
    [-224, 'misconfigured', false, 'account'],
    [-230, 'window_closed', false, 'address'],
    [-232, 'window_closed', false, 'address'],
    [-233, 'refused', false, 'address'],
    [-240, 'misconfigured', false, 'account'],
    [-244, 'blocked', false, 'address'],
    [-248, 'blocked', false, 'address'],
    [-321, 'misconfigured', false, 'account'],
    [-108, 'refused', false, 'address'],
    [-112, 'refused', false, 'address'],
    [-118, 'blocked', false, 'address'],
    [-131, 'misconfigured', false, 'account'],
    [-137, 'misconfigured', false, 'account'],
    [-144, 'out_of_quota', true, 'address'],
    [-1471, 'out_of_quota', true, 'address'],
  ])('with error %i is %s although its status is 200', (error, code, retryable, scope) => {
    expect(reply(refusal(error))).toMatchObject({ code, retryable, scope, known: true });
  });

  it('with -100 depends on its text', () => {
    expect(reply(refusal(-100, 'attachment_id was expired'))).toMatchObject({ code: 'refused', action: 'upload_again' });
    expect(reply(refusal(-100, 'Unknown error'))).toMatchObject({ code: 'unavailable', retryable: true });
  });

  it('about the night waits until five past six in Vietnam', () => {
    const at = (time: string) => reply(refusal(-234), { now: new Date(time) }).retryAfter;
    expect(at('2026-11-24T23:05:00+07:00')).toBe(7 * 3_600_000);
    expect(at('2026-11-25T05:05:00+07:00')).toBe(3_600_000);
    expect(at('2026-11-24T16:05:00Z')).toBe(7 * 3_600_000);
    expect(reply(refusal(-133), { now: new Date('2026-11-24T23:05:00+07:00') })).toMatchObject({ code: 'rate_limited', retryAfter: 7 * 3_600_000 });
  });

  it('about too many calls waits as told, or a while', () => {
    expect(reply(refusal(-32)).retryAfter).toBe(10_000);
    expect(reply(refusal(-32), { headers: { 'retry-after': '7' } }).retryAfter).toBe(7000);
    expect(reply('', { status: 429 })).toMatchObject({ code: 'rate_limited', scope: 'account', retryAfter: 10_000 });
  });

  it('with an unknown code is given up and marked as unknown', () => {
    expect(reply(refusal(-9999))).toMatchObject({ code: 'refused', retryable: false, known: false });
    expect(reply(refusal(-9999), { status: 500 })).toMatchObject({ code: 'unavailable', retryable: true, known: false });
  });

  it.each([
    ['a page', '<html>', 200, 'unavailable', true],
    ['an empty answer', '', 502, 'unavailable', true],
    ['a redirect', '', 302, 'unavailable', true],
    ['JSON of something else', '{}', 404, 'misconfigured', false],
    ['a path that does not exist', '{"error":404,"message":"empty or invalid API"}', 404, 'misconfigured', false],
    ['a fault of the service', '{"error":0}', 500, 'unavailable', true],
  ])('that is %s counts as %s', (_what, text, status, code, retryable) => {
    expect(reply(text, { status })).toMatchObject({ code, retryable });
  });

  it('never carries a link, a long number, a token or quoted words into an error', () => {
    const text = `user 24684588352919792123 said "tôi tên Tư" at https://a.example/x token ${'A1b2'.repeat(10)}`;
    const { message } = reply(refusal(-201, text));
    expect(message).toBe('Zalo /cs answered -201: user # said "…" at <link> token <token>');
  });

  it('has one row for each code and text, all of them with what to do', () => {
    const names = errorTable.map(({ error, starts }) => `${error} ${starts ?? ''}`);
    expect(new Set(names).size).toBe(names.length);
    expect(errorTable.filter(({ code, retryable }) => ['rate_limited', 'out_of_quota', 'unavailable'].includes(code) !== retryable)).toEqual([]);
    expect(new SendError('x', { code: 'refused', retryable: false }).scope).toBe('address');
  });
});
