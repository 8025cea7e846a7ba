import type { AcceptedMessage, FakeTelegram } from '../support/fake-telegram/mod.ts';
import type { Chat, Driver, DriverSettings, Heard } from './driver.ts';
import { postTogether } from './post-together.ts';

type Update = ReturnType<FakeTelegram['people']['writes']>;

/** What the platform sends for each thing a person can share. */
const contents: Readonly<Record<string, Update>> = {
  voice: { voice: { file_id: 'voice-1', file_unique_id: 'v1', duration: 4 } },
  video: { video: { file_id: 'video-1', file_unique_id: 'f1', width: 640, height: 360, duration: 9 } },
  file: { document: { file_id: 'file-1', file_unique_id: 'd1', file_name: 'giay.pdf' } },
  sticker: { sticker: { file_id: 'sticker-1', file_unique_id: 's1', type: 'regular', emoji: '🌻' } },
  location: { location: { latitude: 9.18, longitude: 105.15 } },
  contact: { contact: { phone_number: '84290000000', first_name: 'Hai', user_id: 1 } },
  other: { dice: { emoji: '🎲', value: 3 } },
};

/** Telegram: updates come in by the webhook, replies are what the fake platform has accepted. */
export function createTelegramDriver(telegram: FakeTelegram, secret: string, settings: DriverSettings): Driver {
  let lastPerson = 6_000_000_000;
  return {
    channel: 'telegram',
    takesMedia: true,
    open: async () => openChat(telegram, secret, settings, (lastPerson += 1)),
  };
}

function openChat(telegram: FakeTelegram, secret: string, { root, clock, settled }: DriverSettings, person: number): Chat {
  const deliver = async (...updates: readonly Update[]): Promise<void> => {
    const headers = { 'x-telegram-bot-api-secret-token': secret };
    const posts = updates.map((update) => ({ path: '/webhooks/telegram', headers, body: JSON.stringify(update) }));
    const statuses = await postTogether(root, posts);
    if (statuses.join() !== updates.map(() => 200).join()) throw new Error(`Expected the webhook to answer 200, got ${statuses.join()}`);
  };
  // Telegram gives whole seconds.
  const message = (content: Update): Update => telegram.people.sends(person, { date: Math.floor(clock().getTime() / 1000), ...content });
  return {
    write: (texts) => deliver(...texts.map((text) => message({ text }))),
    writeTwice: (text) => {
      const update = message({ text });
      return deliver(update, update);
    },
    tap: (label) => deliver(telegram.people.taps(person, label)),
    send: (media, caption) => deliver(message({ ...contents[media], ...(caption === undefined ? {} : { caption }) })),
    sendPhoto: (photo, caption) => {
      const file = { file_id: telegram.addFile(photo ?? Buffer.alloc(0)), file_unique_id: 'p1', width: 1280, height: 853, file_size: photo?.length ?? 90_000 };
      return deliver(message({ photo: [file], ...(caption === undefined ? {} : { caption }) }));
    },
    heard: async () => {
      await settled();
      return telegram.messagesTo(person).map(toHeard);
    },
    close: () => undefined,
  };
}

function toHeard({ text, keyboard, photo }: AcceptedMessage): Heard {
  return { text, buttons: keyboard.flat().map((button) => button.text), hasPicture: photo !== undefined };
}
