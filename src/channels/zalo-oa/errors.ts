import { SendError } from '../channel.ts';
import type { SendErrorCode, SendErrorDetails } from '../channel.ts';
import type { HttpAnswer, HttpFailure } from './exchange.ts';
import { readJson } from './json.ts';
import { fieldsOf, textOf, wholeNumberOf } from './read.ts';
import type { Fields } from './read.ts';
import { redactDescription } from './redact.ts';

/** What to do about an answer, besides what its code says to everybody. */
export type Action =
  | 'wait' // back off, the account is at its limit
  | 'wait_for_period' // a quota is used up
  | 'wait_for_morning' // not at night
  | 'try_again'
  | 'upload_again' // the picture's id has expired
  | 'renew_token'
  | 'mark' // the person cannot or does not want to be written to
  | 'use_template' // only a paid template reaches the person now
  | 'send_as_text' // this kind of message is not taken
  | 'fix' // a fault of this program
  | 'alert'; // a person has to mend something in Zalo's console

interface Rule {
  readonly error: number;
  /** Beginning of the text, for the codes that have several meanings; left out: any text. */
  readonly starts?: string;
  readonly code: SendErrorCode;
  readonly action: Action;
  readonly retryable: boolean;
  readonly scope: 'address' | 'account';
  /** Milliseconds. */
  readonly retryAfter?: number;
}

const hour = 3_600_000;

/** One row for each code; none of them is mended by a second try. */
function final(code: SendErrorCode, action: Action, ...errors: readonly number[]): readonly Rule[] {
  const scope = code === 'misconfigured' ? 'account' : 'address';
  return errors.map((error) => ({ error, code, action, retryable: false, scope }) as const);
}

/**
 * What Zalo's codes mean for us; the first row that fits counts. Codes as collected from the official tables in 2026;
 * texts decide only where one code has several meanings, since their wording contains typos and changes.
 */
export const errorTable: readonly Rule[] = [
  // Zalo names no time to wait; its limits count by the minute.
  { error: -32, code: 'rate_limited', action: 'wait', retryable: true, scope: 'account', retryAfter: 10_000 },
  { error: -100, starts: 'attachment', code: 'refused', action: 'upload_again', retryable: false, scope: 'address' },
  { error: -100, code: 'unavailable', action: 'try_again', retryable: true, scope: 'address' },
  { error: -200, code: 'unavailable', action: 'try_again', retryable: true, scope: 'address' },
  ...final('refused', 'fix', -201, -210),
  ...final('misconfigured', 'alert', -204, -205, -209, -212, -219, -221, -223, -224, -235),
  { error: -211, code: 'out_of_quota', action: 'wait_for_period', retryable: true, scope: 'address', retryAfter: hour },
  { error: -218, code: 'out_of_quota', action: 'wait_for_period', retryable: true, scope: 'address', retryAfter: hour },
  ...final('blocked', 'mark', -213, -217, -227, -244, -248),
  ...final('misconfigured', 'renew_token', -216, -220),
  ...final('window_closed', 'use_template', -230, -232),
  ...final('refused', 'send_as_text', -233),
  { error: -234, code: 'rate_limited', action: 'wait_for_morning', retryable: true, scope: 'address' },
  ...final('misconfigured', 'alert', -237, -238, -241, -242, -249, -320, -321, -403),
  ...final('misconfigured', 'fix', -240),
  // Of templates by phone, whose host has codes of its own.
  ...final('refused', 'fix', -108, -109, -111, -112, -1121, -1122, -1124),
  ...final('blocked', 'mark', -114, -118, -119, -139, -140, -141),
  ...final('misconfigured', 'renew_token', -124),
  ...final('misconfigured', 'alert', -115, -131, -135, -1351, -136, -137, -146),
  { error: -133, code: 'rate_limited', action: 'wait_for_morning', retryable: true, scope: 'address' },
  ...[-144, -147, -1441, -1471, -1472].map(
    (error): Rule => ({ error, code: 'out_of_quota', action: 'wait_for_period', retryable: true, scope: 'address', retryAfter: hour }),
  ),
];

/** Whether a wait belongs to the code. */
const waits: readonly SendErrorCode[] = ['rate_limited', 'out_of_quota'];

const unknownCode = { code: 'refused', action: 'alert', retryable: false, scope: 'address' } as const;
const foreignAnswer: SendErrorDetails = { code: 'unavailable', retryable: true, scope: 'account' };
const wrongDoor: SendErrorDetails = { code: 'misconfigured', retryable: false, scope: 'account' };

/** Statuses of a path or an app that Zalo does not know. */
const wrongDoors: readonly number[] = [400, 401, 403, 404];

/** An answer of Zalo, read: the data of a success, or why it is none. */
export type Reply = { readonly data: Fields } | { readonly failure: SendError; readonly action: Action | undefined; readonly known: boolean };

/** Reads an answer; errors come with status 200 as well as with others. `method` is named in the error. */
export function readReply(answer: HttpAnswer, method: string, now: Date): Reply {
  const body = readJson(answer.text);
  const { error, message, data } = fieldsOf(body);
  const code = wholeNumberOf(error);
  if (code === 0 && answer.status < 400) return { data: fieldsOf(data) };
  if (code === undefined || code === 0) return { failure: withoutCode(answer, method), action: undefined, known: true };
  const text = textOf(message) ?? '';
  const rule = errorTable.find((each) => each.error === code && text.toLowerCase().startsWith(each.starts ?? ''));
  const details = detailsOf(rule, answer, now);
  const failure = new SendError(`Zalo ${method} answered ${code}: ${redactDescription(text)}`, { ...details, cause: { error: code } });
  return { failure, action: (rule ?? unknownCode).action, known: rule !== undefined };
}

function detailsOf(rule: Rule | undefined, answer: HttpAnswer, now: Date): SendErrorDetails {
  if (rule === undefined && answer.status >= 500) return foreignAnswer;
  if (rule === undefined && wrongDoors.includes(answer.status)) return wrongDoor;
  const { code, retryable, scope, action } = rule ?? unknownCode;
  const wait = action === 'wait_for_morning' ? untilMorning(now) : (waitTold(answer) ?? rule?.retryAfter);
  return { code, retryable, scope, ...(waits.includes(code) && wait !== undefined ? { retryAfter: wait } : {}) };
}

/** A gateway in front of Zalo may say how long; Zalo itself does not. */
function waitTold({ headers }: HttpAnswer): number | undefined {
  const seconds = wholeNumberOf(headers['retry-after']);
  return seconds !== undefined && seconds > 0 && seconds < 86_400 ? seconds * 1000 : undefined;
}

/** Zalo takes nothing from 22:00 to 06:00; no page names a time zone, so it is taken to be Vietnam's, without summer time. */
function untilMorning(now: Date): number {
  const localMilliseconds = (now.getTime() + 7 * hour) % (24 * hour);
  const morning = 6 * hour + 5 * 60_000;
  return localMilliseconds < morning ? morning - localMilliseconds : 24 * hour - localMilliseconds + morning;
}

/** Something answered, but not in Zalo's way: a page, a gateway, a wrong address. */
function withoutCode(answer: HttpAnswer, method: string): SendError {
  const { status } = answer;
  if (status === 429) {
    const retryAfter = waitTold(answer) ?? 10_000;
    return new SendError(`Zalo ${method} answered with status 429`, { code: 'rate_limited', retryable: true, scope: 'account', retryAfter });
  }
  const isJson = readJson(answer.text) !== undefined;
  const details = isJson && wrongDoors.includes(status) ? wrongDoor : foreignAnswer;
  return new SendError(`Zalo ${method} answered with status ${status} and no code of Zalo`, { ...details, cause: { status } });
}

/** What it means that no answer came. */
export function toSendError(failure: HttpFailure, method: string): SendError {
  const { arrived, message } = failure;
  if (!arrived) return new SendError(`Zalo ${method} failed: no connection (${message})`, foreignAnswer);
  return new SendError(`Zalo ${method} failed: ${message}; it may have arrived`, { code: 'unknown_outcome', retryable: true, scope: 'account' });
}
