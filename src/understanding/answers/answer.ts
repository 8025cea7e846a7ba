import type { Value } from '../../core/flow.ts';

/** What the open question offers. */
export interface AnswerContext {
  /** Epoch milliseconds. */
  readonly now: number;
  /** In the order shown, with the words of their labels in all languages. */
  readonly options: readonly { readonly id: string; readonly words: readonly string[] }[];
  /** Only a number or a whole label names an option, not a part of one. */
  readonly wholeLabels?: boolean;
}

/** What a text means as an answer. `confirm`: it can be meant otherwise and has to be read back. */
export type Answer =
  | { readonly kind: 'option'; readonly option: string; readonly confirm?: true }
  | { readonly kind: 'value'; readonly value: Value; readonly confirm?: true }
  | { readonly kind: 'back' }
  | { readonly kind: 'unreadable' };

/** A value read by one of the readers. */
export interface Read<T> {
  readonly value: T;
  readonly confirm?: true;
}
