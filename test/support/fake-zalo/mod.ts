import type { AddressInfo } from 'node:net';
import { deliver, post, redeliver, sign, toRaw } from './delivery.ts';
import { addCode, challengeOf } from './oauth.ts';
import { createPeople } from './people.ts';
import type { People } from './people.ts';
import { createPlatform, expireAccess, issuePair, newId } from './platform.ts';
import type { IssuedPair, Platform } from './platform.ts';
import { createServer } from './server.ts';
import type { AcceptedMessage, AcceptedTemplate, Call, FakeTemplate, Fault, Fields } from './types.ts';

export type { AcceptedMessage, AcceptedTemplate, Call, Fault } from './types.ts';

/** Zalo on 127.0.0.1: refuses what the real one refuses, and misbehaves when told. */
export interface FakeZalo extends Pick<Platform, 'appId' | 'appSecret' | 'oaId' | 'oaSecretKey'> {
  /** Serves the Open API, OAuth and the host of templates. */
  readonly root: string;
  readonly people: People;
  /** Every call that came in, also refused ones. */
  readonly calls: readonly Call[];
  readonly accepted: readonly AcceptedMessage[];
  readonly acceptedTemplates: readonly AcceptedTemplate[];
  /** A template that stands in the console. */
  addTemplate(template: FakeTemplate): void;
  /** Somebody with Zalo on this number, `84…`; `refuses`: takes no templates. */
  addPhone(phone: string, person?: { readonly refuses: boolean }): void;
  /** So many templates more are taken today. */
  limitTemplates(quota: number): void;
  /** The faults that calls have met, with their times in epoch milliseconds and the chats they went to. */
  readonly met: Platform['met'];
  messagesTo(userId: string): readonly AcceptedMessage[];
  /** How often a refresh token was traded, and how often one was refused. */
  refreshes(): { readonly done: number; readonly refused: number };
  /** A pair as the console gives it; older tokens are dead. */
  issuePair(): IssuedPair;
  /** A consent whose code can be traded once by whoever knows the verifier. */
  addCode(code: string, verifier: string): void;
  /** The callback address as saved in the console; links with another one are refused. */
  saveCallback(url: string): void;
  /** What the administrator does on the consent page, and which account they choose there. */
  administrator(does: 'agrees' | 'declines', oaId?: string): void;
  /** A photo that somebody has sent, or one that is gone already. Returns its path below the root. */
  addPhoto(bytes: Buffer | undefined): string;
  /** All access tokens die now; the refresh token lives. */
  expireAccess(): void;
  /** The same, in the very moment in which the message of this number was taken. */
  expireAccessAfter(messages: number): void;
  /** A person who has just written to the account. */
  addUser(userId: string): void;
  /** Lets calls fail, `times` times or until calmed: those to a person, those of OAuth, or all of the API. */
  trouble(fault: Fault, where?: { readonly userId?: string; readonly oauth?: true; readonly times?: number }): void;
  calm(): void;
  limitPerMinute(calls: number): void;
  /** Forgets what came in and was taken so far, which a long run could not keep. */
  forget(): void;
  /** Replies name the quota as before 2026-03. */
  nameQuota(): void;
  forbidNights(): void;
  /** From here on nothing tells the app what it has sent. */
  withholdEchoes(): void;
  now(): number;
  advance(milliseconds: number): void;
  /** The exact bytes and the signature with which an event would come. */
  sealed(event: Fields): { readonly raw: Buffer; readonly signature: string };
  /** Saves the address, as the console does: sends the unsigned `{}` first and refuses the address without a 200. */
  saveWebhook(url: string): Promise<boolean>;
  /** False after the last repetition of an event failed. */
  isWebhookOn(): boolean;
  /** Posts an event to the saved address and returns the status. */
  deliver(event: Fields): Promise<number>;
  /** The next repetition of all that was not taken. */
  redeliver(): Promise<void>;
  /** Resolves when no echo and no receipt is under way. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** `clock`: epoch milliseconds, moved on by `advance`. */
export async function startFakeZalo(clock: () => number = Date.now): Promise<FakeZalo> {
  const platform = createPlatform(clock);
  issuePair(platform);
  const server = createServer(platform);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    ...controls(platform),
    root: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        platform.webhook = undefined;
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function controls(platform: Platform): Omit<FakeZalo, 'root' | 'close'> {
  const { appId, appSecret, oaId, oaSecretKey, calls, accepted, acceptedTemplates, met } = platform;
  return {
    appId,
    appSecret,
    oaId,
    oaSecretKey,
    calls,
    accepted,
    acceptedTemplates,
    addTemplate: (template) => void platform.templates.set(template.id, template),
    addPhone: (phone, { refuses } = { refuses: false }) => void platform.phones.set(phone, { refuses }),
    limitTemplates: (quota) => {
      platform.templateQuota = quota;
    },
    met,
    people: createPeople(platform),
    messagesTo: (userId) => accepted.filter((each) => each.userId === userId),
    refreshes: () => ({ done: platform.refreshes, refused: platform.refusedRefreshes }),
    issuePair: () => issuePair(platform),
    addCode: (code, verifier) => addCode(platform, code, challengeOf(verifier)),
    saveCallback: (url) => {
      platform.callbackUrl = url;
    },
    administrator: (does, oaId = platform.oaId) => {
      platform.administrator = does;
      platform.chosenOaId = oaId;
    },
    addPhoto: (bytes) => {
      const path = `/photos/${newId()}`;
      if (bytes) platform.photos.set(path, bytes);
      return path;
    },
    expireAccess: () => expireAccess(platform),
    expireAccessAfter: (messages) => {
      platform.messagesUntilExpiry = messages;
    },
    addUser: (userId) => void platform.users.set(userId, { lastInteraction: platform.now(), follows: true, refuses: false }),
    trouble: (fault, { userId, oauth, times = Infinity } = {}) => void platform.faults.set(oauth ? 'oauth' : (userId ?? 'all'), { fault, left: times }),
    calm: () => platform.faults.clear(),
    limitPerMinute: (limit) => {
      platform.requestsPerMinute = limit;
    },
    forget: () => {
      platform.accepted.length = 0;
      platform.acceptedTemplates.length = 0;
      platform.calls.length = 0;
      platform.met.length = 0;
    },
    nameQuota: () => {
      platform.withQuota = true;
    },
    forbidNights: () => {
      platform.nightRule = true;
    },
    withholdEchoes: () => {
      platform.echoes = false;
    },
    now: () => platform.now(),
    advance: (milliseconds) => {
      platform.milliseconds += milliseconds;
    },
    sealed: (event) => {
      const raw = toRaw(event);
      return { raw, signature: sign(platform, raw, event.timestamp) };
    },
    saveWebhook: async (url) => {
      const isThere = (await post(url, Buffer.from('{}'), {})) === 200;
      if (isThere) platform.webhook = url;
      return isThere;
    },
    isWebhookOn: () => platform.webhook !== undefined,
    deliver: (event) => deliver(platform, event),
    redeliver: () => redeliver(platform),
    settled: async () => {
      while (platform.underWay.size > 0) await Promise.all(platform.underWay);
    },
  };
}
