import { SendError } from '../channel.ts';
import type { OutboundMessage, Picture } from '../channel.ts';
import type { TelegramApi } from './api.ts';
import { textLength } from './content.ts';
import { buildKeyboard } from './keyboard.ts';
import type { Button } from './keyboard.ts';
import { fieldsOf, integerOf } from './read.ts';
import { splitText, tidyText } from '../text.ts';

/** UTF-16 units. */
const captionLength = 1024;

interface Markup {
  readonly reply_markup?: { readonly inline_keyboard: Button[][] };
}

/**
 * Sends one message and returns the id of its last part. When a later part fails the whole fails, and a repetition
 * begins with the first part again: a part twice is better than a part lost.
 */
export async function sendMessage(
  api: TelegramApi,
  chatId: string,
  message: OutboundMessage,
  signal: AbortSignal,
): Promise<string> {
  if (!/^-?\d{1,19}$/.test(chatId)) throw refused('expected a number as chat id');
  const { rows, unplaced } = buildKeyboard(message.options);
  const markup: Markup = rows.length === 0 ? {} : { reply_markup: { inline_keyboard: rows.map((row) => [...row]) } };
  const text = [tidyText(message.text), ...unplaced.map((label) => `• ${label}`)].join('\n').trim();
  if (message.picture === undefined) return sendText(api, chatId, text, markup, signal);
  // Telegram keeps no description next to a picture, so a picture without words gets it as its caption.
  const caption = text === '' ? tidyText(message.picture.description).trim() : text;
  if (caption.length <= captionLength) return sendPhoto(api, chatId, message.picture, { caption, ...markup }, signal);
  await sendPhoto(api, chatId, message.picture, {}, signal);
  return sendText(api, chatId, caption, markup, signal);
}

async function sendText(
  api: TelegramApi,
  chatId: string,
  text: string,
  markup: Markup,
  signal: AbortSignal,
): Promise<string> {
  const parts = splitText(text, textLength);
  const last = parts.at(-1);
  if (last === undefined) throw refused('expected a text or a picture');
  const shared = { chat_id: chatId, link_preview_options: { is_disabled: true } };
  for (const part of parts.slice(0, -1)) await api.call('sendMessage', { ...shared, text: part }, signal);
  return sentId(await api.call('sendMessage', { ...shared, text: last, ...markup }, signal), 'sendMessage');
}

async function sendPhoto(
  api: TelegramApi,
  chatId: string,
  picture: Picture,
  extra: Markup & { readonly caption?: string },
  signal: AbortSignal,
): Promise<string> {
  const { buffer, byteOffset, byteLength } = picture.bytes;
  const filename = picture.mediaType === 'image/png' ? 'picture.png' : 'picture.jpg';
  const photo = { source: Buffer.from(buffer, byteOffset, byteLength), filename };
  return sentId(await api.call('sendPhoto', { chat_id: chatId, photo, ...extra }, signal), 'sendPhoto');
}

function sentId(result: unknown, method: string): string {
  const id = integerOf(fieldsOf(result).message_id);
  if (id !== undefined) return String(id);
  throw new SendError(`Telegram ${method} answered without a message id; it may have arrived`, {
    code: 'unknown_outcome',
    retryable: true,
  });
}

function refused(reason: string): SendError {
  return new SendError(`Telegram was not called: ${reason}`, { code: 'refused', retryable: false });
}
