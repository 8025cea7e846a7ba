import type { Event, Secret, Session } from '../../core/mod.ts';
import type { Places } from '../../services/clinic/mod.ts';
import type { FlowLibrary } from '../flow-library.ts';
import type { Texts } from '../texts.ts';

/** What a message is understood by. */
export interface ReadingContext {
  readonly session: Session;
  readonly library: FlowLibrary;
  readonly texts: Texts;
  readonly places: () => Places;
  /** Epoch milliseconds at which the message reached us. */
  readonly now: number;
  /** Secrets that were cut out of the message before it got here. */
  readonly covered?: readonly Secret[];
  /** The open question stands on another channel of theirs, so that this message does not answer it. */
  readonly isElsewhere?: boolean;
}

/** What a message means, and how it may be kept. */
export interface Reading {
  readonly event: Event;
  /** The text with secrets masked, as it may be stored and shown to a volunteer. */
  readonly kept: string;
  /** The kept text holds a number that only this step needs. */
  readonly sensitive: boolean;
}
