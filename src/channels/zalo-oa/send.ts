import { SendError } from '../channel.ts';
import type { OutboundMessage, Picture, Sending } from '../channel.ts';
import type { ZaloApi } from './api.ts';
import { codeOf } from './api.ts';
import { layOut } from './buttons.ts';
import { traceOf } from './echo.ts';
import { hashOf, uploadOnce } from './images.ts';
import type { ImageStore } from './images.ts';
import { idOf } from './read.ts';
import { sendTemplate, templateTrace } from './template.ts';
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
  readonly templateApi: ZaloApi;
  readonly images: ImageStore;
  readonly clock: () => Date;
  readonly shareCard: ShareCard | undefined;
  readonly log: (event: string) => void;
}

/** What Zalo takes as one message. */
type Part =
  | { readonly kind: 'words'; readonly text: string; readonly body: object }
  | { readonly kind: 'picture'; readonly text: string; readonly picture: Picture };

/**
 * Sends one message, but for the parts that have landed already, and returns the id of its last part. When a later part
 * fails the whole fails.
 */
export async function sendMessage(
  parts: SendParts,
  userId: string,
  message: OutboundMessage,
  signal: AbortSignal,
  { landed, noteId }: Pick<Sending, 'landed' | 'noteId'>,
): Promise<string> {
  if (message.template) return landed?.id ?? (await sendTemplate(parts, userId, message.template, signal));
  if (idOf(userId) === undefined) throw refused('expected the id of a person');
  let id = landed?.id;
  for (const part of partsOf(message).slice(landed?.parts ?? 0)) {
    id = await sendPart(parts, userId, part, signal);
    noteId?.(id);
  }
  if (id === undefined) throw refused('expected a text or a picture');
  if (message.asks === 'phone' && parts.shareCard) await sendShareCard(parts, userId, parts.shareCard, signal);
  return id;
}

/** How the parts of a message are recognised in their echoes. */
export function tracesOf(message: OutboundMessage): readonly string[] {
  if (message.template) return [templateTrace(message.template.tracking)];
  return partsOf(message).map(({ kind, text }) => traceOf(kind, text));
}

/** Buttons and a picture do not go into one message, so the picture stands before its words then. */
function partsOf(message: OutboundMessage): readonly Part[] {
  const { buttons, lines } = layOut(message.options);
  const text = [tidyText(message.text), ...lines].join('\n').trim();
  const attachment = buttons.length > 0 ? { attachment: { type: 'template', payload: { buttons } } } : {};
  const { picture } = message;
  if (picture === undefined) return wordsOf(text, attachment);
  const words = text === '' ? tidyText(picture.description).trim() : text;
  if (buttons.length === 0 && words.length <= textLength) return [{ kind: 'picture', text: words, picture }];
  return [{ kind: 'picture', text: '', picture }, ...wordsOf(words, attachment)];
}

/** Buttons stay with the last piece. */
function wordsOf(text: string, attachment: object): readonly Part[] {
  const pieces = splitText(text, textLength);
  return pieces.map((piece, index) => {
    const isLast = index === pieces.length - 1;
    return { kind: 'words', text: piece, body: { text: piece, ...(isLast ? attachment : {}) } };
  });
}

async function sendPart(parts: SendParts, userId: string, part: Part, signal: AbortSignal): Promise<string> {
  if (part.kind === 'words') return post(parts.api, userId, part.body, signal);
  return sendPicture(parts, userId, part.picture, part.text, signal);
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
