import { describe, expect, it } from 'vitest';
import { readJson } from '../../../src/channels/zalo-oa/json.ts';
import { parseEvent } from '../../../src/channels/zalo-oa/parse.ts';
import { fromWire, toWire } from '../../../src/channels/zalo-oa/payload.ts';

const oa = '3886132808788086451';
const person = '24684588352919792123';

/** An event of a person, as the fact sheet on Zalo describes it. */
function fromPerson(name: string, message: object | undefined, more: object = {}): object {
  const envelope = { app_id: '36', sender: { id: person }, recipient: { id: oa }, user_id_by_app: '77', event_name: name, timestamp: '1766619597466' };
  return { ...envelope, ...(message ? { message: { msg_id: '96d3cdf3af15', ...message } } : {}), ...more };
}

function contentOf(event: unknown): unknown {
  const parsed = parseEvent(event, oa, oa);
  return 'message' in parsed ? parsed.message.content : parsed.ignored;
}

const attached = (payload: object): object => ({ attachments: [{ type: 'any', payload }] });

describe('what people send on Zalo', () => {
  it('keeps its ids as text and its time in milliseconds', () => {
    expect(parseEvent(fromPerson('user_send_text', { text: 'chào' }), oa, undefined)).toEqual({
      message: {
        channel: 'zalo',
        account: oa,
        platformId: person,
        updateId: '96d3cdf3af15',
        sentAt: 1_766_619_597_466,
        content: { type: 'text', text: 'chào' },
      },
    });
  });

  it.each([
    ['typed text', fromPerson('user_send_text', { text: 'Cho hỏi giờ làm việc' }), { type: 'text', text: 'Cho hỏi giờ làm việc' }],
    ['a tap on a button of ours', fromPerson('user_send_text', { text: '#12.345.2' }), { type: 'tap', payload: '#12.345.2' }],
    ['a tap on back', fromPerson('user_send_text', { text: '#12.345.back' }), { type: 'tap', payload: '#12.345.back' }],
    ['a tap on the menu', fromPerson('user_send_text', { text: '#menu' }), { type: 'tap', payload: '#menu' }],
    ['a tap on a menu entry made in the console', fromPerson('user_send_text', { text: '#flow:booking' }), { type: 'tap', payload: '#flow:booking' }],
    ['a hashtag that a person typed', fromPerson('user_send_text', { text: '#camau' }), { type: 'text', text: '#camau' }],
    ['a number with a hash', fromPerson('user_send_text', { text: '#1' }), { type: 'text', text: '#1' }],
    ['a payload inside a sentence', fromPerson('user_send_text', { text: 'bấm #1.2.3 hả' }), { type: 'text', text: 'bấm #1.2.3 hả' }],
    ['a photo with words', fromPerson('user_send_image', { text: 'biên lai', ...attached({ url: 'https://f6.photo.zdn.vn/a.jpg' }) }), { type: 'media', media: { kind: 'photo', reference: 'https://f6.photo.zdn.vn/a.jpg' }, caption: 'biên lai' }],
    ['a photo whose attachments stand beside the message', fromPerson('user_send_image', {}, attached({ url: 'https://f6.photo.zdn.vn/a.jpg' })), { type: 'media', media: { kind: 'photo', reference: 'https://f6.photo.zdn.vn/a.jpg' } }],
    ['a photo whose link is none', fromPerson('user_send_image', attached({ url: 'file:///etc/passwd' })), { type: 'media', media: { kind: 'photo' } }],
    ['a voice message', fromPerson('user_send_audio', attached({ url: 'https://a.zdn.vn/a.amr' })), { type: 'media', media: { kind: 'voice', reference: 'https://a.zdn.vn/a.amr' } }],
    ['a sticker', fromPerson('user_send_sticker', attached({ id: 's1' })), { type: 'media', media: { kind: 'sticker' } }],
    ['a document with its size as text', fromPerson('user_send_file', attached({ url: 'https://a.zdn.vn/a.pdf', size: '4711' })), { type: 'media', media: { kind: 'file', reference: 'https://a.zdn.vn/a.pdf', size: 4711 } }],
    ['a video', fromPerson('user_send_video', attached({})), { type: 'media', media: { kind: 'video' } }],
    ['a moving picture', fromPerson('user_send_gif', attached({})), { type: 'media', media: { kind: 'video' } }],
    ['a place, without keeping where', fromPerson('user_send_location', attached({ coordinates: { latitude: '9.17', longitude: '105.15' } })), { type: 'media', media: { kind: 'location' } }],
    ["somebody's contact card, without keeping it", fromPerson('user_send_business_card', { text: 'Tư', ...attached({ description: '{"phone":"0912345678"}' }) }), { type: 'media', media: { kind: 'contact' } }],
    ['a link with its text', fromPerson('user_send_link', { text: 'coi nè https://a.example', ...attached({ url: 'https://a.example' }) }), { type: 'text', text: 'coi nè https://a.example' }],
    ['a link without text', fromPerson('user_send_link', attached({ url: 'https://a.example/x' })), { type: 'text', text: 'https://a.example/x' }],
    ['a kind of message that came later than this program', fromPerson('user_send_hologram', attached({})), { type: 'media', media: { kind: 'other' } }],
    ['the shared number', fromPerson('user_submit_info', undefined, { info: { name: 'Tư', phone: '84912345678', user_dob: '1/1/1970' } }), { type: 'own_phone', phone: '+84912345678' }],
    ['the shared number as a number', fromPerson('user_submit_info', undefined, { info: { phone: 84_912_345_678 } }), { type: 'own_phone', phone: '+84912345678' }],
    ['the shared number in the way people write it', fromPerson('user_submit_info', undefined, { info: { phone: '0912 345 678' } }), { type: 'own_phone', phone: '+84912345678' }],
    ['details without a number', fromPerson('user_submit_info', undefined, { info: { name: 'Tư' } }), 'nothing_readable'],
    ['an empty text', fromPerson('user_send_text', { text: '' }), 'nothing_readable'],
  ])('%s is understood', (_what, event, content) => {
    expect(contentOf(event)).toEqual(content);
  });

  it.each([
    ['following', { event_name: 'follow', follower: { id: person }, oa_id: oa, timestamp: '154397978274' }, 'followed'],
    ['leaving', { event_name: 'unfollow', follower: { id: person }, oa_id: oa, timestamp: '1766619777000' }, 'blocked'],
    ['withdrawing', { event_name: 'user_withdraw', user_id: person, oa_id: oa, timestamp: '1766619777000' }, 'withdrawn'],
  ])('%s tells who it was, with an id made from what, when and who', (_what, event, type) => {
    const { event_name: name, timestamp } = event;
    expect(parseEvent(event, oa, oa)).toMatchObject({ message: { platformId: person, updateId: `${name}-${timestamp}-${person}`, content: { type } } });
  });

  it.each([
    ['user_received_message', 'receipt'],
    ['user_seen_message', 'receipt'],
    ['oa_send_text', 'echo'],
    ['oa_send_image', 'echo'],
    ['oa_send_list', 'echo'],
    ['oa_send_consent', 'administration'],
    ['oa_send_group_text', 'group'],
    ['user_send_group_text', 'group'],
    ['user_join_group', 'group'],
    ['anonymous_send_text', 'anonymous'],
    ['oa_send_anonymous_text', 'anonymous'],
    ['user_reacted_message', 'reaction'],
    ['user_click_chatnow', 'chat_opened'],
    ['change_oa_daily_quota', 'administration'],
    ['change_template_status', 'administration'],
    ['add_user_to_tag', 'administration'],
    ['update_user_info', 'administration'],
    ['event_journey_time_out', 'administration'],
    ['something_new', 'unknown_event'],
    ['constructor', 'unknown_event'],
    ['__proto__', 'unknown_event'],
  ])('the event %s is left alone as %s', (name, why) => {
    expect(contentOf(fromPerson(name, { text: 'x' }))).toBe(why);
  });

  it('an echo of what staff wrote in OA Manager is told from our own', () => {
    const event = { ...fromPerson('oa_send_text', { text: 'dạ' }), sender: { id: oa, admin_id: '778' }, recipient: { id: '24684588352919792123' } };
    expect(parseEvent(event, 'app', oa)).toMatchObject({ message: { platformId: '24684588352919792123', content: { type: 'staff_wrote' } } });
    expect(parseEvent({ ...event, sender: { id: '1', admin_id: '778' } }, 'app', oa)).toEqual({ ignored: 'other_account' });
  });

  it('events of another account are left alone only when ours is known', () => {
    const event = { ...fromPerson('user_send_text', { text: 'chào' }), recipient: { id: '1' } };
    expect(contentOf(event)).toBe('other_account');
    expect(parseEvent(event, 'app', undefined)).toHaveProperty('message');
  });

  it.each([
    ['no sender', { ...fromPerson('user_send_text', { text: 'a' }), sender: {} }],
    ['an id that is no id', { ...fromPerson('user_send_text', { text: 'a' }), sender: { id: 'x'.repeat(65) } }],
    ['an id that a number has spoilt', { ...fromPerson('user_send_text', { text: 'a' }), sender: { id: 2 ** 60 } }],
    ['neither message id nor time', { event_name: 'user_send_text', sender: { id: person }, message: { text: 'a' } }],
  ])('an event with %s is left alone', (_what, event) => {
    expect(contentOf(event)).toBe('without_id');
  });
});

describe('JSON of Zalo', () => {
  it('with ids as numbers keeps every digit', () => {
    const body = `{"sender":{"id":${person}},"recipient":{"id": ${oa}},"n":[12345678901234567890, -1234567890123456789],"timestamp":1766619597466,"event_name":"user_send_text","message":{"msg_id":"a1","text":"số ${person}, \\"${oa}\\""}}`;
    const read = readJson(body);
    expect(read).toMatchObject({ sender: { id: person }, n: ['12345678901234567890', '-1234567890123456789'], timestamp: 1_766_619_597_466 });
    expect(parseEvent(read, oa, oa)).toMatchObject({ message: { platformId: person, content: { text: `số ${person}, "${oa}"` } } });
  });

  it('keeps fractions and powers as numbers', () => {
    expect(readJson('{"a":1.2345678901234567,"b":1e20,"c":[1234567890123456]}')).toEqual({ a: 1.2345678901234567, b: 1e20, c: ['1234567890123456'] });
  });

  it.each(['', '{', 'x', '{"a":12345678901234567,}', '"\\'.repeat(50_000)])('that is none is read as nothing', (text) => {
    expect(readJson(text)).toBeUndefined();
  });
});

describe('payloads on their way through Zalo', () => {
  it.each(['#1.2.3', '#1.2.back', '#1.2.person', '#menu', 's1q1o1', 'claim-17', 'a.b:c_d'])('%s comes back as it was', (payload) => {
    expect(fromWire(toWire(payload))).toBe(payload);
  });

  it.each(['chào', '#', '#chợ', '# 1', '#1', '#1.2', '#menu nha', '#camau2026', 'menu', '1.2.3'])('the typed words "%s" are no payload', (text) => {
    expect(fromWire(text)).toBeUndefined();
  });
});
