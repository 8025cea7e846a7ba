import type { Platform, Update } from '../chaos/platform.ts';
import type { Random } from '../chaos/random.ts';
import { pause } from '../support/pause.ts';
import type { Chats } from './chats.ts';
import { chooseTexts } from './dialogues.ts';
import type { People } from './people.ts';

/** How long somebody waited for the first reply. Milliseconds; `at`: when they had written. */
export interface Wait {
  readonly at: number;
  readonly waited: number;
}

export interface Stream {
  readonly waits: readonly Wait[];
  /** Resolves when everybody has their last answer. */
  stop(): Promise<void>;
}

export interface StreamSettings {
  readonly platform: Platform;
  readonly chats: Chats;
  readonly people: People;
  readonly random: Random;
  /** How many chat at a time. */
  readonly count: number;
  /** At which place in a chat the first reply to each message of a dialogue stands; see `learnPlaces`. */
  readonly places: readonly number[];
  /** How long each thinks before the next message. Milliseconds. */
  readonly thinking: readonly [least: number, most: number];
  tell(update: Update): Promise<unknown>;
}

/** Whoever gets no answer for so long counts as having waited so long. Milliseconds. */
const longestWait = 30_000;
const lookEvery = 10;

/** People who chat at leisure, one dialogue after the other, until told to stop. */
export function startStream(settings: StreamSettings): Stream {
  const waits: Wait[] = [];
  let stopping = false;
  const chat = async (index: number): Promise<void> => {
    await pause((index / settings.count) * settings.thinking[1]);
    while (!stopping) {
      const person = settings.people.next(settings.platform.channel);
      for (const [index, text] of chooseTexts(settings.random).entries()) {
        if (stopping) return;
        waits.push(await ask(settings, person, text, settings.places[index] ?? 0));
        await pause(settings.random.between(...settings.thinking));
      }
    }
  };
  const chatting = Promise.all(Array.from({ length: settings.count }, (_, index) => chat(index)));
  return {
    waits,
    stop: async () => {
      stopping = true;
      await chatting;
    },
  };
}

export type Asking = Pick<StreamSettings, 'platform' | 'chats' | 'tell'>;

/** Writes one message and waits for the reply that stands at this place of the chat. */
export async function ask({ platform, chats, tell }: Asking, person: string, text: string, place: number): Promise<Wait> {
  const at = Date.now();
  void tell(platform.writes(person, text));
  for (;;) {
    const reply = chats.shown(platform.channel, person)[place];
    if (reply) return { at, waited: reply.at - at };
    if (Date.now() - at > longestWait) return { at, waited: longestWait };
    await pause(lookEvery);
  }
}

/** Lets somebody write these texts at leisure and returns where in the chat the first reply to each stands. */
export async function learnPlaces(asking: Asking, person: string, texts: readonly string[], backlog: () => Promise<number>): Promise<readonly number[]> {
  const places: number[] = [];
  for (const text of texts) {
    const place = asking.chats.shown(asking.platform.channel, person).length;
    places.push(place);
    await ask(asking, person, text, place);
    while ((await backlog()) > 0) await pause(lookEvery);
  }
  return places;
}
