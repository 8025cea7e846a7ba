import type { AddressInfo } from 'node:net';
import { createPeople } from './people.ts';
import type { People } from './people.ts';
import { createPlatform } from './platform.ts';
import type { Platform } from './platform.ts';
import { createServer } from './server.ts';
import type { AcceptedMessage, Call, Fault, Fields } from './types.ts';

export type { AcceptedMessage, Call, Fault } from './types.ts';

export interface FakeTelegramSettings {
  readonly token?: string;
  /** Path before `/bot<token>`, without a slash at the end. */
  readonly prefix?: string;
  readonly clock?: () => number;
}

/** Telegram on 127.0.0.1: refuses what the real one refuses, and misbehaves when told. */
export interface FakeTelegram {
  readonly token: string;
  readonly botId: number;
  readonly apiRoot: string;
  readonly people: People;
  /** Every call that came in, also refused ones. */
  readonly calls: readonly Call[];
  /** The faults that calls have met, with their times in epoch milliseconds and the chats they went to. */
  readonly met: Platform['met'];
  /** What was taken, in order. */
  readonly accepted: readonly AcceptedMessage[];
  readonly answeredTaps: readonly string[];
  /** By language code; '' is the default. */
  readonly commands: ReadonlyMap<string, unknown>;
  /** Where updates are delivered; undefined: nowhere. */
  webhook(): Platform['webhook'];
  /** A delivery to the webhook went wrong at this time, epoch seconds. */
  noteError(at: number, text: string): void;
  /** Updates that nobody has confirmed yet. */
  pending(): readonly Fields[];
  messagesTo(chatId: number): readonly AcceptedMessage[];
  /** A person presses Start, so the bot may write. */
  addChat(chatId: number): void;
  block(chatId: number): void;
  /** A file that somebody has sent; an empty one is gone by the time it is fetched. Returns its id. */
  addFile(bytes: Buffer): string;
  /** Lets calls fail, `times` times or until calmed: those to a chat, those of a method, or all. */
  trouble(fault: Fault, where?: { readonly chatId?: number; readonly method?: string; readonly times?: number }): void;
  /** Ends all troubles. */
  calm(): void;
  limitPerSecond(messages: number): void;
  /** Forgets what came in and was taken so far, which a long run could not keep. */
  forget(): void;
  /** Puts an update where getUpdates finds it. */
  queue(update: Fields): void;
  /** Posts an update to a webhook as Telegram does and returns the status. */
  deliver(url: string, secret: string | undefined, update: Fields): Promise<number>;
  close(): Promise<void>;
}

export async function startFakeTelegram(settings: FakeTelegramSettings = {}): Promise<FakeTelegram> {
  const { token = '700100200:made-up_token_for_tests', prefix = '', clock = Date.now } = settings;
  const platform = createPlatform(token, clock);
  const server = createServer(platform, prefix);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    ...controls(platform),
    apiRoot: `http://127.0.0.1:${port}${prefix}`,
    close: () =>
      new Promise((resolve) => {
        platform.wake?.('news');
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function controls(platform: Platform): Omit<FakeTelegram, 'apiRoot' | 'close'> {
  return {
    token: platform.token,
    botId: platform.botId,
    people: createPeople(platform),
    calls: platform.calls,
    met: platform.met,
    accepted: platform.accepted,
    answeredTaps: platform.answeredTaps,
    commands: platform.commands,
    webhook: () => platform.webhook,
    noteError: (at, text) => {
      platform.lastError = { at, text };
    },
    pending: () => platform.updates,
    messagesTo: (chatId) => platform.accepted.filter((each) => each.chatId === String(chatId)),
    addChat: (chatId) => void platform.chats.add(String(chatId)),
    addFile: (bytes) => {
      const id = `sent-${platform.files.size + 1}`;
      platform.files.set(id, bytes);
      return id;
    },
    block: (chatId) => void platform.blocked.add(String(chatId)),
    trouble: (fault, { chatId, method = 'all', times = Infinity } = {}) =>
      void platform.faults.set(chatId === undefined ? method : String(chatId), { fault, left: times }),
    calm: () => platform.faults.clear(),
    limitPerSecond: (messages) => {
      platform.messagesPerSecond = messages;
    },
    forget: () => {
      platform.accepted.length = 0;
      platform.calls.length = 0;
      platform.met.length = 0;
    },
    queue: (update) => {
      platform.updates = [...platform.updates, update];
      platform.wake?.('news');
    },
    deliver,
  };
}

/** Telegram writes every letter outside ASCII as an escape. */
function toAscii(json: string): string {
  return json.replace(/[^\0-\x7F]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

async function deliver(url: string, secret: string | undefined, update: Fields): Promise<number> {
  const header: Record<string, string> = secret === undefined ? {} : { 'x-telegram-bot-api-secret-token': secret };
  const headers = { 'content-type': 'application/json', ...header };
  const response = await fetch(url, { method: 'POST', headers, body: toAscii(JSON.stringify(update)) });
  await response.arrayBuffer();
  return response.status;
}
