import type { Slots, Value } from './flow.ts';

export type Language = 'vi' | 'en';

/** How a person calls themselves, mirrored back to them; `none` = no pronoun at all. */
export type SelfName = 'none' | 'bà' | 'ông' | 'bác' | 'chú' | 'cô' | 'dì' | 'anh' | 'chị' | 'em';

/** What outlives a conversation. */
export interface Profile {
  readonly language: Language;
  readonly selfName: SelfName;
  readonly consent: 'unknown' | 'granted' | 'refused';
}

/** Where a flow is entered: at its start, or at one of its entries (named by the intent). */
export interface Entry {
  readonly flow: string;
  readonly entry?: string;
}

/** One running flow. The last frame of a session is the one that speaks. */
export interface Frame {
  readonly flow: string;
  /** The version whose words are on the screen; a newer one takes over as `move.ts` tells. */
  readonly hash: string;
  readonly node: string;
  readonly slots: Slots;
  /** Questions already asked, oldest first, with the slots filled since; "quay lại" walks it backwards. */
  readonly history: readonly { readonly node: string; readonly filled: readonly string[] }[];
  /** The call that it still awaits while another flow lies over it. */
  readonly call?: number;
  /** It was told to them unasked. */
  readonly notice?: Notice;
}

/** Over what a flow was put that nobody asked for. */
export interface Notice {
  readonly about?: string;
  /** What was open then; it comes back. */
  readonly over?: OpenQuestion;
}

/** A question of the assistant itself, laid over the open question of the flow. */
export type Prompt =
  | { readonly kind: 'confirm_value'; readonly value: Value }
  /** Which of these values is meant; the options are called `value_0`, `value_1` … and `none`. */
  | { readonly kind: 'choose_value'; readonly values: readonly Value[] }
  | { readonly kind: 'confirm_option'; readonly option: string }
  | { readonly kind: 'offer_flow'; readonly entry: Entry }
  | { readonly kind: 'offer_person' }
  | { readonly kind: 'guess'; readonly entries: readonly Entry[] };

/** The question shown last. Numbers and taps belong to it. */
export interface OpenQuestion {
  /** Counts up over the whole life of the contact; part of every tap. */
  readonly number: number;
  /** Epoch milliseconds. */
  readonly askedAt: number;
  /** Ids of the numbered options in the order shown. */
  readonly options: readonly string[];
  readonly prompt?: Prompt;
  /** The sentence with which it was last shown again, and when: five photos in one go get one answer. */
  readonly lead?: { readonly key: string; readonly at: number };
  /**
   * Address → since when it is shown there, in epoch milliseconds; 0 where it was asked. Kept by the shell: whoever has
   * two channels answers what they see. Without it the question is shown everywhere.
   */
  readonly shownAt?: Readonly<Record<string, number>>;
}

export interface Session {
  readonly profile: Profile;
  /** Counters only rise, so that an old tap, wait or call is always recognised. */
  readonly counters: { readonly session: number; readonly question: number; readonly call: number };
  readonly frames: readonly Frame[];
  readonly open?: OpenQuestion;
  /** The call whose result the last frame awaits. */
  readonly calling?: number;
  /** How often in a row the open question got an answer it could not read. */
  readonly misread: number;
  /**
   * When something last happened to a session in which nothing runs; epoch milliseconds. The shell tells it where it
   * knows, and does not keep it.
   */
  readonly quietSince?: number;
  /** What the first message asked for while the welcome is still going on. */
  readonly wanted?: Entry;
}

/** A contact who has never written. */
export const newSession: Session = {
  profile: { language: 'vi', selfName: 'none', consent: 'unknown' },
  counters: { session: 0, question: 0, call: 0 },
  frames: [],
  misread: 0,
};
