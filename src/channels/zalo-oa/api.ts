import { SendError } from '../channel.ts';
import { readReply, toSendError } from './errors.ts';
import type { Reply } from './errors.ts';
import { HttpFailure } from './exchange.ts';
import type { HttpAnswer } from './exchange.ts';
import type { Call, Http } from './http.ts';
import { wholeNumberOf } from './read.ts';
import type { Fields } from './read.ts';

/** Where the access token comes from. Both throw `SendError` only. */
export interface TokenSource {
  current(signal: AbortSignal): Promise<string>;
  /** A token that is not the one Zalo has just refused: read again first, and only then renewed. */
  renew(refused: string, signal: AbortSignal): Promise<string>;
}

/** Waits until one more call may go out: Zalo counts every one of them. */
export type BeforeCall = (signal: AbortSignal) => Promise<void>;

/** The Open API of an official account. Throws `SendError`, and what `beforeCall` throws. */
export interface ZaloApi {
  /** Calls one method and returns the `data` of its answer, unchecked. */
  call(call: Call, signal: AbortSignal): Promise<Fields>;
  post(path: string, body: unknown, signal: AbortSignal): Promise<Fields>;
  /** The same, but each call awaits `beforeCall` first; whatever that throws ends it. */
  pacedBy(beforeCall: BeforeCall): ZaloApi;
  /** Calls a minute that Zalo last said it allows; undefined as long as it has not. */
  allowedPerMinute(): number | undefined;
}

export interface ZaloApiParts {
  readonly http: Http;
  readonly tokens: TokenSource;
  readonly clock: () => Date;
  /** Without it calls go at once. */
  readonly beforeCall?: BeforeCall;
  /** Gets a fixed word with a code of Zalo for the operator; nothing personal. */
  readonly log: (event: string) => void;
}

export function createZaloApi({ http, tokens, clock, log, beforeCall: usual = async () => undefined }: ZaloApiParts): ZaloApi {
  let allowed: number | undefined;

  const attempt = async (beforeCall: BeforeCall, call: Call, token: string, signal: AbortSignal): Promise<Reply> => {
    await beforeCall(signal);
    const answer = await send(call, token, signal);
    allowed = wholeNumberOf(answer.headers['x-ratelimit-limit']) ?? allowed;
    return readReply(answer, call.path, clock());
  };

  const send = async (call: Call, token: string, signal: AbortSignal): Promise<HttpAnswer> => {
    try {
      return await http.call({ ...call, headers: { ...call.headers, access_token: token } }, signal);
    } catch (error) {
      if (error instanceof HttpFailure) throw toSendError(error, call.path);
      throw error;
    }
  };

  const settle = (reply: Reply): Fields => {
    if ('data' in reply) return reply.data;
    if (!reply.known) log(`unknown_error ${String(codeOf(reply.failure))}`);
    throw reply.failure;
  };

  const callPaced = (beforeCall: BeforeCall) => async (request: Call, signal: AbortSignal): Promise<Fields> => {
    if (signal.aborted) throw new SendError(`Zalo ${request.path} was given up before it began`, { code: 'unavailable', retryable: true });
    const token = await tokens.current(signal);
    const reply = await attempt(beforeCall, request, token, signal);
    if (!('failure' in reply) || reply.action !== 'renew_token') return settle(reply);
    // Another process may have renewed it: then the old one died at that moment.
    const newer = await tokens.renew(token, signal);
    return settle(await attempt(beforeCall, request, newer, signal));
  };

  const pacedBy = (beforeCall: BeforeCall): ZaloApi => {
    const call = callPaced(beforeCall);
    const headers = { 'content-type': 'application/json' };
    return {
      call,
      post: (path, body, signal) => call({ method: 'POST', path, headers, body: JSON.stringify(body) }, signal),
      pacedBy,
      allowedPerMinute: () => allowed,
    };
  };
  return pacedBy(usual);
}

/** Zalo's own code behind an error of ours; undefined when there was none. */
export function codeOf(error: SendError): unknown {
  const { cause } = error;
  return typeof cause === 'object' && cause !== null && 'error' in cause ? cause.error : undefined;
}
