import { isTaken, post } from './program.ts';
import { startFakeTelegram, type FakeTelegram } from '../support/fake-telegram/mod.ts';
import { startFakeZalo, type FakeZalo } from '../support/fake-zalo/mod.ts';

type Fields = Readonly<Record<string, unknown>>;

export type ChannelName = 'telegram' | 'zalo';

/** What somebody did, as the platform tells it: the same bytes each time it is told. */
export interface Update {
  readonly channel: ChannelName;
  /** As the assistant keeps it. */
  readonly id: string;
  readonly body: Fields;
}

/** A message as somebody sees it. */
export interface Shown {
  readonly text: string;
  readonly buttons: readonly string[];
  readonly picture: boolean;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** One of the two platforms, as the people who chat there need it. */
export interface Platform {
  readonly channel: ChannelName;
  writes(person: string, text: string): Update;
  /** Presses a button, the newest that has this label. */
  taps(person: string, label: string): Update;
  shown(person: string): readonly Shown[];
  /** Posts an update to a process; true when it took it. */
  post(root: string, update: Update, repetition: number): Promise<boolean>;
}

export const webhookSecret = 'secret_of_the_chaos_run_with_32_signs';

export interface Fakes {
  readonly telegram: FakeTelegram;
  readonly zalo: FakeZalo;
}

export async function startFakes(clock?: () => number): Promise<Fakes> {
  return { telegram: await startFakeTelegram(), zalo: await startFakeZalo(clock) };
}

export function telegramPlatform({ telegram, zalo }: Fakes): Platform {
  const toUpdate = (body: Fields): Update => ({ channel: 'telegram', id: String(body.update_id), body });
  return {
    channel: 'telegram',
    // Rounded up, so that a quick answer is never older than its question.
    writes: (person, text) => toUpdate(telegram.people.sends(Number(person), { text, date: Math.ceil(Date.now() / 1_000) })),
    taps: (person, label) => toUpdate(telegram.people.taps(Number(person), label)),
    shown: (person) => shownOnTelegram(telegram, person),
    post: async (root, update) => isTaken(await postUpdate(zalo, root, update, 0)),
  };
}

export function zaloPlatform({ zalo }: Fakes): Platform {
  const toUpdate = (body: Fields): Update => ({ channel: 'zalo', id: messageId(body), body });
  return {
    channel: 'zalo',
    writes: (person, text) => toUpdate(zalo.people.writes(person, text)),
    taps: (person, label) => toUpdate(zalo.people.taps(person, label)),
    shown: (person) => shownOnZalo(zalo, person),
    post: async (root, update, repetition) => (await postUpdate(zalo, root, update, repetition)) === 200,
  };
}

/** An update as its platform posts it. */
interface Envelope {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** `repetition`: how often it was told before. */
export function putInEnvelope(zalo: FakeZalo, { channel, body }: Update, repetition: number): Envelope {
  const type = { 'content-type': 'application/json' };
  if (channel === 'telegram') return { headers: { ...type, 'x-telegram-bot-api-secret-token': webhookSecret }, body: JSON.stringify(body) };
  const { raw, signature } = zalo.sealed(body);
  return { headers: { ...type, 'x-zevent-signature': signature, ...(repetition > 0 ? { num_retry: String(repetition) } : {}) }, body: raw.toString('utf8') };
}

function postUpdate(zalo: FakeZalo, root: string, update: Update, repetition: number): Promise<number> {
  return post({ url: `${root}/webhooks/${update.channel}`, ...putInEnvelope(zalo, update, repetition) }).status;
}

export function shownOnTelegram(telegram: FakeTelegram, person: string): readonly Shown[] {
  return telegram.messagesTo(Number(person)).map(({ text, keyboard, photo, at }) => ({
    text,
    buttons: keyboard.flat().map((button) => button.text),
    picture: photo !== undefined,
    at,
  }));
}

export function shownOnZalo(zalo: FakeZalo, person: string): readonly Shown[] {
  return zalo.messagesTo(person).map(({ text, buttons, picture, at }) => ({
    text,
    buttons: buttons.map(({ title }) => title),
    picture: picture !== undefined,
    at,
  }));
}

function messageId(body: Fields): string {
  const { message } = body;
  return typeof message === 'object' && message !== null && 'msg_id' in message ? String(message.msg_id) : '';
}
