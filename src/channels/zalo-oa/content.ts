import type { InboundMessage, Media } from '../channel.ts';
import { fromWire } from './payload.ts';
import { fieldsOf, textOf, wholeNumberOf } from './read.ts';
import type { Fields } from './read.ts';
import { cutText, tidyText } from '../text.ts';

type Content = InboundMessage['content'];

/** UTF-16 units of one text that comes in; people cannot write more in one message. */
const longestText = 4096;
const longestLink = 2000;

/** Clean text, bounded; undefined when nothing is left. */
export function readCleanText(value: unknown): string | undefined {
  // Cut before the work as well: decomposed letters are at most four times as long.
  const raw = textOf(value)?.slice(0, 4 * longestText);
  return raw === undefined ? undefined : textOf(cutText(tidyText(raw), longestText));
}

/** What was typed, or the payload of a button: nothing but its form tells a tap from typed words. */
export function readText(event: Fields): Content | undefined {
  const text = readCleanText(fieldsOf(event.message).text);
  if (text === undefined) return undefined;
  const payload = fromWire(text.trim());
  return payload === undefined ? { type: 'text', text } : { type: 'tap', payload };
}

/** Zalo shows a pasted link as a card, sometimes without the text around it. */
export function readLink(event: Fields): Content | undefined {
  const text = readCleanText(fieldsOf(event.message).text);
  const link = readCleanText(fieldsOf(firstAttachment(event).payload).url);
  if (text === undefined) return link === undefined ? undefined : { type: 'text', text: link };
  return { type: 'text', text: link === undefined || text.includes(link) ? text : cutText(`${text} ${link}`, longestText) };
}

/** A reader for attachments of one kind. */
export function mediaReader(kind: Media['kind']): (event: Fields) => Content {
  return (event) => {
    const { url, size } = fieldsOf(firstAttachment(event).payload);
    const caption = readCleanText(fieldsOf(event.message).text);
    const bytes = wholeNumberOf(size);
    const media: Media = { kind, ...readReference(url), ...(bytes !== undefined && bytes >= 0 ? { size: bytes } : {}) };
    return { type: 'media', media, ...(caption === undefined ? {} : { caption }) };
  };
}

/** Something whose details are nobody's business here, such as a place or somebody else's contact card. */
export function bareReader(kind: Media['kind']): () => Content {
  return () => ({ type: 'media', media: { kind } });
}

function readReference(url: unknown): { readonly reference?: string } {
  const link = textOf(url);
  return link !== undefined && link.length <= longestLink && /^https?:\/\/[^\s\0]+$/.test(link) ? { reference: link } : {};
}

/** Real traffic has attachments inside the message; some tools put them beside it. */
function firstAttachment(event: Fields): Fields {
  const attachments = fieldsOf(event.message).attachments ?? event.attachments;
  return Array.isArray(attachments) ? fieldsOf(attachments[0]) : {};
}

/** The number from the "share my details" card; everything else on it is left alone. */
export function readSharedPhone(event: Fields): Content | undefined {
  const { phone } = fieldsOf(event.info);
  const digits = (typeof phone === 'number' ? String(phone) : textOf(phone))?.slice(0, 40).replace(/[\s().-]/g, '');
  const international = digits?.replace(/^\+/, '').replace(/^0(?=\d{9,10}$)/, '84');
  return international !== undefined && /^[1-9]\d{8,14}$/.test(international) ? { type: 'own_phone', phone: `+${international}` } : undefined;
}
