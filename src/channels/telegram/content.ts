import type { InboundMessage, Media } from '../channel.ts';
import { fieldsOf, integerOf, textOf } from './read.ts';
import type { Fields } from './read.ts';
import { cutText, tidyText } from '../text.ts';

type Content = InboundMessage['content'];

/** UTF-16 units. */
export const textLength = 4096;

/** Fields of a message that hold one file. An animation also fills `document`, so it stands before it. */
const files: readonly (readonly [field: string, kind: Media['kind']])[] = [
  ['voice', 'voice'],
  ['audio', 'voice'],
  ['video', 'video'],
  ['video_note', 'video'],
  ['animation', 'video'],
  ['document', 'file'],
  ['sticker', 'sticker'],
];

/** Things that a person sends on purpose and that deserve an answer, though we cannot use them. */
const curiosities = ['dice', 'game', 'poll', 'story', 'paid_media', 'rich_message', 'checklist'];

/** What a person sent in a private chat; undefined for service messages and the unknown. */
export function readContent(message: Fields): Content | undefined {
  return readText(message) ?? readContact(message) ?? readMedia(message);
}

/** Clean text of at most 4096 units; undefined when nothing is left. */
export function readCleanText(value: unknown): string | undefined {
  // Cut before the work as well: decomposed letters are at most four times as long.
  const raw = textOf(value)?.slice(0, 4 * textLength);
  return raw === undefined ? undefined : textOf(cutText(tidyText(raw), textLength));
}

function readText(message: Fields): Content | undefined {
  const text = readCleanText(message.text);
  if (text === undefined) return undefined;
  // What follows /start comes from a link that anybody can make, and people never see it.
  return { type: 'text', text: /^\/start(?:@\w+)?(?:\s|$)/.test(text) ? '/start' : text };
}

function readContact(message: Fields): Content | undefined {
  if (message.contact === undefined) return undefined;
  const contact = fieldsOf(message.contact);
  const sender = integerOf(fieldsOf(message.from).id);
  const phone = sender !== undefined && contact.user_id === sender ? readPhone(contact.phone_number) : undefined;
  return phone === undefined ? { type: 'media', media: { kind: 'contact' } } : { type: 'own_phone', phone };
}

/** Telegram gives international numbers, with or without the plus. */
function readPhone(value: unknown): string | undefined {
  const digits = textOf(value)?.slice(0, 40).replace(/[\s().-]/g, '');
  if (digits === undefined || !/^\+?[1-9]\d{6,14}$/.test(digits)) return undefined;
  return digits.startsWith('+') ? digits : `+${digits}`;
}

function readMedia(message: Fields): Content | undefined {
  const media = readPhoto(message.photo) ?? readFile(message) ?? readOther(message);
  if (media === undefined) return undefined;
  const caption = readCleanText(message.caption);
  return { type: 'media', media, ...(caption === undefined ? {} : { caption }) };
}

function readPhoto(value: unknown): Media | undefined {
  if (!Array.isArray(value)) return undefined;
  const sizes = value.slice(0, 20).map(fieldsOf);
  const [first, ...others] = sizes.filter((size) => textOf(size.file_id) !== undefined);
  if (first === undefined) return undefined;
  return toMedia('photo', others.reduce((best, size) => (area(size) > area(best) ? size : best), first));
}

function area(size: Fields): number {
  return (integerOf(size.width) ?? 0) * (integerOf(size.height) ?? 0);
}

function readFile(message: Fields): Media | undefined {
  // Sent "as a file" it keeps its sharpness, and is a photo all the same.
  const kind = /^image\/(jpeg|png|webp)$/.test(String(fieldsOf(message.document).mime_type)) ? 'photo' : 'file';
  const found = files.find(([field]) => textOf(fieldsOf(message[field]).file_id) !== undefined);
  return found && toMedia(found[0] === 'document' ? kind : found[1], fieldsOf(message[found[0]]));
}

function toMedia(kind: Media['kind'], file: Fields): Media {
  const reference = textOf(file.file_id);
  const size = integerOf(file.file_size);
  return {
    kind,
    ...(reference === undefined || reference.length > 300 ? {} : { reference }),
    ...(size === undefined || size < 0 ? {} : { size }),
  };
}

function readOther(message: Fields): Media | undefined {
  if (message.location !== undefined || message.venue !== undefined) return { kind: 'location' };
  return curiosities.some((field) => message[field] !== undefined) ? { kind: 'other' } : undefined;
}
