import { Telegram } from 'telegraf';
import type { Opts, Telegram as Methods } from 'telegraf/types';
import { SendError } from '../channel.ts';
import { createAgent, watchAttempt } from './connection.ts';
import { toSendError } from './errors.ts';

/** Telegram's HTTP interface. */
export interface TelegramApi {
  /** Calls one method and returns its unchecked result. Throws `SendError` only. */
  call<M extends keyof Methods>(method: M, payload: Opts<M>, signal: AbortSignal): Promise<unknown>;
}

type CallSignal = NonNullable<NonNullable<Parameters<Telegram['callApi']>[2]>['signal']>;

/** A longer call is dead; pictures over a slow line get through in this time. */
const callTimeout = 60_000;

/** `apiRoot` may have a path. */
export function createTelegramApi(token: string, apiRoot: string): TelegramApi {
  // Without the last slash telegraf drops the path.
  const root = apiRoot.endsWith('/') ? apiRoot : `${apiRoot}/`;
  const agent = createAgent(root);
  const telegram = new Telegram(token, { apiRoot: root, webhookReply: false, agent });
  // telegraf throws the agent away when the root is http.
  telegram.options.agent = agent;

  return {
    async call(method, payload, signal) {
      if (signal.aborted) throw givenUp(method);
      const attempt = { connecting: false };
      const limited = AbortSignal.any([signal, AbortSignal.timeout(callTimeout)]) as CallSignal;
      try {
        return await watchAttempt(attempt, () => telegram.callApi(method, payload, { signal: limited }));
      } catch (error) {
        throw toSendError(error, method, token, attempt);
      }
    },
  };
}

function givenUp(method: string): SendError {
  return new SendError(`Telegram ${method} was given up before it began`, { code: 'unavailable', retryable: true });
}
