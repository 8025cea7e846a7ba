import { SendError } from '../channel.ts';
import type { Channel } from '../channel.ts';
import { accountCall, askAccount } from './account.ts';
import type { Account } from './account.ts';
import { createZaloApi } from './api.ts';
import type { BeforeCall, TokenSource } from './api.ts';
import { readEcho } from './echo.ts';
import { createHttp } from './http.ts';
import { createMemoryImages } from './images.ts';
import type { ImageStore } from './images.ts';
import { readJson } from './json.ts';
import { limits } from './limits.ts';
import { fetchFile } from './media.ts';
import { parseEvent } from './parse.ts';
import type { Ignored } from './parse.ts';
import { sendMessage, tracesOf } from './send.ts';
import { describeTemplate, readReceipt } from './template.ts';
import type { ShareCard } from './share-card.ts';
import { judgeSignature } from './signature.ts';
import type { Headers } from './signature.ts';
import { replyWindow } from './window.ts';
import type { ReplyWindow } from './window.ts';

export type { Account } from './account.ts';
export { createConnector } from './connector.ts';
export type { Connector } from './connector.ts';
export { createConsent } from './consent.ts';
export type { Consent } from './consent.ts';
export { createHttp } from './http.ts';
export { createOauth } from './oauth.ts';
export { createTokenKeeper } from './token-keeper.ts';
export { shareCardWords } from './share-card.ts';
export { tokenWarning } from './token-health.ts';
export type { TokenHealth } from './token-health.ts';
export type { TokenKeeper } from './token-keeper.ts';

export interface ZaloSettings {
  readonly appId: string;
  /** "App Secret" of OAuth; here only to tell that it was mixed up with the other one. */
  readonly appSecret?: string;
  /** "OA Secret Key" that signs webhooks. */
  readonly oaSecretKey: string;
  /** When given, events of other accounts are left alone, and it names our addresses; else the app's id names them. */
  readonly oaId?: string;
  readonly apiRoot?: string;
  /** Where templates by phone go, and where Zalo tells what a template needs. */
  readonly templateRoot?: string;
  /** For the whole account; 100 unless told. Falls when Zalo says that it allows less. */
  readonly requestsPerMinute?: number;
  /** Without it nobody is offered a card to share their number; they type it. */
  readonly shareCard?: ShareCard;
}

export interface ZaloParts {
  readonly tokens: TokenSource;
  readonly clock?: () => Date;
  /** Waits for a slot, for every call that is no part of sending a message; without it they go at once. */
  readonly pace?: BeforeCall;
  /** Uploaded pictures; the last 500 of this process unless given. */
  readonly images?: ImageStore;
  /** Gets a fixed word for the operator, at most with a code of Zalo; nothing personal. */
  readonly log?: (event: string) => void;
  /** Counts an event that is politely ignored. */
  readonly count?: (why: Ignored) => void;
}

export interface ZaloChannel extends Channel {
  /** True when the very bytes were signed with our key for our app. Header names are lower case. */
  isGenuine(rawBody: Uint8Array, headers: Headers): boolean;
  /** The payload of a webhook for `parse`, with ids that exceed numbers kept as text; undefined when it is no JSON. */
  readPayload(rawBody: Uint8Array): unknown;
  /** What a message to somebody who was last active then would be now. */
  windowAt(lastInteraction: Date | undefined, now: Date): ReplyWindow;
  /** Asks Zalo which account the token belongs to. Throws `SendError`. */
  identify(signal: AbortSignal): Promise<Account>;
}

const officialRoot = 'https://openapi.zalo.me';
const officialTemplateRoot = 'https://business.openapi.zalo.me';

const usualRequestsPerMinute = 100;

/** An official account on Zalo. */
export function createZaloChannel(settings: ZaloSettings, parts: ZaloParts): ZaloChannel {
  const { clock = () => new Date(), log = () => undefined, count = () => undefined, pace = async () => undefined } = parts;
  const images = parts.images ?? createMemoryImages(clock);
  const { apiRoot = officialRoot, templateRoot = officialTemplateRoot } = settings;
  const http = createHttp(apiRoot);
  const { origin } = new URL(apiRoot);
  const ownOrigin = origin === officialRoot ? undefined : origin;
  const apiParts = { tokens: parts.tokens, clock, log, beforeCall: (signal: AbortSignal) => pace(signal).catch(neverBegan) };
  const api = createZaloApi({ http, ...apiParts });
  const templateApi = createZaloApi({ http: createHttp(templateRoot), ...apiParts });
  const account = settings.oaId ?? settings.appId;
  const perMinute = settings.requestsPerMinute ?? usualRequestsPerMinute;
  const sendParts = { images, clock, shareCard: settings.shareCard, log };
  const pacedBy = (beforeCall: BeforeCall | undefined) => ({
    api: beforeCall ? api.pacedBy(beforeCall) : api,
    templateApi: beforeCall ? templateApi.pacedBy(beforeCall) : templateApi,
  });

  return {
    id: 'zalo',
    account,
    get limits() {
      const allowed = Math.max(1, Math.min(perMinute, api.allowedPerMinute() ?? perMinute));
      return { ...limits, callsPerMinute: allowed };
    },
    parse(payload) {
      const parsed = parseEvent(payload, account, settings.oaId);
      if ('message' in parsed) return [parsed.message];
      count(parsed.ignored);
      return [];
    },
    send: (to, message, signal, { beforeCall, ...sending } = {}) =>
      sendMessage({ ...sendParts, ...pacedBy(beforeCall) }, to.platformId, message, signal, sending),
    pacesCalls: true,
    readEcho: (payload) => readEcho(payload, account, settings.oaId),
    readReceipt: (payload) => readReceipt(payload, settings.oaId),
    traces: tracesOf,
    describeTemplate: (id, signal) => describeTemplate({ api, templateApi }, id, signal),
    fetchMedia: (reference, longest, signal) => fetchFile(reference, ownOrigin, longest, signal),
    probe: (signal) =>
      api.call(accountCall, signal).catch((error: unknown) => {
        if (!isAnswer(error)) throw error;
      }),
    isGenuine(rawBody, headers) {
      const verdict = judgeSignature(rawBody, headers, settings);
      if (verdict === 'genuine_by_oa_id' || verdict === 'app_secret') log(`signature_${verdict}`);
      return verdict === 'genuine' || verdict === 'genuine_by_oa_id';
    },
    readPayload: (rawBody) => readJson(Buffer.from(rawBody).toString('utf8')),
    windowAt: replyWindow,
    identify: (signal) => askAccount(api, signal),
  };
}

/** There was no slot for a call in its time. */
function neverBegan(cause: unknown): never {
  throw new SendError('Zalo was not called: no slot came in time', { code: 'unavailable', retryable: true, cause });
}

/** A refusal is an answer too. */
function isAnswer(error: unknown): boolean {
  return error instanceof SendError && error.code !== 'unknown_outcome' && error.code !== 'unavailable';
}
