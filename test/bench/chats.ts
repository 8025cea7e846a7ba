import { shownOnTelegram, shownOnZalo, type ChannelName, type Fakes, type Shown } from '../chaos/platform.ts';

/** What each person saw, found without a walk through everybody's messages. */
export interface Chats {
  shown(channel: ChannelName, person: string): readonly Shown[];
  /** Forgets all, here and on the platforms. */
  forget(): void;
}

export function openChats({ telegram, zalo }: Fakes): Chats {
  const onTelegram = groupAsTheyCome(telegram.accepted, ({ chatId }) => chatId);
  const onZalo = groupAsTheyCome(zalo.accepted, ({ userId }) => userId);
  const indexedTelegram = { ...telegram, messagesTo: (chatId: number) => onTelegram.of(String(chatId)) };
  const indexedZalo = { ...zalo, messagesTo: onZalo.of };
  return {
    shown: (channel, person) => (channel === 'telegram' ? shownOnTelegram(indexedTelegram, person) : shownOnZalo(indexedZalo, person)),
    forget: () => {
      telegram.forget();
      zalo.forget();
      onTelegram.forget();
      onZalo.forget();
    },
  };
}

interface Groups<Item> {
  readonly of: (name: string) => readonly Item[];
  forget(): void;
}

function groupAsTheyCome<Item>(items: readonly Item[], nameOf: (item: Item) => string): Groups<Item> {
  const groups = new Map<string, Item[]>();
  let read = 0;
  return {
    of: (name) => {
      for (; read < items.length; read += 1) {
        const item = items[read];
        if (item === undefined) break;
        const group = groups.get(nameOf(item));
        if (group) group.push(item);
        else groups.set(nameOf(item), [item]);
      }
      return groups.get(name) ?? [];
    },
    forget: () => {
      groups.clear();
      read = 0;
    },
  };
}
