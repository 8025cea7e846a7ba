import type { Platform } from './platform.ts';
import { fieldsOf, invalid, Refusal } from './types.ts';
import type { Button, Fields } from './types.ts';

const buttonTypes = ['oa.open.url', 'oa.query.show', 'oa.query.hide', 'oa.open.sms', 'oa.open.phone'];

/** What a person would see of a message body. Refuses what Zalo refuses. */
export interface CheckedMessage {
  readonly text: string;
  readonly buttons: readonly Button[];
  readonly picture?: Buffer;
  readonly asksForInfo: boolean;
}

export function checkMessage(platform: Platform, value: unknown): CheckedMessage {
  const message = fieldsOf(value);
  const strange = Object.keys(message).find((key) => !['text', 'attachment', 'quote_message_id'].includes(key));
  if (strange !== undefined) throw invalid(strange);
  const text = checkText(message);
  if (message.attachment === undefined) return { text, buttons: [], asksForInfo: false };
  const { type, payload } = fieldsOf(message.attachment);
  if (type !== 'template') throw new Refusal(-233, 'Message type is not supported');
  return { text, buttons: [], asksForInfo: false, ...checkTemplate(platform, fieldsOf(payload), text) };
}

function checkText({ text, attachment }: Fields): string {
  if (text === undefined && attachment !== undefined) return '';
  if (typeof text !== 'string' || text.trim() === '') throw invalid('text');
  if (/\p{Surrogate}/u.test(text)) throw invalid('text');
  if ([...text].length > 2000) throw new Refusal(-210, 'Parameter exceeds allowable limit');
  return text;
}

function checkTemplate(platform: Platform, payload: Fields, text: string): Partial<CheckedMessage> {
  switch (payload.template_type) {
    case undefined:
    case 'button':
      if (text === '') throw invalid('text');
      return { buttons: checkButtons(payload.buttons) };
    case 'media':
      return { picture: checkMedia(platform, payload) };
    case 'request_user_info':
      checkCard(payload);
      return { asksForInfo: true };
    default:
      throw new Refusal(-233, 'Message type is not supported');
  }
}

function checkButtons(value: unknown): readonly Button[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > 5) throw invalid('buttons');
  return value.map(checkButton);
}

function checkButton(value: unknown): Button {
  const { title, type, payload } = fieldsOf(value);
  if (typeof title !== 'string' || title.trim() === '' || [...title].length > 100) throw invalid('title');
  if (typeof type !== 'string' || !buttonTypes.includes(type)) throw invalid('type');
  const isQuery = type.startsWith('oa.query.');
  if (isQuery && (typeof payload !== 'string' || payload === '' || payload.length > 1000)) throw invalid('payload');
  return { title, type, payload };
}

function checkMedia(platform: Platform, payload: Fields): Buffer {
  if (payload.buttons !== undefined) throw invalid('buttons');
  const { media_type: type, attachment_id: id, url } = fieldsOf(onlyElement(payload));
  if (type !== 'image' || typeof id !== 'string' || url !== undefined) throw invalid('elements');
  const attachment = platform.attachments.get(id);
  if (attachment === undefined) throw invalid('attachment_id');
  if (platform.now() >= attachment.expiresAt) throw new Refusal(-100, 'attachment_id was expired');
  return attachment.bytes;
}

function checkCard(payload: Fields): void {
  const element = fieldsOf(onlyElement(payload));
  const isWhole = ['title', 'subtitle', 'image_url'].every((key) => typeof element[key] === 'string' && element[key] !== '');
  if (!isWhole || String(element.title).length > 100 || String(element.subtitle).length > 500) throw invalid('elements');
}

function onlyElement({ elements }: Fields): unknown {
  if (!Array.isArray(elements) || elements.length !== 1) throw invalid('elements');
  return elements[0];
}
