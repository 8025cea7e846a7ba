import type { InboundMessage } from '../../src/channels/channel.ts';
import type { ShownMessage, ShownPicture, WebChatPort } from '../../src/http/web-chat/port.ts';

type Draft = Omit<ShownMessage, 'number' | 'at' | 'direction'>;

/** How the fake assistant answers one message. */
export type Script = (message: InboundMessage, shown: string) => readonly Draft[];

export interface FakeWebChat extends WebChatPort {
  /** Everything taken in, repeated messages left out. */
  readonly received: readonly InboundMessage[];
  /** Says something without being asked. */
  say(platformId: string, ...drafts: readonly Draft[]): void;
  addPicture(platformId: string, id: string, picture: ShownPicture): void;
  /** How many streams are listening for this visitor. */
  listeners(platformId: string): number;
  /** The next so many messages are answered with "busy". */
  beBusy(times: number): void;
}

const pageSize = 100;

/** The application behind the web chat, in memory: numbers per visitor, repeated messages recognised, options remembered. */
export function createFakeWebChat(script: Script, clock: () => number): FakeWebChat {
  const received: InboundMessage[] = [];
  const messages = new Map<string, ShownMessage[]>();
  const pictures = new Map<string, ShownPicture>();
  const wakes = new Map<string, Set<() => void>>();
  let busyTimes = 0;

  const store = (platformId: string, direction: ShownMessage['direction'], draft: Draft): void => {
    const known = messages.get(platformId) ?? [];
    messages.set(platformId, [...known, { ...draft, direction, number: known.length + 1, at: clock() }]);
  };
  const wakeAll = (platformId: string): void => wakes.get(platformId)?.forEach((wake) => wake());
  const shownText = ({ platformId, content }: InboundMessage): string => {
    if (content.type === 'text') return content.text;
    if (content.type !== 'tap') return content.type;
    const options = (messages.get(platformId) ?? []).flatMap((message) => message.options);
    return options.find(({ payload }) => payload === content.payload)?.label ?? content.payload;
  };

  return {
    received,
    async receive(message) {
      if (busyTimes > 0) {
        busyTimes -= 1;
        return 'busy';
      }
      if (received.some(({ updateId }) => updateId === message.updateId)) return 'done';
      received.push(message);
      const shown = shownText(message);
      store(message.platformId, 'inbound', { text: shown, options: [] });
      for (const draft of script(message, shown)) store(message.platformId, 'outbound', draft);
      wakeAll(message.platformId);
      return 'done';
    },
    receivePhoto(message) {
      return this.receive(message);
    },
    async messagesAfter(platformId, after) {
      const newer = (messages.get(platformId) ?? []).filter(({ number }) => number > after);
      return after === 0 ? newer.slice(-pageSize) : newer.slice(0, pageSize);
    },
    subscribe(platformId, wake) {
      const known = wakes.get(platformId) ?? new Set();
      wakes.set(platformId, known.add(wake));
      return () => known.delete(wake);
    },
    async picture(platformId, id) {
      return pictures.get(`${platformId} ${id}`);
    },
    say(platformId, ...drafts) {
      for (const draft of drafts) store(platformId, 'outbound', draft);
      wakeAll(platformId);
    },
    addPicture: (platformId, id, picture) => void pictures.set(`${platformId} ${id}`, picture),
    listeners: (platformId) => wakes.get(platformId)?.size ?? 0,
    beBusy(times) {
      busyTimes = times;
    },
  };
}
