import type { Value } from '../../core/flow.ts';

/** What the open question offers. */
export interface AnswerContext {
  /** Epoch milliseconds. */
  readonly now: number;
  /** In the order shown, with the words of their labels in all languages. */
  readonly options: readonly { readonly id: string; readonly words: readonly string[] }[];
  /** Only a number or a whole label names an option, not a part of one. */
  readonly wholeLabels?: boolean;
  /** Where a question of type `facility` can lead; without it none is understood. */
  readonly facilities?: FacilityDirectory;
}

/** Places as people name them; what they are called is data, not language. */
export interface FacilityDirectory {
  /** Ids with phrases in letters without accents. */
  readonly named: readonly { readonly id: string; readonly words: readonly string[]; readonly offered: boolean }[];
  /** The places that are offered to somebody from a commune (official code), its own health station first. */
  readonly near: (commune: string) => readonly string[];
  /** The id of a commune's own health station, whether it is offered or not. */
  readonly station: (commune: string) => string;
}

/** What a text means as an answer. `confirm`: it can be meant otherwise and has to be read back. */
export type Answer =
  | { readonly kind: 'option'; readonly option: string; readonly confirm?: true }
  | { readonly kind: 'value'; readonly value: Value; readonly confirm?: true }
  /** Several values fit; the person has to choose one of them. */
  | { readonly kind: 'choices'; readonly values: readonly Value[] }
  | { readonly kind: 'back' }
  | { readonly kind: 'unreadable' };

/** Several values between which a text leaves the choice. */
export interface ReadChoices<T> {
  readonly choices: readonly T[];
}

/** A value read by one of the readers. */
export interface Read<T> {
  readonly value: T;
  readonly confirm?: true;
}
