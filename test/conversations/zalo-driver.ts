import type { AcceptedMessage, FakeZalo } from '../support/fake-zalo/mod.ts';
import type { Chat, Driver, DriverSettings, Heard } from './driver.ts';
import { postTogether } from './post-together.ts';

type Event = Parameters<FakeZalo['sealed']>[0];

/** The event that Zalo sends for each thing a person can share; the name of a newer kind for what it does not know. */
const events: Readonly<Record<string, string>> = {
  voice: 'user_send_audio',
  video: 'user_send_video',
  file: 'user_send_file',
  sticker: 'user_send_sticker',
  location: 'user_send_location',
  contact: 'user_send_business_card',
  other: 'user_send_hologram',
};

/** Zalo: signed events come in by the webhook, replies are what the fake platform has accepted. */
export function createZaloDriver(zalo: FakeZalo, settings: DriverSettings): Driver {
  // Ends in digits that a number would lose.
  let lastPerson = 24_684_588_352_919_000_001n;
  return {
    channel: 'zalo',
    takesMedia: true,
    open: async () => openChat(zalo, settings, String((lastPerson += 1n))),
  };
}

function openChat(zalo: FakeZalo, { root, settled }: DriverSettings, person: string): Chat {
  const deliver = async (...all: readonly Event[]): Promise<void> => {
    const posts = all.map((event) => {
      const { raw, signature } = zalo.sealed(event);
      return { path: '/webhooks/zalo', headers: { 'x-zevent-signature': signature }, body: raw.toString('utf8') };
    });
    const statuses = await postTogether(root, posts);
    if (statuses.join() !== all.map(() => 200).join()) throw new Error(`Expected the webhook to answer 200, got ${statuses.join()}`);
  };
  const heard = (): readonly Heard[] => zalo.messagesTo(person).map(toHeard);
  return {
    write: (texts) => deliver(...texts.map((text) => zalo.people.writes(person, text))),
    writeTwice: (text) => {
      const event = zalo.people.writes(person, text);
      return deliver(event, event);
    },
    tap: (label) => deliver(isButton(zalo.messagesTo(person), label) ? zalo.people.taps(person, label) : zalo.people.writes(person, asTyped(label))),
    send: (media, caption) => deliver(share(zalo, person, media, caption)),
    sendPhoto: (photo, caption) => deliver(zalo.people.sendsImage(person, `${zalo.root}${zalo.addPhoto(photo)}`, caption)),
    heard: async () => {
      await settled();
      await zalo.settled();
      return heard();
    },
    close: () => undefined,
  };
}

function share(zalo: FakeZalo, person: string, media: string, caption: string | undefined): Event {
  const url = 'https://f6.photo.example/a';
  const attachments = [{ type: media, payload: { url, thumbnail: url } }];
  return zalo.people.sends(person, events[media] ?? media, { attachments, ...(caption === undefined ? {} : { text: caption }) });
}

function isButton(messages: readonly AcceptedMessage[], label: string): boolean {
  return messages.some(({ buttons }) => buttons.some(({ title }) => title === label));
}

/** What found no button stands in the text, and people type it: its words, without the number before them. */
function asTyped(label: string): string {
  return label.replace(/^\d\. /, '');
}

const answerLine = /^\d\. /;
const navigationLine = /^• /;

/** A message as the person reads it: choices are choices, whether they stand on buttons or in lines below the text. */
function toHeard({ text, buttons, picture }: AcceptedMessage): Heard {
  const lines = text.split('\n');
  const end = lines.findLastIndex((line) => !answerLine.test(line) && !navigationLine.test(line)) + 1;
  const listed = lines.slice(end);
  const answers = listed.filter((line) => answerLine.test(line));
  const navigation = listed.filter((line) => navigationLine.test(line)).map((line) => line.replace(navigationLine, ''));
  const titles = buttons.map(({ title }) => title);
  return { text: lines.slice(0, end).join('\n'), buttons: [...answers, ...titles, ...navigation], hasPicture: picture !== undefined };
}
