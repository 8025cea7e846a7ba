import type { InboundMessage } from '../channel.ts';
import { bareReader, mediaReader, readLink, readSharedPhone, readText } from './content.ts';
import { fieldsOf, idOf, textOf, wholeNumberOf } from './read.ts';
import type { Fields } from './read.ts';

type Content = InboundMessage['content'];

/** Why an event gives no message; words for a counter. */
export type Ignored =
  | 'receipt'
  | 'echo'
  | 'anonymous'
  | 'group'
  | 'reaction'
  | 'chat_opened'
  | 'administration'
  | 'other_account'
  | 'nothing_readable'
  | 'without_id'
  | 'unknown_event'
  | 'not_an_event';

export type Parsed = { readonly message: InboundMessage } | { readonly ignored: Ignored };

const readers: Readonly<Record<string, (event: Fields) => Content | undefined>> = {
  user_send_text: readText,
  user_send_link: readLink,
  user_send_image: mediaReader('photo'),
  user_send_gif: mediaReader('video'),
  user_send_video: mediaReader('video'),
  user_send_audio: mediaReader('voice'),
  user_send_file: mediaReader('file'),
  user_send_sticker: mediaReader('sticker'),
  user_send_location: bareReader('location'),
  user_send_business_card: bareReader('contact'),
  user_submit_info: readSharedPhone,
  // Following is not needed for writing to us: the next message of somebody who left shows that they are back, too.
  follow: () => ({ type: 'followed' }),
  unfollow: () => ({ type: 'blocked' }),
  user_withdraw: () => ({ type: 'withdrawn' }),
};

/** Families of events that are not for us, by the beginning of their names; the first that fits counts. */
const families: readonly (readonly [begin: string, why: Ignored])[] = [
  ['user_received_message', 'receipt'],
  ['user_seen_message', 'receipt'],
  ['oa_send_group_', 'group'],
  ['user_send_group_', 'group'],
  ['create_group', 'group'],
  ['user_join_group', 'group'],
  ['user_out_group', 'group'],
  ['user_leave_group', 'group'],
  ['oa_send_anonymous_', 'anonymous'],
  ['anonymous_send_', 'anonymous'],
  ['oa_send_consent', 'administration'],
  ['oa_send_', 'echo'],
  ['user_reacted_message', 'reaction'],
  ['oa_reacted_message', 'reaction'],
  ['user_click_chatnow', 'chat_opened'],
  ['update_user_info', 'administration'],
  ['add_user_to_tag', 'administration'],
  ['remove_user_from_tag', 'administration'],
  ['remove_tag', 'administration'],
  ['change_', 'administration'],
  ['user_feedback', 'administration'],
  ['user_click_response_button', 'administration'],
  ['event_journey_', 'administration'],
  ['user_reply_consent', 'administration'],
  ['user_call_oa', 'administration'],
  ['widget_', 'administration'],
  ['extension_purchased', 'administration'],
];

/** Turns one event into a message of one person. `oaId`: events of another official account are left alone. */
export function parseEvent(payload: unknown, account: string, oaId: string | undefined): Parsed {
  const event = fieldsOf(payload);
  const name = textOf(event.event_name);
  if (name === undefined || name.length > 64) return { ignored: 'not_an_event' };
  const family = families.find(([begin]) => name.startsWith(begin))?.[1];
  if (family === 'echo' && isByStaff(event)) return readStaffEcho(event, name, account, oaId);
  if (family) return { ignored: family };
  const read = Object.hasOwn(readers, name) ? readers[name] : unknownReader(name);
  if (read === undefined) return { ignored: 'unknown_event' };
  if (oaId !== undefined && (accountOf(event) ?? oaId) !== oaId) return { ignored: 'other_account' };
  return toMessage(event, name, personOf(event), read(event), account);
}

/** In an echo the person is the one who gets it; of what was written nothing is read. */
function readStaffEcho(event: Fields, name: string, account: string, oaId: string | undefined): Parsed {
  if (oaId !== undefined && (idOf(fieldsOf(event.sender).id) ?? oaId) !== oaId) return { ignored: 'other_account' };
  return toMessage(event, name, idOf(fieldsOf(event.recipient).id), { type: 'staff_wrote' }, account);
}

function toMessage(event: Fields, name: string, platformId: string | undefined, content: Content | undefined, account: string): Parsed {
  const timestamp = textOfNumber(event.timestamp);
  const messageId = idOf(fieldsOf(event.message).msg_id);
  if (platformId === undefined || (messageId ?? timestamp) === undefined) return { ignored: 'without_id' };
  if (content === undefined) return { ignored: 'nothing_readable' };
  const updateId = messageId ?? `${name}-${timestamp}-${platformId}`;
  return { message: { channel: 'zalo', account, platformId, updateId, sentAt: toTime(timestamp), content } };
}

/** Only the echo of what a person wrote in OA Manager names that person. */
function isByStaff(event: Fields): boolean {
  return idOf(fieldsOf(event.sender).admin_id) !== undefined;
}

/** A kind of message that Zalo has added since: it deserves an answer, though we cannot use it. */
function unknownReader(name: string): ((event: Fields) => Content) | undefined {
  return name.startsWith('user_send_') ? mediaReader('other') : undefined;
}

function accountOf(event: Fields): string | undefined {
  return idOf(event.oa_id) ?? idOf(fieldsOf(event.recipient).id);
}

function personOf(event: Fields): string | undefined {
  return idOf(fieldsOf(event.follower).id) ?? idOf(fieldsOf(event.sender).id) ?? idOf(event.user_id);
}

function textOfNumber(value: unknown): string | undefined {
  const number = wholeNumberOf(value);
  return number === undefined || number <= 0 ? undefined : String(number);
}

const latestTime = 8.64e15;

/** Milliseconds; official samples also show shorter values, so the length tells nothing. */
function toTime(timestamp: string | undefined): number {
  const time = Number(timestamp ?? 0);
  return time <= latestTime ? time : 0;
}
