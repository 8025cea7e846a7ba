import { SendError } from '../channel.ts';
import { askAccount } from './account.ts';
import type { Account } from './account.ts';
import { createZaloApi } from './api.ts';
import type { TokenSource } from './api.ts';
import type { Consent } from './consent.ts';
import type { Http } from './http.ts';
import type { Oauth, TokenPair } from './oauth.ts';
import type { TokenKeeper, TokenLog } from './token-keeper.ts';

/** What came back from the consent page; nothing in it is checked yet. */
export interface ConsentAnswer {
  readonly code: string | undefined;
  readonly state: string | undefined;
  readonly oaId: string | undefined;
}

/**
 * `connected`: the pair is stored. In all other cases nothing was stored. `used`: the link has done its work before.
 * `other_account`: somebody let the app into another official account. `unavailable`: a new try may go well.
 */
export type ConsentOutcome = 'connected' | 'declined' | 'wrong_state' | 'expired' | 'used' | 'other_account' | 'refused' | 'unavailable';

/** Ends a consent. */
export interface Connector {
  /** Believes the answer, trades its code and stores the pair, once for each link. Never rejects. */
  finish(answer: ConsentAnswer): Promise<ConsentOutcome>;
}

export interface ConnectorParts {
  readonly consent: Consent;
  readonly oauth: Pick<Oauth, 'exchangeCode'>;
  readonly tokens: Pick<TokenKeeper, 'connect' | 'hasConnected'>;
  readonly http: Http;
  /** When given, only this account may be let in. */
  readonly oaId: string | undefined;
  readonly clock: () => Date;
  readonly log: TokenLog;
}

/** Milliseconds. */
const askTimeout = 10_000;
const longestCode = 2_000;

export function createConnector(parts: ConnectorParts): Connector {
  const { consent, oauth, tokens, log } = parts;
  let last: Promise<unknown> = Promise.resolve();

  const finish = async (answer: ConsentAnswer): Promise<ConsentOutcome> => {
    const { state } = answer;
    const judged = consent.judgeState(state);
    if (judged === 'wrong' || state === undefined) return 'wrong_state';
    return inTurn(async () => ((await tokens.hasConnected(state)) ? 'used' : judged === 'expired' ? 'expired' : take(answer, state)));
  };

  /** One after the other: of two codes that are traded at once, the later pair may end the one that is stored. */
  const inTurn = (work: () => Promise<ConsentOutcome>): Promise<ConsentOutcome> => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };

  const take = async ({ code, oaId }: ConsentAnswer, state: string): Promise<ConsentOutcome> => {
    if (code === undefined || code === '' || code.length > longestCode) return 'declined';
    if (isOther(oaId)) return 'other_account';
    return trade(code, state);
  };

  const trade = async (code: string, state: string): Promise<ConsentOutcome> => {
    const answer = await oauth.exchangeCode(code, consent.codeVerifier);
    if (answer.outcome !== 'pair') {
      log.error('zalo_consent_not_traded', { reason: answer.outcome === 'lost' ? 'no answer' : answer.reason });
      return answer.outcome === 'refused' ? 'refused' : 'unavailable';
    }
    // What the browser brought may be made up; what the token opens is not.
    if (isOther((await accountOf(parts, answer.pair))?.oaId)) return 'other_account';
    return (await tokens.connect(answer.pair, answer.validSeconds, state)) ? 'connected' : 'used';
  };

  const isOther = (oaId: string | undefined): boolean => Boolean(oaId && parts.oaId && oaId !== parts.oaId);

  return {
    finish: async (answer) => {
      const outcome = await finish(answer).catch((error: unknown): ConsentOutcome => {
        log.error('zalo_consent_not_stored', { fault: error });
        return 'unavailable';
      });
      log.warn('zalo_consent', { outcome });
      return outcome;
    },
  };
}

/** Undefined when Zalo does not say: the account that the code came with was right, so that does not stop anybody. */
async function accountOf({ http, clock }: ConnectorParts, { accessToken }: TokenPair): Promise<Account | undefined> {
  const tokens: TokenSource = { current: async () => accessToken, renew: () => Promise.reject(notTaken()) };
  const api = createZaloApi({ http, tokens, clock, log: () => undefined });
  return askAccount(api, AbortSignal.timeout(askTimeout)).catch(() => undefined);
}

function notTaken(): SendError {
  return new SendError('Zalo does not take the token that it has just given', { code: 'misconfigured', retryable: false });
}
