import { echoEvent } from './delivery.ts';
import { newId } from './platform.ts';
import type { Platform } from './platform.ts';
import type { Fields } from './types.ts';

/** What people can do, as the events that Zalo would send for it. */
export interface People {
  writes(userId: string, text: string): Fields;
  /** Presses the button with this title, the newest when several have it: its payload comes as if it were typed. */
  taps(userId: string, title: string): Fields;
  sendsImage(userId: string, url: string, caption?: string): Fields;
  /** Any message; `name` is the event's. */
  sends(userId: string, name: string, message: Fields): Fields;
  sharesInfo(userId: string, info: Fields): Fields;
  follows(userId: string): Fields;
  unfollows(userId: string): Fields;
  withdraws(userId: string): Fields;
  opensChat(userId: string): Fields;
  /** Somebody of the staff writes to the person in OA Manager. */
  staffWrites(userId: string, text: string): Fields;
}

export function createPeople(platform: Platform): People {
  const act = (userId: string): void => {
    const known = platform.users.get(userId);
    platform.users.set(userId, { follows: known?.follows ?? false, refuses: false, lastInteraction: platform.now() });
  };
  const common = () => ({ app_id: platform.appId, timestamp: String(platform.now()) });
  const fromPerson = (userId: string, name: string, more: Fields): Fields => {
    act(userId);
    return { ...common(), sender: { id: userId }, user_id_by_app: `9${userId.slice(1)}`, recipient: { id: platform.oaId }, event_name: name, ...more };
  };
  const message = (userId: string, name: string, content: Fields): Fields => fromPerson(userId, name, { message: { ...content, msg_id: newId() } });
  const aboutFollower = (userId: string, name: string): Fields => ({
    oa_id: platform.oaId,
    follower: { id: userId },
    user_id_by_app: `9${userId.slice(1)}`,
    event_name: name,
    source: 'oa_profile',
    ...common(),
  });
  return {
    writes: (userId, text) => message(userId, 'user_send_text', { text }),
    taps: (userId, title) => message(userId, 'user_send_text', { text: findPayload(platform, userId, title) }),
    sendsImage: (userId, url, caption) =>
      message(userId, 'user_send_image', { attachments: [{ type: 'image', payload: { url, thumbnail: url } }], ...(caption ? { text: caption } : {}) }),
    sends: (userId, name, content) => message(userId, name, content),
    sharesInfo: (userId, info) => fromPerson(userId, 'user_submit_info', { info }),
    follows: (userId) => {
      act(userId);
      platform.users.set(userId, { lastInteraction: platform.now(), refuses: false, follows: true });
      return aboutFollower(userId, 'follow');
    },
    unfollows: (userId) => {
      const known = platform.users.get(userId);
      platform.users.set(userId, { lastInteraction: known?.lastInteraction, refuses: true, follows: false });
      return aboutFollower(userId, 'unfollow');
    },
    withdraws: (userId) => ({ ...common(), oa_id: platform.oaId, user_id: userId, user_id_by_app: `9${userId.slice(1)}`, event_name: 'user_withdraw' }),
    opensChat: (userId) => {
      act(userId);
      return { ...common(), oa_id: platform.oaId, user_id: userId, user_id_by_app: `9${userId.slice(1)}`, event_name: 'user_click_chatnow' };
    },
    staffWrites: (userId, text) => echoEvent(platform, 'oa_send_text', userId, { text, msg_id: newId() }, '7788990011223344556'),
  };
}

function findPayload(platform: Platform, userId: string, title: string): string {
  const messages = platform.accepted.filter((each) => each.userId === userId);
  const found = messages.toReversed().flatMap(({ buttons }) => buttons).find((button) => button.title === title && button.type.startsWith('oa.query.'));
  if (typeof found?.payload === 'string') return found.payload;
  throw new Error(`Expected a button "${title}" for ${userId}`);
}
