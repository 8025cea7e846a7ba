import { randomUUID } from 'node:crypto';
import type { ShownMessage } from '../../src/http/web-chat/port.ts';
import { openStream, type OpenStream } from '../support/web-chat-server.ts';
import type { Chat, Driver, DriverSettings } from './driver.ts';
import { postTogether } from './post-together.ts';

/** The web chat: messages are posted with the visitor's cookie, replies are read from an open stream. */
export function createWebDriver(settings: DriverSettings): Driver {
  return { channel: 'web', takesMedia: false, open: () => openChat(settings) };
}

async function openChat({ root, clock, settled }: DriverSettings): Promise<Chat> {
  const cookie = await becomeVisitor(root);
  const page = await openStream(`${root}/chat/stream`, { cookie });
  const post = async (...contents: readonly object[]): Promise<void> => {
    const headers = { cookie, origin: root };
    const bodies = contents.map((content) => JSON.stringify({ id: randomUUID(), sentAt: clock().getTime(), ...content }));
    const statuses = await postTogether(root, bodies.map((body) => ({ path: '/chat/messages', headers, body })));
    if (statuses.join() !== contents.map(() => 202).join()) throw new Error(`Expected the web chat to answer 202, got ${statuses.join()}`);
  };
  let shown: readonly ShownMessage[] = [];
  const look = async (): Promise<readonly ShownMessage[]> => {
    await settled();
    const newest = await newestNumber(root, cookie);
    shown = await showUpTo(page, newest);
    return shown;
  };
  return {
    write: (texts) => post(...texts.map((text) => ({ text }))),
    writeTwice: (text) => {
      const message = { id: randomUUID(), text };
      return post(message, message);
    },
    tap: (label) => post({ tap: payloadOf(shown, label) }),
    send: (media) => Promise.reject(new Error(`Expected words or a tap: nobody can send ${media} in the web chat`)),
    sendPhoto: async (photo) => {
      const query = new URLSearchParams({ id: randomUUID(), sentAt: String(clock().getTime()) });
      const headers = { cookie, origin: root, 'content-type': 'image/jpeg' };
      const response = await fetch(`${root}/chat/photos?${query.toString()}`, { method: 'POST', headers, body: new Uint8Array(photo ?? []) });
      if (response.status !== 202) throw new Error(`Expected the web chat to take a photo, got ${response.status} ${await response.text()}`);
    },
    heard: async () => {
      const messages = (await look()).filter(({ direction }) => direction === 'outbound');
      return messages.map(({ text, options, picture }) => ({ text, buttons: options.map(({ label }) => label), hasPicture: picture !== undefined }));
    },
    close: () => page.close(),
  };
}

async function becomeVisitor(root: string): Promise<string> {
  const response = await fetch(`${root}/`);
  await response.arrayBuffer();
  const cookie = response.headers.get('set-cookie')?.split(';')[0];
  if (cookie === undefined) throw new Error(`Expected the chat page to give a cookie, got status ${response.status}`);
  return cookie;
}

/** Number of the last message that is stored, as a page learns it that is opened now. */
async function newestNumber(root: string, cookie: string): Promise<number> {
  const fresh = await openStream(`${root}/chat/stream`, { cookie });
  try {
    const events = await fresh.until((all) => all.some(({ event }) => event === 'ready'));
    return Math.max(0, ...events.map(({ id }) => Number(id)));
  } finally {
    fresh.close();
  }
}

/** What the open page shows once it has got the message with this number. */
async function showUpTo(page: OpenStream, number: number): Promise<readonly ShownMessage[]> {
  const events = await page.until((all) => number === 0 || all.some(({ id }) => Number(id) === number));
  return events.filter(({ event }) => event === 'message').map(({ data }) => readShown(data));
}

/** What our own server wrote, so its shape is known. */
function readShown(data: string): ShownMessage {
  return JSON.parse(data) as ShownMessage;
}

function payloadOf(shown: readonly ShownMessage[], label: string): string {
  const options = shown.toReversed().flatMap((message) => message.options);
  const found = options.find((option) => option.label === label);
  if (found === undefined) throw new Error(`Expected a button "${label}" on the page`);
  return found.payload;
}
