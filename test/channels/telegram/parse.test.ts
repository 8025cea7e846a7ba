import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseUpdate } from '../../../src/channels/telegram/parse.ts';

const chat = { id: 5_550_001_234, type: 'private' };
const from = { id: 5_550_001_234, is_bot: false, first_name: 'Lành' };

function message(content: object): unknown {
  return { update_id: 7, message: { message_id: 1, chat, from, date: 1_795_400_000, ...content } };
}

function contentOf(payload: unknown): unknown {
  return parseUpdate(payload, '42')[0]?.content;
}

describe('reading a Telegram update', () => {
  it('a text carries its address, its id and its time in milliseconds', () => {
    expect(parseUpdate(message({ text: 'Làm khai sinh' }), '42')).toEqual([
      {
        channel: 'telegram',
        account: '42',
        platformId: '5550001234',
        updateId: '7',
        sentAt: 1_795_400_000_000,
        content: { type: 'text', text: 'Làm khai sinh' },
      },
    ]);
  });

  it.each([
    ['/start', '/start'],
    ['/start to-12_x', '/start'],
    ['/start@causo_thu_bot to-12', '/start'],
    ['/startle', '/startle'],
    ['/nguoi', '/nguoi'],
    ['/nguoi@causo_thu_bot gấp', '/nguoi@causo_thu_bot gấp'],
    ['hỏi /start', 'hỏi /start'],
  ])('the text %j is read as %j', (typed, read) => {
    expect(contentOf(message({ text: typed }))).toEqual({ type: 'text', text: read });
  });

  it('a forwarded text counts as typed', () => {
    const forwarded = message({ text: 'Mai họp ấp', forward_origin: { type: 'hidden_user', sender_user_name: 'X' } });
    expect(contentOf(forwarded)).toEqual({ type: 'text', text: 'Mai họp ấp' });
  });

  it('of a photo the largest size is kept, wherever it stands in the list', () => {
    const size = (name: string, width: number) => ({ file_id: name, width, height: width, file_size: width });
    const photo = [size('a', 90), size('b', 1280), size('c', 320)];
    const media = { kind: 'photo', reference: 'b', size: 1280 };
    expect(contentOf(message({ photo }))).toEqual({ type: 'media', media });
    expect(contentOf(message({ photo, caption: 'Giấy này' }))).toEqual({ type: 'media', media, caption: 'Giấy này' });
  });

  it('a photo that was sent as a file is a photo', () => {
    const document = { file_id: 'sharp', file_name: 'ma-qr.jpg', mime_type: 'image/jpeg', file_size: 4_000_000 };
    expect(contentOf(message({ document }))).toEqual({ type: 'media', media: { kind: 'photo', reference: 'sharp', size: 4_000_000 } });
    expect(contentOf(message({ document: { ...document, mime_type: 'image/svg+xml' } }))).toMatchObject({ media: { kind: 'file' } });
  });

  it.each([
    ['voice', 'voice'],
    ['audio', 'voice'],
    ['video', 'video'],
    ['video_note', 'video'],
    ['document', 'file'],
    ['sticker', 'sticker'],
  ])('a %s is media of the kind %s', (field, kind) => {
    const sent = message({ [field]: { file_id: 'F', file_size: 12 } });
    expect(contentOf(sent)).toEqual({ type: 'media', media: { kind, reference: 'F', size: 12 } });
  });

  it('a moving picture is a video though it also comes as a document', () => {
    const sent = message({ document: { file_id: 'D' }, animation: { file_id: 'A' } });
    expect(contentOf(sent)).toEqual({ type: 'media', media: { kind: 'video', reference: 'A' } });
  });

  it('each picture of an album is a photo of its own', () => {
    const one = message({ photo: [{ file_id: 'A', width: 1, height: 1 }], media_group_id: '9' });
    expect(contentOf(one)).toEqual({ type: 'media', media: { kind: 'photo', reference: 'A' } });
  });

  it('a place is media without its coordinates', () => {
    const sent = message({ location: { latitude: 9.17, longitude: 105.15 } });
    expect(contentOf(sent)).toEqual({ type: 'media', media: { kind: 'location' } });
  });

  it.each([
    ['84900000123', '+84900000123'],
    ['+84 900 000 123', '+84900000123'],
  ])('the own number %j becomes %j', (given, phone) => {
    const contact = { phone_number: given, user_id: from.id, first_name: 'Lành' };
    expect(contentOf(message({ contact }))).toEqual({ type: 'own_phone', phone });
  });

  it.each([
    ['of somebody else', { phone_number: '84900000123', user_id: 1 }],
    ['of nobody on Telegram', { phone_number: '84900000123' }],
    ['without a usable number', { phone_number: '0900', user_id: from.id }],
    ['with letters for a number', { phone_number: '<b>1</b>', user_id: from.id }],
  ])('a contact card %s is not taken as a phone number', (_name, contact) => {
    expect(contentOf(message({ contact }))).toEqual({ type: 'media', media: { kind: 'contact' } });
  });

  it('a tap on a button whose message is no longer readable still counts', () => {
    const tap = { id: '1', from, message: { chat, message_id: 5, date: 0 }, data: 's1q2o3' };
    expect(parseUpdate({ update_id: 8, callback_query: tap }, '42')).toMatchObject([
      { platformId: '5550001234', updateId: '8', sentAt: 0, content: { type: 'tap', payload: 's1q2o3' } },
    ]);
    const withoutMessage = { id: '1', from, data: 's1q2o3' };
    expect(contentOf({ update_id: 9, callback_query: withoutMessage })).toEqual({ type: 'tap', payload: 's1q2o3' });
  });

  it.each([
    ['from inline mode', { inline_message_id: 'x', data: 'a' }],
    ['in a group', { message: { chat: { id: -5, type: 'group' } }, data: 'a' }],
    ['on a game', { message: { chat }, game_short_name: 'g' }],
    ['with more data than we ever send', { message: { chat }, data: 'ế'.repeat(22) }],
  ])('a tap %s is ignored', (_name, tap) => {
    expect(parseUpdate({ update_id: 8, callback_query: { id: '1', from, ...tap } }, '42')).toEqual([]);
  });

  it.each([
    ['member', 'kicked', { type: 'blocked' }],
    ['kicked', 'member', { type: 'unblocked' }],
    ['left', 'member', undefined],
  ])('a membership that goes from %s to %s is read as %j', (before, after, content) => {
    const change = { chat, from, date: 5, old_chat_member: { status: before }, new_chat_member: { status: after } };
    expect(contentOf({ update_id: 8, my_chat_member: change })).toEqual(content);
  });

  it('an edited message is ignored, so that no step runs twice', () => {
    expect(parseUpdate({ update_id: 8, edited_message: { chat, from, date: 5, text: 'sửa lại' } }, '42')).toEqual([]);
  });

  it.each(['group', 'supergroup', 'channel'])('a message in a %s is ignored', (type) => {
    expect(parseUpdate(message({ chat: { id: -100, type }, text: 'chào' }), '42')).toEqual([]);
  });

  it('another bot is not answered', () => {
    expect(parseUpdate(message({ from: { ...from, is_bot: true }, text: 'chào' }), '42')).toEqual([]);
  });

  it.each(['1', 1.5, 2 ** 60, null])('an update with the id %j is ignored', (id) => {
    expect(parseUpdate({ update_id: id, message: { chat, from, text: 'a' } }, '42')).toEqual([]);
  });

  it('a message without a usable time has the time 0', () => {
    expect(parseUpdate(message({ text: 'a', date: 'hôm qua' }), '42')[0]?.sentAt).toBe(0);
  });
});

/** Payloads recorded by others; each line is what we make of one. Everything not named is ignored. */
const recorded: Readonly<Record<string, string>> = {
  'callback-query-inaccessible-message': 'tap',
  'callback-query': 'tap',
  'message-command-for-this-bot': 'text',
  'message-command-no-entities': 'text',
  'message-contact-own': 'own_phone',
  'message-document': 'media file',
  'message-entities-emoji-utf16': 'text',
  'message-location': 'media location',
  'message-media-group-item': 'media video',
  'message-photo-caption-entities': 'media photo',
  'message-photo': 'media photo',
  'message-start-command': 'text',
  'message-start-deeplink': 'text',
  'message-text-emoji-cyrillic': 'text',
  'message-text-hello': 'text',
  'message-text-vietnamese': 'text',
  'message-voice': 'media voice',
  'my-chat-member-blocked': 'blocked',
  'my-chat-member-unblocked': 'unblocked',
};

const folder = join(import.meta.dirname, '../../../../shared/fixtures/telegram');
const listed: readonly { readonly file: string }[] = existsSync(folder)
  ? JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8'))
  : [];

const describeRecorded = listed.length > 0 ? describe : undefined;

describeRecorded?.('reading recorded Telegram updates', () => {
  it.each(listed)('$file is read as expected', ({ file }) => {
    const payload: unknown = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    const [content] = parseUpdate(payload, '42').map((each) => each.content);
    const summary = content?.type === 'media' ? `media ${content.media.kind}` : content?.type;
    expect(summary).toBe(recorded[file.replace('.json', '')]);
  });
});
