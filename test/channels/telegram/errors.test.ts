import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { classifyAnswer, toSendError } from '../../../src/channels/telegram/errors.ts';

describe('what a refusal of Telegram means', () => {
  it.each([
    [403, 'Forbidden: bot was blocked by the user', 'blocked', false, 'address'],
    [403, "Forbidden: bot can't initiate conversation with a user", 'blocked', false, 'address'],
    [403, 'Forbidden: user is deactivated', 'gone', false, 'address'],
    [403, 'Forbidden: something that was never seen', 'blocked', false, 'address'],
    [400, 'Bad Request: chat not found', 'gone', false, 'address'],
    [400, 'BAD REQUEST: CHAT NOT FOUND', 'gone', false, 'address'],
    [400, 'Bad Request: PEER_ID_INVALID', 'gone', false, 'address'],
    [400, 'Bad Request: message is too long', 'refused', false, 'address'],
    [400, 'Bad Request: something that was never seen', 'refused', false, 'address'],
    [400, 'Bad Request: wrong file_id or the file is temporarily unavailable', 'unavailable', true, 'address'],
    [413, 'Request Entity Too Large', 'refused', false, 'address'],
    [401, 'Unauthorized', 'misconfigured', false, 'account'],
    [404, 'Not Found', 'misconfigured', false, 'account'],
    [409, 'Conflict: terminated by other getUpdates request', 'misconfigured', false, 'account'],
    [500, 'Internal Server Error: restart', 'unavailable', true, 'account'],
    [0, '', 'unavailable', true, 'account'],
    [Number.NaN, '', 'unavailable', true, 'account'],
  ])('%d %j is %s', (status, description, code, retryable, scope) => {
    expect(classifyAnswer(status, description, undefined)).toEqual({ code, retryable, scope });
  });

  it.each([
    ['told', 'Too Many Requests: retry after 14', { retry_after: 14 }, 14_000],
    ['only written', 'Too Many Requests: retry after 35', undefined, 35_000],
    ['nonsense', 'Too Many Requests: retry after 5', { retry_after: 'soon' }, 5000],
    ['zero', 'Too Many Requests', { retry_after: 0 }, 1000],
    ['negative', 'Too Many Requests', { retry_after: -9 }, 1000],
    ['missing', 'Too Many Requests', null, 1000],
  ])('a wait that is %s is at least a second', (_name, description, parameters, retryAfter) => {
    const details = classifyAnswer(429, description, parameters);
    expect(details).toEqual({ code: 'rate_limited', retryable: true, scope: 'address', retryAfter });
  });
});

describe('the text of an error', () => {
  const token = 'not:a usual token';

  function textFor(description: string): string {
    const thrown = { response: { error_code: 400, description }, on: { payload: { text: 'riêng tư', chat_id: 77 } } };
    return toSendError(thrown, 'sendMessage', token, { connecting: false }).message;
  }

  it.each([
    ['the token', `bad ${token} here`, token],
    ['another token', 'at /bot12345:AbC_d-9/getMe', 'AbC_d-9'],
    ['a number', 'user 84900000123 not found', '84900000123'],
    ['quoted words', 'Unsupported start tag "Lành"', 'Lành'],
    ['a link', 'wrong url https://example.test/?q=Lành', 'example'],
    ['a line break', 'one\ntwo', '\n'],
  ])('never holds %s', (_name, description, forbidden) => {
    expect(textFor(description)).not.toContain(forbidden);
  });

  it('holds the method, the code and the reason, and never the message', () => {
    const error = toSendError(
      { response: { error_code: 400, description: 'Bad Request: chat not found' }, on: { payload: { text: 'riêng tư' } } },
      'sendMessage',
      token,
      { connecting: false },
    );
    expect(error.message).toBe('Telegram sendMessage answered 400: Bad Request: chat not found');
    expect(JSON.stringify([error.cause, error.message])).not.toContain('riêng tư');
  });

  it('a description of any length gives a short text', () => {
    expect(textFor('x '.repeat(100_000)).length).toBeLessThan(250);
  });

  it.each([null, undefined, 'text', 5, new Error('https://host/bot12:abc/x'), { code: 'a b' }])(
    'anything thrown becomes a SendError without its words',
    (thrown) => {
      const error = toSendError(thrown, 'sendMessage', token, { connecting: false });
      expect(error).toMatchObject({ code: 'unknown_outcome', retryable: true });
      expect(error.message).toBe('Telegram sendMessage failed: no answer in time; it may have arrived');
    },
  );
});

/** What our code says for each class of the recorded answers. We never edit, so those texts are simply refusals. */
const classes: Readonly<Record<string, { readonly codes: readonly string[]; readonly retryable: boolean }>> = {
  'recipient-gone': { codes: ['blocked', 'gone'], retryable: false },
  'group-gone': { codes: ['blocked', 'gone'], retryable: false },
  migrate: { codes: ['gone'], retryable: false },
  'topic-gone': { codes: ['refused'], retryable: false },
  'retry-after': { codes: ['rate_limited'], retryable: true },
  'retry-backoff': { codes: ['unavailable'], retryable: true },
  'retry-backoff-few': { codes: ['unavailable'], retryable: true },
  'config-fatal': { codes: ['misconfigured'], retryable: false },
  'bug-in-request': { codes: ['refused'], retryable: false },
  'file-too-big': { codes: ['refused'], retryable: false },
  'ignore-success': { codes: ['refused'], retryable: false },
  'send-new-instead': { codes: ['refused'], retryable: false },
};

interface RecordedError {
  readonly class: string;
  readonly body: { readonly error_code: number; readonly description: string; readonly parameters?: object };
}

const file = join(import.meta.dirname, '../../../../shared/fixtures/telegram/api-errors/api-errors.json');
const recorded: readonly RecordedError[] = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
const describeRecorded = recorded.length > 0 ? describe : undefined;

describeRecorded?.('recorded refusals of Telegram', () => {
  it.each(recorded)('$body.description is of the class $class', ({ class: name, body }) => {
    const { code, retryable } = classifyAnswer(body.error_code, body.description, body.parameters);
    expect(classes[name]?.codes).toContain(code);
    expect(retryable).toBe(classes[name]?.retryable);
  });
});
