/** What administrators are told of. Each has its words in the assistant's own texts, under `alert.<kind>`. */
export const alertKinds = ['zalo_token_ends', 'zalo_token_refused', 'webhook', 'silent', 'wrong_secret', 'outbox', 'parked', 'backlog'] as const;

export type AlertKind = (typeof alertKinds)[number];

/** `middling`: not bad enough to begin an alert, not good enough to end one. */
export type Level = 'bad' | 'middling' | 'good';

/** What was found about one kind of trouble. */
export interface Reading {
  readonly kind: AlertKind;
  /** Id of the channel that it is about; empty: none. */
  readonly channel: string;
  readonly level: Level;
  /** A number for the words: days, minutes or messages. */
  readonly count?: number;
}

/** Bad from `bad` on, good up to `good`: so that what goes up and down at the border is told once. */
export function levelOf(value: number, { good, bad }: { readonly good: number; readonly bad: number }): Level {
  if (value >= bad) return 'bad';
  return value <= good ? 'good' : 'middling';
}

/** Looks at something outside of the database; what it does not find out it leaves out. */
export type Watch = () => Promise<readonly Reading[]>;
