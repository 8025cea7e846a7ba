import { nextId } from './platform.ts';
import type { Platform } from './platform.ts';
import type { Fields } from './types.ts';

/** What people can do, as the updates that Telegram would send for it. Ids only rise. */
export interface People {
  writes(chatId: number, text: string): Fields;
  /** Presses the button with this label, the newest when several have it. Throws when no keyboard shows it. */
  taps(chatId: number, label: string): Fields;
  sendsPhoto(chatId: number, caption?: string): Fields;
  /** `owner`: whose number it is; the sender's own unless told. */
  sharesContact(chatId: number, phone: string, owner?: number): Fields;
  /** Any message; `content` are its fields beside ids, chat and date. */
  sends(chatId: number, content: Fields): Fields;
  edits(chatId: number, text: string): Fields;
  blocks(chatId: number): Fields;
  unblocks(chatId: number): Fields;
}

/** Seconds since 1970; fixed, so that tests can compare. */
const firstDate = 1_795_000_000;

export function createPeople(platform: Platform): People {
  const person = (id: number) => ({ id, is_bot: false, first_name: 'Người thử', language_code: 'vi' });
  const chat = (id: number) => ({ id, type: 'private', first_name: 'Người thử' });
  const update = (fields: Fields) => ({ update_id: 900_000_000 + nextId(platform), ...fields });
  const message = (chatId: number, content: Fields) => {
    // Whoever writes has pressed Start, so the bot may write back.
    platform.chats.add(String(chatId));
    const id = nextId(platform);
    return { message_id: id, from: person(chatId), chat: chat(chatId), date: firstDate + id, ...content };
  };
  const membership = (chatId: number, before: string, after: string) => ({
    chat: chat(chatId),
    from: person(chatId),
    date: firstDate,
    old_chat_member: { user: person(platform.botId), status: before },
    new_chat_member: { user: person(platform.botId), status: after },
  });
  return {
    writes: (chatId, text) => update({ message: message(chatId, { text }) }),
    sends: (chatId, content) => update({ message: message(chatId, content) }),
    taps: (chatId, label) => update({ callback_query: { ...findTap(platform, chatId, label), from: person(chatId) } }),
    sendsPhoto: (chatId, caption) => update({ message: message(chatId, { photo: photoSizes(), caption }) }),
    sharesContact: (chatId, phone, owner = chatId) =>
      update({ message: message(chatId, { contact: { phone_number: phone, first_name: 'Lành', user_id: owner } }) }),
    edits: (chatId, text) => update({ edited_message: message(chatId, { text, edit_date: firstDate + 1 }) }),
    blocks: (chatId) => {
      platform.blocked.add(String(chatId));
      return update({ my_chat_member: membership(chatId, 'member', 'kicked') });
    },
    unblocks: (chatId) => {
      platform.blocked.delete(String(chatId));
      return update({ my_chat_member: membership(chatId, 'kicked', 'member') });
    },
  };
}

function photoSizes(): readonly Fields[] {
  return [
    { file_id: 'small', file_unique_id: 's', width: 90, height: 60, file_size: 1000 },
    { file_id: 'large', file_unique_id: 'l', width: 1280, height: 853, file_size: 90_000 },
    { file_id: 'middle', file_unique_id: 'm', width: 320, height: 213, file_size: 9000 },
  ];
}

function findTap(platform: Platform, chatId: number, label: string): Fields {
  const id = String(nextId(platform));
  const messages = platform.accepted.filter((each) => each.chatId === String(chatId));
  for (const shown of messages.toReversed()) {
    const button = shown.keyboard.flat().find((each) => each.text === label);
    if (button === undefined) continue;
    platform.openTaps.add(id);
    const chat = { id: chatId, type: 'private' };
    const message = { message_id: shown.messageId, chat, date: Math.floor(shown.at / 1000) };
    return { id, chat_instance: '1', data: button.callback_data, message };
  }
  throw new Error(`Expected a button "${label}" in chat ${chatId}`);
}
