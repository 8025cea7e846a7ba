import { SendError } from '../channel.ts';
import type { OutboundMessage, Picture } from '../channel.ts';
import type { ZaloApi } from './api.ts';
import { codeOf } from './api.ts';
import { layOut } from './buttons.ts';
import type { Button } from './buttons.ts';
import { hashOf, uploadOnce } from './images.ts';
import type { ImageStore } from './images.ts';
import { idOf } from './read.ts';
import { sendShareCard } from './share-card.ts';
import type { ShareCard } from './share-card.ts';
import { splitText, tidyText } from '../text.ts';

/** Zalo counts characters up to 2,000; UTF-16 units are never fewer, so this fits however it counts. */
export const textLength = 2000;

const messagePath = '/v3.0/oa/message/cs';

/** Zalo's code for an uploaded picture whose id has died. */
const expiredAttachment = -100;

export interface SendParts {
  readonly api: ZaloApi;
  readonly images: ImageStore;
  readonly clock: () => Date;
  readonly shareCard: ShareCard | undefined;
  readonly log: (event: string) => void;
}

/**
 * Sends one message and returns the id of its last part. When a later part fails the whole fails, and a repetition
 * begins with the first part again: a part twice is better than a part lost.
 */
export async function sendMessage(parts: SendParts, userId: string, message: OutboundMessage, signal: AbortSignal): Promise<string> {
  if (idOf(userId) === undefined) throw refused('expected the id of a person');
  const { buttons, lines } = layOut(message.options);
  const text = [tidyText(message.text), ...lines].join('\n').trim();
  const id = await sendWords(parts, userId, { text, buttons, picture: message.picture }, signal);
  if (message.asks === 'phone' && parts.shareCard) await sendShareCard(parts, userId, parts.shareCard, signal);
  return id;
}

interface Words {
  readonly text: string;
  readonly buttons: readonly Button[];
  readonly picture: Picture | undefined;
}

/** Buttons and a picture do not go into one message, so the picture stands before its words then. */
async function sendWords(parts: SendParts, userId: string, { text, buttons, picture }: Words, signal: AbortSignal): Promise<string> {
  if (picture === undefined) return sendText(parts.api, userId, text, buttons, signal);
  const words = text === '' ? tidyText(picture.description).trim() : text;
  if (buttons.length === 0 && words.length <= textLength) return sendPicture(parts, userId, picture, words, signal);
  await sendPicture(parts, userId, picture, '', signal);
  return sendText(parts.api, userId, words, buttons, signal);
}

async function sendText(api: ZaloApi, userId: string, text: string, buttons: readonly Button[], signal: AbortSignal): Promise<string> {
  const pieces = splitText(text, textLength);
  const last = pieces.at(-1);
  if (last === undefined) throw refused('expected a text or a picture');
  for (const piece of pieces.slice(0, -1)) await post(api, userId, { text: piece }, signal);
  const attachment = { type: 'template', payload: { buttons } };
  return post(api, userId, { text: last, ...(buttons.length > 0 ? { attachment } : {}) }, signal);
}

async function sendPicture(parts: SendParts, userId: string, picture: Picture, caption: string, signal: AbortSignal): Promise<string> {
  const send = async (): Promise<string> => {
    const attachmentId = await uploadOnce(parts.api, parts.images, parts.clock, picture, signal);
    const elements = [{ media_type: 'image', attachment_id: attachmentId }];
    const attachment = { type: 'template', payload: { template_type: 'media', elements } };
    return post(parts.api, userId, { ...(caption === '' ? {} : { text: caption }), attachment }, signal);
  };
  try {
    return await send();
  } catch (error) {
    if (!(error instanceof SendError) || error.code !== 'refused' || codeOf(error) !== expiredAttachment) throw error;
    await parts.images.forget(hashOf(picture));
    return send();
  }
}

/** Posts one message body to a person and returns the id that Zalo gave it. */
async function post(api: ZaloApi, userId: string, message: object, signal: AbortSignal): Promise<string> {
  const data = await api.post(messagePath, { recipient: { user_id: userId }, message }, signal);
  const id = idOf(data.message_id);
  if (id !== undefined) return id;
  throw new SendError('Zalo answered without a message id; it may have arrived', { code: 'unknown_outcome', retryable: true });
}

function refused(reason: string): SendError {
  return new SendError(`Zalo was not called: ${reason}`, { code: 'refused', retryable: false });
}
