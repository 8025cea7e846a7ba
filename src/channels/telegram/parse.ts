import type { InboundMessage } from '../channel.ts';
import { readContent } from './content.ts';
import { fieldsOf, integerOf, textOf } from './read.ts';
import type { Fields } from './read.ts';

type Content = InboundMessage['content'];

interface Heard {
  readonly chatId: number;
  readonly content: Content;
  /** Seconds since 1970. */
  readonly date?: unknown;
}

/**
 * Turns one update into messages of private chats. Edited messages give nothing: a step must never run twice.
 * A tap carries no time of its own, so its `sentAt` is 0, which means: the platform gave no time.
 */
export function parseUpdate(payload: unknown, account: string): readonly InboundMessage[] {
  const update = fieldsOf(payload);
  const updateId = integerOf(update.update_id);
  const heard = hearMessage(update.message) ?? hearTap(update.callback_query) ?? hearMembership(update.my_chat_member);
  if (updateId === undefined || heard === undefined) return [];
  return [
    {
      channel: 'telegram',
      account,
      platformId: String(heard.chatId),
      updateId: String(updateId),
      sentAt: toMilliseconds(heard.date),
      content: heard.content,
    },
  ];
}

function toMilliseconds(date: unknown): number {
  const seconds = integerOf(date) ?? 0;
  const milliseconds = seconds * 1000;
  return seconds > 0 && Number.isSafeInteger(milliseconds) ? milliseconds : 0;
}

function privateChat(value: unknown): number | undefined {
  const chat = fieldsOf(value);
  return chat.type === 'private' ? integerOf(chat.id) : undefined;
}

function hearMessage(value: unknown): Heard | undefined {
  const message = fieldsOf(value);
  const chatId = privateChat(message.chat);
  if (chatId === undefined || fieldsOf(message.from).is_bot === true) return undefined;
  const content = readContent(message);
  return content && { chatId, content, date: message.date };
}

function hearTap(value: unknown): Heard | undefined {
  const tap = fieldsOf(value);
  const chatId = chatOfTap(tap);
  const payload = textOf(tap.data);
  // Our own payloads are short; anything else was not made by us.
  if (chatId === undefined || payload === undefined || payload.includes('\0')) return undefined;
  if (Buffer.byteLength(payload) > 64) return undefined;
  return { chatId, content: { type: 'tap', payload } };
}

/** The message of an old button can be missing; in a private chat the person's id is the chat's id. */
function chatOfTap(tap: Fields): number | undefined {
  if (tap.message !== undefined) return privateChat(fieldsOf(tap.message).chat);
  return tap.inline_message_id === undefined ? integerOf(fieldsOf(tap.from).id) : undefined;
}

function hearMembership(value: unknown): Heard | undefined {
  const change = fieldsOf(value);
  const chatId = privateChat(change.chat);
  const before = fieldsOf(change.old_chat_member).status;
  const after = fieldsOf(change.new_chat_member).status;
  if (chatId === undefined) return undefined;
  if (after === 'kicked') return { chatId, content: { type: 'blocked' }, date: change.date };
  if (before === 'kicked' && after === 'member') return { chatId, content: { type: 'unblocked' }, date: change.date };
  return undefined;
}
