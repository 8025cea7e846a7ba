import type { AnswerType, SlotDefinition, Slots, TextKey, Value } from './flow.ts';
import type { Profile } from './session.ts';

/** A text to be looked up: in the texts of a flow version, or in the assistant's own (`system`). */
export interface Text {
  readonly flow: { readonly id: string; readonly hash: string } | 'system';
  readonly key: TextKey;
}

/** A text with what fills its gaps. */
export interface Wording {
  readonly text: Text;
  readonly slots: Slots;
  /** How each slot is written out; slots without one are plain text. */
  readonly definitions: Readonly<Record<string, SlotDefinition>>;
  /** Gaps that are filled with another text, such as the name of a service. */
  readonly texts?: Readonly<Record<string, Text>>;
}

/** The value that a choice stands for. */
export interface ShownValue {
  /** The gap of the label that shows it. */
  readonly gap: string;
  readonly value: Value;
  readonly type: AnswerType;
  readonly sensitive?: true;
}

/** A numbered choice as it will be shown. */
export interface ShownOption {
  readonly id: string;
  readonly label: Text;
  readonly value?: ShownValue;
}

/** What should be done. The shell renders, saves and sends; the core has done nothing yet. */
export type Effect =
  | {
      readonly type: 'say';
      readonly wording: Wording;
      readonly profile: Profile;
      /** Media id of a picture to go with it. */
      readonly picture?: string;
      /** Jumps the line and may be sent at any hour. */
      readonly urgent: boolean;
      /** The last words of a flow: the menu is offered below. */
      readonly closing: boolean;
    }
  | {
      readonly type: 'ask';
      readonly question: number;
      /** One short sentence before the question: why it is shown again. */
      readonly lead?: Text;
      readonly wording: Wording;
      readonly profile: Profile;
      readonly options: readonly ShownOption[];
      readonly answer: AnswerType;
      readonly step?: readonly [number, number];
      readonly canGoBack: boolean;
    }
  | { readonly type: 'call'; readonly call: number; readonly service: string; readonly input: Slots }
  | { readonly type: 'open_ticket'; readonly topic: string; readonly flow?: string; readonly node?: string }
  | { readonly type: 'set_wait'; readonly question: number; readonly dueAt: number }
  | { readonly type: 'set_reminder'; readonly reminder: string; readonly input: Slots }
  /** For numbers about flows, without anything personal. */
  | {
      readonly type: 'record';
      readonly what: 'flow_started' | 'flow_finished' | 'flow_stopped' | 'question_asked' | 'not_understood';
      readonly flow: string;
      readonly node: string;
    }
  /** The flow itself is at fault (step limit, missing node). The session has been ended kindly. */
  | { readonly type: 'report_fault'; readonly flow: string; readonly node: string; readonly fault: string };
