import type { InboundMessage } from '../channels/channel.ts';
import { findAddress, findOrCreateAddress, type AddressIds } from '../store/contacts.ts';
import type { Database } from '../store/database.ts';
import { loadMedia, saveMedia, type StoredMedia } from '../store/media.ts';
import { messagesAfter, type StoredMessage } from '../store/messages.ts';
import type { Sealer } from '../store/seal.ts';
import { createAnnouncer } from './announce.ts';
import type { Inbound } from './handle-inbound.ts';
import type { Log } from './log.ts';
import type { RenderedMessage } from './render.ts';

export { pictureTypeOf } from '../services/market/mod.ts';

/** A message as the chat page shows it. */
interface PageMessage {
  readonly number: number;
  readonly direction: 'inbound' | 'outbound';
  readonly text: string;
  readonly options: RenderedMessage['options'];
  readonly picture?: { readonly id: string; readonly description: string };
  readonly at: number;
}

/** The open pages of all processes, woken by platform id. */
export interface WebVisitors {
  /** Something new may be there for this visitor, here or in another process. */
  wake(platformId: string): void;
  subscribe(platformId: string, wake: () => void): () => void;
  stop(): Promise<void>;
}

export async function createWebVisitors(database: Database, log: Log): Promise<WebVisitors> {
  const subscribers = new Map<string, Set<() => void>>();
  const wakeHere = (platformId: string): void => subscribers.get(platformId)?.forEach((wake) => wake());
  const wakeAll = (): void => [...subscribers.keys()].forEach(wakeHere);
  const announcer = await createAnnouncer(database, 'causo_web', wakeHere, log, wakeAll);
  return {
    wake: (platformId) => {
      wakeHere(platformId);
      announcer.tell(platformId);
    },
    subscribe: (platformId, wake) => {
      const waiting = subscribers.get(platformId) ?? new Set();
      subscribers.set(platformId, waiting.add(wake));
      return () => {
        waiting.delete(wake);
        if (waiting.size === 0) subscribers.delete(platformId);
      };
    },
    stop: () => announcer.stop(),
  };
}

const pageLength = 100;

/** A photo that no question has a use for goes after this; the others when they have been looked at. Milliseconds. */
const photoLifetime = 15 * 60_000;

export interface WebChatSettings {
  readonly database: Database;
  readonly sealer: Sealer;
  readonly inbound: Inbound;
  readonly visitors: WebVisitors;
  readonly clock: () => Date;
}

/** What the web chat's routes ask of the application. */
export function createWebChat({ database, sealer, inbound, visitors, clock }: WebChatSettings) {
  const find = (platformId: string): Promise<AddressIds | undefined> => findAddress(database, { channel: 'web', account: 'web', platformId });
  return {
    receive: (message: InboundMessage) => inbound.accept(message),
    receivePhoto: async (message: InboundMessage, photo: StoredMedia) => {
      const now = clock();
      const { contact } = await findOrCreateAddress(database, message, now);
      const expiresAt = new Date(now.getTime() + photoLifetime);
      const id = await saveMedia(database, sealer, { ...photo, contact, now, expiresAt });
      return inbound.accept({ ...message, content: { type: 'media', media: { kind: 'photo', reference: String(id) } } });
    },
    subscribe: (platformId: string, wake: () => void) => visitors.subscribe(platformId, wake),
    messagesAfter: async (platformId: string, after: number): Promise<readonly PageMessage[]> => {
      const found = await find(platformId);
      if (!found) return [];
      // Only what was said here: this may be a computer that others use, and what was said on Zalo stays on Zalo.
      const messages = await messagesAfter(database, sealer, found.contact, after, pageLength, found.address);
      return messages.map(toPageMessage);
    },
    picture: async (platformId: string, id: string) => {
      const found = await find(platformId);
      const number = Number(id);
      if (!found || !Number.isSafeInteger(number)) return undefined;
      return loadMedia(database, sealer, found.contact, number, clock());
    },
  };
}

/** Messages are written by `toTurn` only, so their shape is known. */
function toPageMessage({ number, direction, payload, at }: StoredMessage): PageMessage {
  const { text, options, picture } = payload as RenderedMessage;
  const shown = picture ? { picture: { id: String(picture.id), description: picture.description } } : {};
  return { number, direction, text, options, at: at.getTime(), ...shown };
}
