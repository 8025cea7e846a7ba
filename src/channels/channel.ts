/**
 * The contract of a channel. A channel translates: what a platform sent → neutral messages, and a neutral message →
 * calls of the platform. It knows neither the server nor the store, and imports no other channel.
 */

/** Where a message came from or goes to: one chat of one bot on one channel. */
export interface AddressKey {
  readonly channel: string;
  /** Which bot or official account of ours: ids of people differ between them. */
  readonly account: string;
  /** The platform's id of the chat; always text, since some exceed 2^53. */
  readonly platformId: string;
}

export interface Media {
  readonly kind: 'photo' | 'voice' | 'video' | 'file' | 'sticker' | 'location' | 'contact' | 'other';
  /** How the channel can fetch it later. Never a link that holds a secret. */
  readonly reference?: string;
  /** Bytes, where the platform tells. */
  readonly size?: number;
}

/** What a person did on a channel, checked and stripped to what is needed. */
export interface InboundMessage extends AddressKey {
  /** Unique per channel and account; the same for every copy of one update. */
  readonly updateId: string;
  /** Epoch milliseconds by the platform's clock. */
  readonly sentAt: number;
  readonly content:
    | { readonly type: 'text'; readonly text: string }
    | { readonly type: 'tap'; readonly payload: string }
    | { readonly type: 'media'; readonly media: Media; readonly caption?: string }
    /** A phone number given by the platform's own "share" button: certainly the sender's. */
    | { readonly type: 'own_phone'; readonly phone: string }
    /** The person blocked us, or came back. */
    | { readonly type: 'blocked' }
    | { readonly type: 'unblocked' }
    /** The person came, or came back, by a button of the platform and may be greeted. */
    | { readonly type: 'followed' }
    /** Somebody of the staff wrote to the person by the platform's own tools. */
    | { readonly type: 'staff_wrote' }
    /** The platform passed on that the person wants everything about them erased; there is nobody to answer. */
    | { readonly type: 'withdrawn' };
}

export interface OutboundOption {
  /** At most 20 characters by our own rule. */
  readonly label: string;
  /** At most 32 ASCII characters. */
  readonly payload: string;
  /** `navigation` ones ("Quay lại", "Gặp người", "Menu") give way when there is no room. */
  readonly role: 'answer' | 'navigation';
}

export interface Picture {
  readonly bytes: Uint8Array;
  readonly mediaType: 'image/png' | 'image/jpeg';
  /** What it shows, for people who cannot see it. */
  readonly description: string;
}

/** Words that the platform has approved beforehand: only the parameters vary. It may go out when free words may not. */
export interface TemplateMessage {
  /** As the platform names it. */
  readonly id: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** Ours, the same at every try: at most 48 ASCII characters. A receipt may bring it back. */
  readonly tracking: string;
  /** To whoever has this number (`+84…`) instead of the person behind the address. */
  readonly phone?: string;
}

/** What the platform says of one parameter of a template. */
export interface TemplateParameter {
  readonly name: string;
  readonly required: boolean;
  /** Characters; undefined: the platform does not say. */
  readonly longest: number | undefined;
}

/** A template that arrived. */
export interface Receipt {
  /** As `TemplateMessage.tracking` was. */
  readonly tracking: string;
  /** Tells what was sent, as `Channel.traces` does. */
  readonly trace: string;
  /** The platform's id of the message. */
  readonly messageId: string;
}

/** One message to a person, before it is fitted to a channel. */
export interface OutboundMessage {
  readonly text: string;
  readonly options: readonly OutboundOption[];
  readonly picture?: Picture;
  /** What the question asks for; a channel with a "share" card for it offers that besides. */
  readonly asks?: 'phone';
  /** Goes out in the place of the words, which only tell what it says; on a channel with `describeTemplate`. */
  readonly template?: TemplateMessage;
}

/** What a platform tells of a message that left our account. */
export interface Echo extends AddressKey {
  /** The platform's id of the message. */
  readonly messageId: string;
  /** Tells what was sent, as `Channel.traces` does. Holds the very words: keep nothing but a keyed hash of it. */
  readonly trace: string;
}

/** The parts of a message that are known to have arrived. */
export interface Landed {
  /** So many, from the first. */
  readonly parts: number;
  /** The platform's id of the last of them. */
  readonly id: string;
}

/** How one message is sent. */
export interface Sending {
  /** These are not sent again. */
  readonly landed?: Landed;
  /** Told the platform's id of each part as soon as it is known, by a channel that has `traces`. */
  readonly noteId?: (id: string) => void;
  /** Awaited before each call of the platform by a channel that `pacesCalls`; what it throws ends the sending. */
  readonly beforeCall?: () => Promise<void>;
}

/** Codes are ours; each channel maps its platform's answers to them by a table. */
export type SendErrorCode =
  | 'blocked' // the person does not want or cannot get messages
  | 'gone' // the chat does not exist any more
  | 'rate_limited' // wait as told
  | 'out_of_quota' // nothing more to this person, or of this kind, until the platform's next period
  | 'unavailable' // the platform answered with a fault of its own, or never connected
  | 'unknown_outcome' // no answer came: it may have been sent
  | 'refused' // our message is at fault
  | 'misconfigured' // token or settings are at fault
  | 'window_closed'; // the platform's time window for free messages is over

export interface SendErrorDetails {
  readonly code: SendErrorCode;
  readonly retryable: boolean;
  /** Milliseconds to wait as the platform said. */
  readonly retryAfter?: number;
  /** What the wait is for: this chat only, or the whole account. */
  readonly scope?: 'address' | 'account';
  readonly cause?: unknown;
}

/** The only error that `Channel.send` throws by itself. The text holds nothing personal and no token. */
export class SendError extends Error {
  override readonly name = 'SendError';
  readonly code: SendErrorCode;
  readonly retryable: boolean;
  readonly retryAfter: number | undefined;
  readonly scope: 'address' | 'account';

  constructor(message: string, details: SendErrorDetails) {
    super(message, { cause: details.cause });
    this.code = details.code;
    this.retryable = details.retryable;
    this.retryAfter = details.retryAfter;
    this.scope = details.scope ?? 'address';
  }
}

export type MediaErrorCode =
  | 'too_big'
  | 'gone' // not there any more, or never was
  | 'unavailable'; // the platform did not answer; it may do so later

/** The only error that `Channel.fetchMedia` throws. Its text is its code: addresses of media are nobody's business. */
export class MediaError extends Error {
  override readonly name = 'MediaError';
  readonly code: MediaErrorCode;

  constructor(code: MediaErrorCode) {
    super(code);
    this.code = code;
  }
}

export interface ChannelLimits {
  /** UTF-16 units of one text. */
  readonly textLength: number;
  /** Answers that get a button each; of more, some or all stand in the text only, to be typed. */
  readonly options: number;
  /** UTF-16 units of a button's label; a longer one is cut there and stands in full in the text. */
  readonly labelLength: number;
  /** Messages per second for the whole account; undefined = no limit. */
  readonly messagesPerSecond?: number;
  /** Calls in any minute for the whole account; undefined = no limit. */
  readonly callsPerMinute?: number;
  /** Messages to one chat that may go at once before one per second applies; undefined = no limit. */
  readonly burstPerAddress?: number;
  /** Milliseconds after the last act of a person in which free words reach them; undefined = always. */
  readonly window?: number;
}

export interface Channel {
  readonly id: string;
  readonly account: string;
  readonly limits: ChannelLimits;
  /** Turns one raw payload into messages; an empty list for what we politely ignore. Throws never. */
  parse(payload: unknown): readonly InboundMessage[];
  /** Sends one message and returns the platform's id of its last part. Throws `SendError`, and what `beforeCall` throws. */
  send(to: AddressKey, message: OutboundMessage, signal: AbortSignal, sending?: Sending): Promise<string>;
  /** Every call of the platform counts, not only messages: `send` awaits `beforeCall` itself, as often as it calls. */
  readonly pacesCalls?: true;
  /** Reads what the platform tells of a message of ours; undefined for everything else. Throws never. */
  readEcho?(payload: unknown): Echo | undefined;
  /** What the echoes of the parts of a message will tell, in the order in which they are sent. */
  traces?(message: OutboundMessage): readonly string[];
  /** Reads that a template arrived; undefined for everything else. Throws never. */
  readReceipt?(payload: unknown): Receipt | undefined;
  /** Asks the platform what an approved template needs. Throws `SendError`. Only a channel that has it sends templates. */
  describeTemplate?(id: string, signal: AbortSignal): Promise<readonly TemplateParameter[]>;
  /** The bytes behind the reference of a `Media`, at most `longest`. Throws `MediaError` only. */
  fetchMedia?(reference: string, longest: number, signal: AbortSignal): Promise<Uint8Array>;
  /** Asks the platform something without content; resolves when it answered, whatever the answer. */
  probe?(signal: AbortSignal): Promise<unknown>;
  /** A sign without content that the message is being worked on (typing, a spinner stopped). Best effort. */
  acknowledge?(message: InboundMessage, payload: unknown): Promise<void>;
}
