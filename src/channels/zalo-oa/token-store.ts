import type { TokenPair } from './oauth.ts';

/** The pair as all processes share it. */
export interface StoredTokens extends TokenPair {
  readonly version: number;
  readonly accessExpiresAt: Date;
  readonly refreshExpiresAt: Date;
  /** Null for a pair that somebody set and that was never renewed here. */
  readonly renewedAt: Date | null;
  /** Zalo will not renew this pair any more; null as long as nothing of the kind is known. */
  readonly refusedAt: Date | null;
}

export interface NewTokens extends TokenPair {
  readonly accessExpiresAt: Date;
  readonly refreshExpiresAt: Date;
}

/** One account's row in the database. */
export interface TokenStore {
  /** Takes a pair that was set by hand, unless it was taken before; with a ticket: unless the ticket was used before. */
  adopt(tokens: NewTokens, ticket?: string): Promise<boolean>;
  /** True when a pair was taken for this ticket. */
  isUsed(ticket: string): Promise<boolean>;
  load(): Promise<StoredTokens | undefined>;
  /** The row as it is now, held by `owner` for so long; undefined while another one holds it or there is none. */
  claim(owner: string, milliseconds: number): Promise<StoredTokens | undefined>;
  /** Writes what follows `version`; false when the row has moved on or is not held by `owner`. */
  save(owner: string, version: number, tokens: NewTokens, now: Date): Promise<boolean>;
  refuse(owner: string, version: number, now: Date): Promise<void>;
  release(owner: string): Promise<void>;
}
