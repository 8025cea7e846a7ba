import type { InboundMessage } from '../../channels/channel.ts';

/** One message as the page shows it. */
export interface ShownMessage {
  /** Counts up per visitor; also the event id of the stream. */
  readonly number: number;
  readonly direction: 'inbound' | 'outbound';
  readonly text: string;
  readonly options: readonly {
    readonly label: string;
    readonly payload: string;
    readonly role: 'answer' | 'navigation';
  }[];
  readonly picture?: { readonly id: string; readonly description: string };
  /** Epoch milliseconds. */
  readonly at: number;
}

/** A picture as it goes over the line. */
export interface ShownPicture {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
}

/** What the web chat needs from the application. */
export interface WebChatPort {
  /** Resolves when the message is safely stored: done, or busy = try again soon. */
  receive(message: InboundMessage): Promise<'done' | 'busy'>;
  /** The same for a photo, which is kept until it has been looked at; `message` says when and by whom. */
  receivePhoto(message: InboundMessage, photo: ShownPicture): Promise<'done' | 'busy'>;
  /** Messages of this visitor with a number greater than `after`, oldest first, at most 100 (the newest 100 when `after` is 0). */
  messagesAfter(platformId: string, after: number): Promise<readonly ShownMessage[]>;
  /** Calls `wake` whenever this visitor may have something new; returns the way to stop. */
  subscribe(platformId: string, wake: () => void): () => void;
  /** A picture of this visitor, or undefined when it is not theirs or expired. */
  picture(platformId: string, id: string): Promise<ShownPicture | undefined>;
}
