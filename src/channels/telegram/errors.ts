import { SendError } from '../channel.ts';
import type { SendErrorCode, SendErrorDetails } from '../channel.ts';
import type { Attempt } from './connection.ts';
import { fieldsOf } from './read.ts';
import { redactDescription } from './redact.ts';

interface Rule {
  readonly status: number;
  /** Beginning of the description after "Bad Request: " and the like; left out: any text. */
  readonly starts?: string;
  readonly code: SendErrorCode;
  readonly retryable: boolean;
  readonly scope: 'address' | 'account';
}

/** One row for refusals that concern this chat or this message only and that no second try can mend. */
function final(status: number, code: SendErrorCode, ...texts: readonly string[]): readonly Rule[] {
  return texts.map((starts) => ({ status, starts, code, retryable: false, scope: 'address' }) as const);
}

/**
 * What Telegram's answers mean for us. The first row that fits counts; the rows without a text catch new wordings.
 * Texts: github.com/tdlib/telegram-bot-api, telegram-bot-api/Client.cpp.
 */
const rules: readonly Rule[] = [
  ...final(403, 'gone', 'user is deactivated', 'bot was kicked', 'bot is not a member', 'the group chat was deleted'),
  { status: 403, code: 'blocked', retryable: false, scope: 'address' },
  ...final(400, 'gone', 'chat not found', 'private chat not found', 'user not found', 'PEER_ID_INVALID'),
  ...final(400, 'gone', 'group chat was upgraded to a supergroup chat'),
  ...final(400, 'blocked', 'not enough rights', 'CHAT_WRITE_FORBIDDEN'),
  // The file service of Telegram is away for a moment; the same bytes go through later.
  { status: 400, starts: 'wrong file_id', code: 'unavailable', retryable: true, scope: 'address' },
  { status: 400, code: 'refused', retryable: false, scope: 'address' },
  { status: 401, code: 'misconfigured', retryable: false, scope: 'account' },
  // A token of the wrong shape; also a method that this server does not know.
  { status: 404, code: 'misconfigured', retryable: false, scope: 'account' },
  { status: 409, code: 'misconfigured', retryable: false, scope: 'account' },
  // Telegram does not say what the wait is for; one chat is the usual case.
  { status: 429, code: 'rate_limited', retryable: true, scope: 'address' },
];

const otherRefusal = { code: 'refused', retryable: false, scope: 'address' } as const;
const platformFault = { code: 'unavailable', retryable: true, scope: 'account' } as const;
const noAnswer = { code: 'unknown_outcome', retryable: true, scope: 'account' } as const;

/** What a refusal of Telegram means. `parameters` is the untrusted object of the same name in its answer. */
export function classifyAnswer(status: number, description: string, parameters: unknown): SendErrorDetails {
  if (!(status >= 400 && status < 500)) return platformFault;
  const text = description.replace(/^[a-z ]{1,30}: /i, '').toLowerCase();
  const rule = rules.find((each) => each.status === status && text.startsWith((each.starts ?? '').toLowerCase()));
  if (rule === undefined) return otherRefusal;
  const { code, retryable, scope } = rule;
  if (code !== 'rate_limited') return { code, retryable, scope };
  return { code, retryable, scope, retryAfter: waitMilliseconds(description, parameters) };
}

/** Never less than a second: a wait of 0 would make a busy loop. */
function waitMilliseconds(description: string, parameters: unknown): number {
  const told = fieldsOf(parameters).retry_after;
  const written = /retry after (\d{1,9})/i.exec(description)?.[1];
  const seconds = typeof told === 'number' && Number.isFinite(told) ? told : Number(written ?? 1);
  return Math.max(1, seconds) * 1000;
}

/**
 * Turns whatever a call threw into our error; `cause.status` is Telegram's code. The original is left behind: it holds
 * the token, the chat or the text.
 */
export function toSendError(error: unknown, method: string, token: string, attempt: Attempt): SendError {
  if (error instanceof SendError) return error;
  const answer = fieldsOf(error).response;
  if (answer !== undefined) return answerError(answer, method, token);
  const details = classifyFailure(error, attempt);
  return new SendError(`Telegram ${method} failed: ${describeFailure(error, attempt)}`, details);
}

function answerError(answer: unknown, method: string, token: string): SendError {
  const { error_code: code, description, parameters } = fieldsOf(answer);
  const status = typeof code === 'number' ? code : 0;
  const text = typeof description === 'string' ? description : '';
  const details = classifyAnswer(status, text, parameters);
  const message = `Telegram ${method} answered ${status}: ${redactDescription(text, token)}`;
  return new SendError(message, { ...details, cause: { status } });
}

function classifyFailure(error: unknown, attempt: Attempt): SendErrorDetails {
  if (attempt.connecting || isForeignAnswer(error)) return platformFault;
  return noAnswer;
}

/** Something answered, but not in Telegram's way: a block page, a proxy, a redirect. */
function isForeignAnswer(error: unknown): boolean {
  const { type } = fieldsOf(error);
  return error instanceof TypeError || type === 'invalid-json' || (typeof type === 'string' && type.endsWith('redirect'));
}

function describeFailure(error: unknown, attempt: Attempt): string {
  if (isForeignAnswer(error)) return "the answer was not Telegram's";
  const { code } = fieldsOf(error);
  const reason = typeof code === 'string' && /^[A-Z0-9_]{2,40}$/.test(code) ? code : 'no answer in time';
  return attempt.connecting ? `no connection (${reason})` : `${reason}; it may have arrived`;
}
