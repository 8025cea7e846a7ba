import { Refusal, textOf } from './types.ts';
import type { AcceptedMessage, Call, Fault, Fields } from './types.ts';

/** Everything the fake platform knows. Test code changes it through `mod.ts`. */
export interface Platform {
  readonly token: string;
  readonly botId: number;
  readonly username: string;
  /** Chats of people who have pressed Start. */
  readonly chats: Set<string>;
  readonly blocked: Set<string>;
  /** By chat id, by method, or `all`. */
  readonly faults: Map<string, { readonly fault: Fault; left: number }>;
  /** The faults that calls have met, with their times in epoch milliseconds and the chats they went to. */
  readonly met: { readonly fault: Fault; readonly at: number; readonly to: string }[];
  /** Every call that came in, also the refused ones. */
  readonly calls: Call[];
  readonly accepted: AcceptedMessage[];
  readonly files: Map<string, Buffer>;
  /** Ids of taps whose spinner still turns. */
  readonly openTaps: Set<string>;
  readonly answeredTaps: string[];
  readonly commands: Map<string, unknown>;
  webhook: { readonly url: string; readonly secret: string; readonly allowedUpdates: readonly unknown[] } | undefined;
  /** The last delivery to the webhook that went wrong; epoch seconds. */
  lastError: { readonly at: number; readonly text: string } | undefined;
  updates: Fields[];
  /** Ends the getUpdates call that is being held. */
  wake: ((reason: 'news' | 'other_call' | 'webhook') => void) | undefined;
  messagesPerSecond: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
  nextId: number;
}

export function createPlatform(token: string, now: () => number): Platform {
  return {
    token,
    botId: Number(/^\d+/.exec(token)?.[0] ?? 4242),
    username: 'causo_thu_bot',
    chats: new Set(),
    blocked: new Set(),
    faults: new Map(),
    met: [],
    calls: [],
    accepted: [],
    files: new Map(),
    openTaps: new Set(),
    answeredTaps: [],
    commands: new Map(),
    webhook: undefined,
    lastError: undefined,
    updates: [],
    wake: undefined,
    messagesPerSecond: Infinity,
    now,
    nextId: 1,
  };
}

export function nextId(platform: Platform): number {
  platform.nextId += 1;
  return platform.nextId;
}

/** The chat a call goes to, which must know the bot and not have blocked it. */
export function reachableChat(platform: Platform, fields: Fields): string {
  const chatId = textOf(fields.chat_id);
  if (chatId === '') throw new Refusal(400, 'Bad Request: chat_id is empty');
  if (!platform.chats.has(chatId)) throw new Refusal(400, 'Bad Request: chat not found');
  if (platform.blocked.has(chatId)) throw new Refusal(403, 'Forbidden: bot was blocked by the user');
  return chatId;
}

/** The fault that stands for this call, counted down. */
export function takeFault(platform: Platform, { method, fields }: Call): Fault | undefined {
  for (const key of [textOf(fields.chat_id), method, 'all']) {
    const entry = platform.faults.get(key);
    if (entry === undefined) continue;
    entry.left -= 1;
    if (entry.left <= 0) platform.faults.delete(key);
    platform.met.push({ fault: entry.fault, at: platform.now(), to: textOf(fields.chat_id) });
    return entry.fault;
  }
  return undefined;
}
