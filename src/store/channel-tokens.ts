import { createHash } from 'node:crypto';
import type { Database, Queryable } from './database.ts';
import type { Sealer } from './seal.ts';

export interface TokenPair {
  readonly accessToken: string;
  readonly refreshToken: string;
}

export interface NewTokens extends TokenPair {
  readonly accessExpiresAt: Date;
  readonly refreshExpiresAt: Date;
}

export interface StoredTokens extends NewTokens {
  readonly version: number;
  readonly renewedAt: Date | null;
  readonly refusedAt: Date | null;
}

/** The tokens of one account of one channel, shared by all processes. */
export interface ChannelTokens {
  /**
   * Takes a pair that was set by hand, unless it was taken before: then what is stored has grown from it and wins.
   * With a ticket (the state of a consent) it is the ticket that must not have been used before. True when it was taken.
   */
  adopt(tokens: NewTokens, ticket?: string): Promise<boolean>;
  /** True when a pair was taken for this ticket. The last 10 and more tickets are remembered. */
  isUsed(ticket: string): Promise<boolean>;
  load(): Promise<StoredTokens | undefined>;
  /** The newest row, held by `owner` for so many milliseconds; undefined while another holds it or there is none. */
  claim(owner: string, milliseconds: number): Promise<StoredTokens | undefined>;
  /** Writes the pair that follows `version`; false when the row has moved on or is not held by `owner` any more. */
  save(owner: string, version: number, tokens: NewTokens, now: Date): Promise<boolean>;
  /** Notes that the pair cannot be renewed any more. */
  refuse(owner: string, version: number, now: Date): Promise<void>;
  release(owner: string): Promise<void>;
}

/** What is sealed. */
interface SealedPair extends TokenPair {
  /** Kept for a person who has to find out what went wrong. */
  readonly previous?: TokenPair;
  /** Fingerprints of refresh tokens that were set by hand, and of tickets: none of them is ever a new start again. */
  readonly starts: readonly string[];
}

interface OpenedTokens extends StoredTokens {
  readonly sealed: SealedPair;
}

interface TokenRow {
  readonly [column: string]: unknown;
  readonly pair: Uint8Array;
  readonly version: number;
  readonly accessExpiresAt: Date;
  readonly refreshExpiresAt: Date;
  readonly renewedAt: Date | null;
  readonly refusedAt: Date | null;
}

const columns = `pair, version, access_expires_at as "accessExpiresAt", refresh_expires_at as "refreshExpiresAt",
  renewed_at as "renewedAt", refused_at as "refusedAt"`;

/** So many starts by hand are remembered. */
const mostStarts = 20;

export function createChannelTokens(database: Database, sealer: Sealer, key: { readonly channel: string; readonly account: string }): ChannelTokens {
  const where = 'channel = $1 and account = $2';
  const names = [key.channel, key.account];

  const open = (row: TokenRow | undefined): OpenedTokens | undefined => {
    if (!row) return undefined;
    const { pair, ...rest } = row;
    // Written by this file only, so its shape is known.
    const sealed = sealer.unseal(pair) as SealedPair;
    return { ...rest, accessToken: sealed.accessToken, refreshToken: sealed.refreshToken, sealed };
  };

  const read = async (queryable: Queryable, lock: '' | 'for update') => {
    const [row] = await queryable.query<TokenRow>(`select ${columns} from causo.channel_token where ${where} ${lock}`, names);
    return open(row);
  };

  const write = async (queryable: Queryable, tokens: NewTokens, sealed: SealedPair, renewedAt: Date | null): Promise<void> => {
    await queryable.query(
      `insert into causo.channel_token (channel, account, pair, access_expires_at, refresh_expires_at, renewed_at)
       values ($1, $2, $3, $4, $5, $6)
       on conflict (channel, account) do update set pair = excluded.pair, version = channel_token.version + 1,
         access_expires_at = excluded.access_expires_at, refresh_expires_at = excluded.refresh_expires_at,
         renewed_at = excluded.renewed_at, refused_at = null, lease_owner = null`,
      [...names, sealer.seal(sealed), tokens.accessExpiresAt, tokens.refreshExpiresAt, renewedAt],
    );
  };

  const adoptIn = async (transaction: Queryable, tokens: NewTokens, ticket: string | undefined): Promise<boolean> => {
    // Where there is no row yet nothing can be held, so those who start together wait for each other here.
    await transaction.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [names.join(' ')]);
    // Held, so that a pair which is being renewed right now is not overwritten by chance of time.
    const stored = await read(transaction, 'for update');
    const start = fingerprint(ticket ?? tokens.refreshToken);
    if (isKnown(stored, start)) return false;
    const { accessToken, refreshToken } = tokens;
    const starts = [...new Set([start, fingerprint(refreshToken), ...(stored?.sealed.starts ?? [])])].slice(0, mostStarts);
    await write(transaction, tokens, { accessToken, refreshToken, starts, ...previousOf(stored) }, null);
    return true;
  };

  return {
    adopt: (tokens, ticket) => database.transaction((transaction) => adoptIn(transaction, tokens, ticket)),
    isUsed: async (ticket) => isKnown(await read(database, ''), fingerprint(ticket)),
    load: async () => plain(await read(database, '')),
    claim: async (owner, milliseconds) => {
      const [row] = await database.query<TokenRow>(
        `update causo.channel_token set lease_owner = $3, lease_until = now() + make_interval(secs => $4::float8 / 1000)
         where ${where} and (lease_owner is null or lease_until <= now()) returning ${columns}`,
        [...names, owner, milliseconds],
      );
      return plain(open(row));
    },
    save: (owner, version, tokens, now) =>
      database.transaction(async (transaction) => {
        const stored = await read(transaction, 'for update');
        const [held] = await transaction.query(`select from causo.channel_token where ${where} and version = $3 and lease_owner = $4`, [...names, version, owner]);
        if (!stored || !held) return false;
        const { accessToken, refreshToken } = tokens;
        await write(transaction, tokens, { accessToken, refreshToken, starts: stored.sealed.starts, ...previousOf(stored) }, now);
        return true;
      }),
    refuse: async (owner, version, now) => {
      await database.query(`update causo.channel_token set refused_at = $5 where ${where} and version = $3 and lease_owner = $4`, [...names, version, owner, now]);
    },
    release: async (owner) => {
      await database.query(`update causo.channel_token set lease_owner = null where ${where} and lease_owner = $3`, [...names, owner]);
    },
  };
}

function isKnown(stored: OpenedTokens | undefined, start: string): boolean {
  return stored !== undefined && [...stored.sealed.starts, fingerprint(stored.refreshToken)].includes(start);
}

function plain(opened: OpenedTokens | undefined): StoredTokens | undefined {
  if (!opened) return undefined;
  const { sealed: _sealed, ...tokens } = opened;
  return tokens;
}

function previousOf(stored: TokenPair | undefined): { readonly previous?: TokenPair } {
  return stored ? { previous: { accessToken: stored.accessToken, refreshToken: stored.refreshToken } } : {};
}

function fingerprint(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
