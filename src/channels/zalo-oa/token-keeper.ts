import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { SendError } from '../channel.ts';
import type { TokenSource } from './api.ts';
import type { Oauth, TokenPair } from './oauth.ts';
import { healthOf } from './token-health.ts';
import type { TokenHealth } from './token-health.ts';
import type { NewTokens, StoredTokens, TokenStore } from './token-store.ts';

export interface TokenKeeper extends TokenSource {
  /** Takes a pair that a person set: a new start, unless what is stored has grown from it. Throws what the store throws. */
  adopt(pair: { readonly refreshToken: string; readonly accessToken: string | undefined }): Promise<void>;
  /** Takes the pair of a consent, once for each ticket: false when it was used before. Throws what the store throws. */
  connect(pair: TokenPair, validSeconds: number, ticket: string): Promise<boolean>;
  /** Whether a pair came for this ticket, to any process. Throws what the store throws. */
  hasConnected(ticket: string): Promise<boolean>;
  /** For upkeep: renews at about 20 of the 25 hours and says aloud what is wrong. Never rejects. */
  refreshEarly(): Promise<void>;
  health(): Promise<TokenHealth>;
}

/** For the operator: fixed words, counts and codes; never a token. */
export interface TokenLog {
  warn(event: string, fields?: Readonly<Record<string, unknown>>): void;
  error(event: string, fields?: Readonly<Record<string, unknown>>): void;
}

export interface TokenKeeperParts {
  readonly store: TokenStore;
  readonly oauth: Pick<Oauth, 'refresh'>;
  readonly clock: () => Date;
  readonly log: TokenLog;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** A token that dies sooner is not sent any more. */
const margin = minute;
/** 25 hours less 20. */
const early = 5 * hour;
/** Three months, as documented. */
const refreshLife = 90 * day;
/** Longer than a call of OAuth and storing its answer may take, so that a slow refresher is never joined by a second one. */
const leaseTime = 2 * minute;
/** Who waits for another process looks again this often, and gives up after so long. */
const lookEvery = 100;
const patience = 20_000;
/** A pair renewed so recently and refused by the API is not at fault: renewing in a circle would only burn tokens. */
const fresh = 10_000;
/** So long a new pair, which exists nowhere else, is held while the database is away. */
const storePatience = 90_000;
const storeEvery = 500;

interface Need {
  /** The token that Zalo refused. */
  readonly unwanted?: string;
  /** Milliseconds that it has to live from now. */
  readonly validFor: number;
}

/**
 * Keeps one pair of tokens for all processes: the refresh token can be used once, so one at a time renews under a lease
 * on the row, stores the new pair before anybody uses it, and the others read it from there.
 */
export function createTokenKeeper({ store, oauth, clock, log }: TokenKeeperParts): TokenKeeper {
  let known: StoredTokens | undefined;
  const running = new Map<string, Promise<string>>();

  const isUsable = (tokens: StoredTokens, { unwanted, validFor }: Need): boolean =>
    tokens.accessToken !== '' && tokens.accessToken !== unwanted && tokens.accessExpiresAt.getTime() > clock().getTime() + validFor;

  const remember = (tokens: StoredTokens): string => {
    known = tokens;
    return tokens.accessToken;
  };

  const obtain = async (need: Need): Promise<string> => {
    const until = performance.now() + patience;
    for (;;) {
      const stored = await store.load();
      if (!stored) throw missing();
      if (isUsable(stored, need)) return remember(stored);
      if (stored.refusedAt) throw refused();
      const renewed = await tryRenew(need);
      if (renewed !== 'held') return renewed;
      if (performance.now() > until) throw later('another process is renewing the token and does not finish');
      await sleep(lookEvery);
    }
  };

  /** `held`: another one is at it. */
  const tryRenew = async (need: Need): Promise<string> => {
    const owner = randomBytes(8).toString('hex');
    const claimed = await store.claim(owner, leaseTime);
    if (!claimed) return 'held';
    try {
      // It may have been renewed between the look and the lease.
      if (isUsable(claimed, need)) return remember(claimed);
      if (claimed.refusedAt) throw refused();
      if (claimed.accessToken === need.unwanted && isFresh(claimed)) throw later('a token that was just renewed is refused');
      return await renewClaimed(owner, claimed);
    } finally {
      // Without it the lease ends by itself.
      await store.release(owner).catch(() => undefined);
    }
  };

  const isFresh = ({ renewedAt }: StoredTokens): boolean => renewedAt !== null && clock().getTime() - renewedAt.getTime() < fresh;

  const renewClaimed = async (owner: string, claimed: StoredTokens): Promise<string> => {
    const answer = await oauth.refresh(claimed.refreshToken);
    switch (answer.outcome) {
      case 'pair':
        return keep(owner, claimed, answer.pair, answer.validSeconds);
      case 'refused':
        await store.refuse(owner, claimed.version, clock());
        log.error('zalo_token_refused', { reason: answer.reason });
        throw refused();
      case 'later':
        log.warn('zalo_token_not_renewed', { reason: answer.reason });
        throw later('OAuth could not be asked');
      case 'lost':
        // The next try goes with the same token; should Zalo have renewed it, that try is refused and alarms.
        log.error('zalo_token_answer_lost');
        throw later('the answer of OAuth was lost');
    }
  };

  const keep = async (owner: string, claimed: StoredTokens, pair: TokenPair, validSeconds: number): Promise<string> => {
    const now = clock();
    const tokens = freshTokens(pair, validSeconds, now);
    if (!(await saveSurely(owner, claimed.version, tokens, now))) {
      log.error('zalo_token_not_stored');
      throw later('a new pair could not be stored');
    }
    return remember({ ...tokens, version: claimed.version + 1, renewedAt: now, refusedAt: null });
  };

  /** The old pair is dead by now, so giving up here would lose the grant. */
  const saveSurely = async (owner: string, version: number, tokens: NewTokens, now: Date): Promise<boolean> => {
    const until = performance.now() + storePatience;
    for (;;) {
      const saved = await store.save(owner, version, tokens, now).catch(() => undefined);
      if (saved !== undefined || performance.now() > until) return saved ?? false;
      await sleep(storeEvery);
    }
  };

  /** Those of this process who need the same share one attempt, which goes on when one of them gives up. */
  const share = (need: Need, signal: AbortSignal): Promise<string> => {
    const name = need.unwanted ?? '';
    const attempt = running.get(name) ?? obtain(need).catch(toSendError).finally(() => running.delete(name));
    running.set(name, attempt);
    return orAborted(attempt, signal);
  };

  const readHealth = async (): Promise<TokenHealth> => healthOf(await store.load(), clock());

  return {
    adopt: async ({ refreshToken, accessToken = '' }) => {
      const now = clock().getTime();
      // Nobody knows how old an access token is that comes along, so it is used but soon renewed.
      const accessExpiresAt = new Date(accessToken === '' ? now : now + early);
      if (await store.adopt({ refreshToken, accessToken, accessExpiresAt, refreshExpiresAt: new Date(now + refreshLife) })) log.warn('zalo_token_new_start');
    },
    connect: async (pair, validSeconds, ticket) => {
      const isTaken = await store.adopt(freshTokens(pair, validSeconds, clock()), ticket);
      if (isTaken) {
        known = undefined;
        log.warn('zalo_token_new_start');
      }
      return isTaken;
    },
    hasConnected: (ticket) => store.isUsed(ticket),
    current: async (signal) => (known && isUsable(known, { validFor: margin }) ? known.accessToken : share({ validFor: margin }, signal)),
    renew: (unwanted, signal) => share({ unwanted, validFor: margin }, signal),
    refreshEarly: async () => {
      try {
        const stored = await store.load();
        if (stored && !stored.refusedAt && !isUsable(stored, { validFor: early })) await tryRenew({ validFor: early });
      } catch (error) {
        log.warn('zalo_token_early_refresh_failed', { fault: error });
      }
      const health = await readHealth().catch(() => undefined);
      if (health && health.state !== 'ok') log.error('zalo_token_needs_care', { ...health });
    },
    health: readHealth,
  };
}

function freshTokens(pair: TokenPair, validSeconds: number, now: Date): NewTokens {
  const accessExpiresAt = new Date(now.getTime() + validSeconds * 1000);
  return { ...pair, accessExpiresAt, refreshExpiresAt: new Date(now.getTime() + refreshLife) };
}

function missing(): SendError {
  return new SendError('Zalo has no token yet', { code: 'misconfigured', retryable: false, scope: 'account' });
}

function refused(): SendError {
  return new SendError('Zalo takes neither the access token nor the refresh token', { code: 'misconfigured', retryable: false, scope: 'account' });
}

function later(reason: string): SendError {
  return new SendError(`Zalo has no token right now: ${reason}`, { code: 'unavailable', retryable: true, scope: 'account' });
}

/** Faults of the database pass by themselves. */
function toSendError(error: unknown): never {
  throw error instanceof SendError ? error : later('the database did not answer');
}

function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(later('given up while waiting for it'));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
