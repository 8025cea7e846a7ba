import type { Slots, Value } from './flow.ts';
import type { Entry, Profile, SelfName } from './session.ts';

/** `fraud`: money is being lost right now; the others as in the emergency lexicon. */
export type Danger = 'medical' | 'fire' | 'police' | 'rescue' | 'abuse' | 'selfharm' | 'fraud' | 'unknown';

/** What a person sent that is not text. */
export type MediaKind = 'photo' | 'voice' | 'video' | 'file' | 'sticker' | 'location' | 'contact' | 'other';

/** What kind of secret was cut out of a message. */
export type Secret = 'code' | 'password' | 'card' | 'id_number';

/** What has become of an appointment without the resident having done it. */
export type AppointmentChange = 'confirmed' | 'proposed' | 'declined' | 'cancelled' | 'place_closed' | 'seat_offered' | 'seat_lapsed';

/**
 * Something a resident is told without having written: the flow is put on top of whatever is open, with the values in
 * those of its slots that it declares, and begins at its start. When it ends, what was open is shown again.
 */
export interface Telling {
  readonly flow: string;
  readonly values: Slots;
  /** The matter. Of two tellings about the same one the newer takes the place of one that still waits for its answer. */
  readonly about?: string;
}

/** What happened. Time arrives here; the core has no clock. */
export type Event = {
  /** Epoch milliseconds. */
  readonly at: number;
  /** The person just called themselves this. */
  readonly selfName?: SelfName;
  /** A secret stood beside what was asked; it has been masked, and the person is warned first. */
  readonly secret?: Secret;
} & (
  | { readonly type: 'greeted'; readonly by: 'greeting' | 'thanks' }
  /** Came without a word, by a button of the platform. */
  | { readonly type: 'followed' }
  /** A service or a task of the assistant was named. `interrupt`: do it at once, without asking first. */
  | { readonly type: 'flow_requested'; readonly entry: Entry; readonly interrupt: boolean }
  /** `confirm`: the word typed can be meant otherwise, so the option is read back. */
  | { readonly type: 'option_chosen'; readonly question: number; readonly option: string; readonly confirm?: boolean }
  /** A typed answer that fits. `confirm`: it can be meant otherwise, so it is read back. */
  | { readonly type: 'answered'; readonly value: Value; readonly confirm: boolean }
  /** Several values fit what was typed; the person has to choose one. */
  | { readonly type: 'answer_ambiguous'; readonly values: readonly Value[] }
  | { readonly type: 'not_understood'; readonly guesses: readonly Entry[] }
  | { readonly type: 'back_requested' }
  | { readonly type: 'stop_requested' }
  | { readonly type: 'menu_requested' }
  | { readonly type: 'help_requested' }
  | { readonly type: 'person_requested' }
  /** A button of an earlier question, a message overtaken by the open question, or one from where it was never shown. */
  | { readonly type: 'question_outdated'; readonly by: 'tap' | 'delay' | 'elsewhere' }
  | { readonly type: 'danger_reported'; readonly danger: Danger }
  /** Nothing but a secret could be read. */
  | { readonly type: 'secret_received'; readonly secret: Secret }
  /** `photo`: how a photo can be fetched, as the service that will look at it understands it. */
  | { readonly type: 'media_received'; readonly media: MediaKind; readonly photo?: Value }
  | {
      readonly type: 'call_finished';
      readonly call: number;
      readonly outcome: string;
      readonly values: Slots;
      /** What the service changed about the contact. */
      readonly profile?: Partial<Profile>;
      /** The service erased the contact's data: whatever else was running is over. */
      readonly forget?: true;
    }
  | { readonly type: 'wait_timed_out'; readonly question: number }
  /** `already`: it was open before and nothing new was opened. */
  | { readonly type: 'ticket_opened'; readonly ticket: number; readonly already: boolean }
  /** Another address of theirs belongs to the same contact now; `channels` names all of them. */
  | { readonly type: 'accounts_linked'; readonly channels: string }
  /** The joining that they agreed to could not be done any more. */
  | { readonly type: 'link_failed' }
  /**
   * For an administrator's chat: the assistant is in trouble, or not any more. `alert` names the kind, `channel` is empty
   * when it is about none, `count` is a number for the words.
   */
  | { readonly type: 'alert_changed'; readonly alert: string; readonly phase: 'began' | 'lasts' | 'ended'; readonly channel: string; readonly count: number }
  /** `reminder`: the row that fell due. */
  | ({ readonly type: 'reminder_due'; readonly reminder: number } & Telling)
  | ({ readonly type: 'appointment_changed'; readonly change: AppointmentChange; readonly flow: 'appointment_news' } & Telling)
  /** A message of theirs could not be handled even after several tries. */
  | { readonly type: 'turn_failed' }
);
