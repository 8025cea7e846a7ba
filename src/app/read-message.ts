import type { InboundMessage, Media } from '../channels/channel.ts';
import type { Event } from '../core/mod.ts';
import { findDanger, mask, readAnswer, type Answer } from '../understanding/mod.ts';
import { writePhotoPlace } from './check-photo.ts';
import { asked, isOvertaken } from './reading/open-question.ts';
import { readTap } from './reading/read-tap.ts';
import { readText } from './reading/read-text.ts';
import type { Reading, ReadingContext } from './reading/reading.ts';

/** Understands one message in the light of the open question. Nothing when it is no message to be answered. */
export function readMessage(message: InboundMessage, context: ReadingContext): Reading | undefined {
  const { content } = message;
  switch (content.type) {
    case 'text':
      return readText(content.text, message.sentAt, context);
    case 'tap':
      return readTap(content.payload, context);
    case 'media':
      return readMedia(message, content.media, content.caption, context);
    case 'own_phone':
      return readOwnPhone(content.phone, context);
    case 'followed':
      // Told again after an hour, it greets nobody who has been talking since.
      return isOvertaken(message.sentAt, context) ? undefined : { event: { type: 'followed', at: context.now }, kept: '[follow]', sensitive: false };
    case 'blocked':
    case 'unblocked':
    case 'staff_wrote':
    case 'withdrawn':
      return undefined;
  }
}

function readMedia({ channel, account }: InboundMessage, { kind: media, reference }: Media, caption: string | undefined, context: ReadingContext): Reading {
  const danger = caption ? findDanger(caption) : undefined;
  const photo = media === 'photo' && reference !== undefined && !context.isElsewhere ? { photo: writePhotoPlace(channel, account, reference) } : {};
  const event: Event = danger ? { type: 'danger_reported', danger, at: context.now } : { type: 'media_received', media, ...photo, at: context.now };
  // In the web chat the sender sees it, too.
  const name = media === 'photo' ? context.texts.wordsFor({ flow: 'system', key: 'media.photo' }, context.session.profile.language)[0] : media;
  return { event, kept: `[${name}] ${mask(caption ?? '').text}`.trim(), sensitive: false };
}

/** The number from a "share" card answers the question for it; at any other moment it is a card like others. */
function readOwnPhone(phone: string, context: ReadingContext): Reading {
  const { now: at } = context;
  const read: Answer = asked(context).answer === 'phone' && !context.isElsewhere ? readAnswer('phone', phone, { now: at, options: [] }) : { kind: 'unreadable' };
  const event: Event = read.kind === 'value' ? { type: 'answered', value: read.value, confirm: false, at } : { type: 'media_received', media: 'contact', at };
  return { event, kept: '[contact]', sensitive: false };
}
