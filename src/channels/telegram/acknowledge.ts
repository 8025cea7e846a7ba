import type { InboundMessage } from '../channel.ts';
import type { TelegramApi } from './api.ts';
import { fieldsOf, textOf } from './read.ts';

/** Milliseconds. A sign that comes later than this is worth nothing. */
const timeout = 3000;

/** Stops the spinner of a tapped button, or shows "typing" for a message. Never fails. */
export async function acknowledgeMessage(api: TelegramApi, message: InboundMessage, payload: unknown): Promise<void> {
  try {
    await sign(api, message, payload);
  } catch {
    // Only a sign was lost; the answer itself is on its way.
  }
}

async function sign(api: TelegramApi, message: InboundMessage, payload: unknown): Promise<void> {
  const { type } = message.content;
  if (type === 'blocked' || type === 'unblocked' || type === 'withdrawn') return;
  const signal = AbortSignal.timeout(timeout);
  if (type !== 'tap') {
    await api.call('sendChatAction', { chat_id: message.platformId, action: 'typing' }, signal);
    return;
  }
  const id = textOf(fieldsOf(fieldsOf(payload).callback_query).id);
  if (id !== undefined) await api.call('answerCallbackQuery', { callback_query_id: id }, signal);
}
