import { randomBytes } from 'node:crypto';
import type { AcceptedMessage, AcceptedTemplate, Call, FakeTemplate, Fault } from './types.ts';

export interface User {
  /** What the person did last; undefined: never wrote. */
  lastInteraction: number | undefined;
  follows: boolean;
  /** Does not want messages of this kind any more. */
  refuses: boolean;
}

/** A webhook call that nobody took yet. */
export interface Waiting {
  readonly raw: Buffer;
  readonly signature: string;
  retries: number;
}

/** Everything the fake platform knows. Test code changes it through `mod.ts`. */
export interface Platform {
  readonly appId: string;
  readonly appSecret: string;
  readonly oaId: string;
  readonly oaSecretKey: string;
  readonly users: Map<string, User>;
  /** Access token → when it dies. Rotated ones are not here any more. */
  readonly accessTokens: Map<string, number>;
  refreshToken: { readonly token: string; readonly expiresAt: number } | undefined;
  /** Codes of a consent that can be traded once, with the challenge that belongs to them. */
  readonly codes: Map<string, { readonly challenge: string; readonly expiresAt: number }>;
  /** As saved in the console; a link with another one is refused. */
  callbackUrl: string | undefined;
  /** What the administrator does on the consent page. */
  administrator: 'agrees' | 'declines';
  /** The account that the administrator chooses there. */
  chosenOaId: string;
  /** Access tokens die once so many messages have been taken. */
  messagesUntilExpiry: number;
  refreshes: number;
  refusedRefreshes: number;
  readonly attachments: Map<string, { readonly bytes: Buffer; readonly expiresAt: number }>;
  /** What people have sent, by path. */
  readonly photos: Map<string, Buffer>;
  readonly accepted: AcceptedMessage[];
  /** By id. */
  readonly templates: Map<string, FakeTemplate>;
  readonly acceptedTemplates: AcceptedTemplate[];
  /** Numbers that have Zalo, and whether they take templates. */
  readonly phones: Map<string, { refuses: boolean }>;
  /** So many templates more are taken. */
  templateQuota: number;
  readonly calls: Call[];
  /** By user id, or `all` for the API, or `oauth`. */
  readonly faults: Map<string, { readonly fault: Fault; left: number }>;
  /** The faults that calls have met, with their times in epoch milliseconds and the chats they went to. */
  readonly met: { readonly fault: Fault; readonly at: number; readonly to: string }[];
  /** Times of the calls of the last minute. */
  callTimes: number[];
  requestsPerMinute: number;
  /** Replies name the quota, as they did until 2026-03. */
  withQuota: boolean;
  /** Nothing is taken between 22:00 and 06:00. */
  nightRule: boolean;
  /** What the app sends is told back to it. */
  echoes: boolean;
  webhook: string | undefined;
  waiting: Waiting[];
  /** Deliveries under way, for whoever wants to see the end of them. */
  readonly underWay: Set<Promise<void>>;
  milliseconds: number;
  /** Epoch milliseconds. */
  now(): number;
}

const hour = 3_600_000;
const accessLife = 25 * hour;
const refreshLife = 90 * 24 * hour;

export function createPlatform(clock: () => number): Platform {
  const platform: Platform = {
    appId: '3608465249409039671',
    appSecret: 'app-secret-made-up-for-tests',
    oaId: '3886132808788086451',
    oaSecretKey: 'oa-secret-key-made-up-for-tests',
    users: new Map(),
    accessTokens: new Map(),
    refreshToken: undefined,
    codes: new Map(),
    callbackUrl: undefined,
    administrator: 'agrees',
    chosenOaId: '3886132808788086451',
    messagesUntilExpiry: Infinity,
    refreshes: 0,
    refusedRefreshes: 0,
    attachments: new Map(),
    photos: new Map(),
    accepted: [],
    templates: new Map(),
    acceptedTemplates: [],
    phones: new Map(),
    templateQuota: Infinity,
    calls: [],
    faults: new Map(),
    met: [],
    callTimes: [],
    requestsPerMinute: Infinity,
    withQuota: false,
    nightRule: false,
    echoes: true,
    webhook: undefined,
    waiting: [],
    underWay: new Set(),
    milliseconds: 0,
    now: () => clock() + platform.milliseconds,
  };
  return platform;
}

export interface IssuedPair {
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** A new pair; the old access token and the old refresh token are dead from here on. */
export function issuePair(platform: Platform): IssuedPair {
  const pair = { accessToken: `access-${newId()}`, refreshToken: `refresh-${newId()}` };
  platform.accessTokens.clear();
  platform.accessTokens.set(pair.accessToken, platform.now() + accessLife);
  platform.refreshToken = { token: pair.refreshToken, expiresAt: platform.now() + refreshLife };
  return pair;
}

/** All access tokens die now; the refresh token lives. */
export function expireAccess(platform: Platform): void {
  for (const token of platform.accessTokens.keys()) platform.accessTokens.set(token, platform.now());
}

/** Message ids of Zalo look like this: 20 hexadecimal digits. */
export function newId(): string {
  return randomBytes(10).toString('hex');
}

/** The fault that stands for this call, counted down. */
export function takeFault(platform: Platform, keys: readonly string[]): Fault | undefined {
  for (const key of keys) {
    const entry = platform.faults.get(key);
    if (entry === undefined) continue;
    entry.left -= 1;
    if (entry.left <= 0) platform.faults.delete(key);
    platform.met.push({ fault: entry.fault, at: platform.now(), to: keys[0] ?? '' });
    return entry.fault;
  }
  return undefined;
}
