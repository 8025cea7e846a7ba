import type { TemplateMessage } from '../../channels/channel.ts';
import type { Slots } from '../../core/mod.ts';
import type { RenderedMessage } from '../render.ts';
import type { Means } from './choose-way.ts';

/** A reminder on its way: what is needed to go on when this way turns out to be closed. Sealed wherever it is kept. */
export interface Reminding {
  readonly reminder: number;
  readonly version: number;
  readonly kind: string;
  readonly values: Slots;
  readonly about: string;
  /** How it goes out now. */
  readonly means: Means;
  /** What goes out in the place of the words. */
  readonly template?: TemplateMessage;
}

/** What a row of the outbox holds. */
export interface OutboxPayload extends RenderedMessage {
  readonly template?: TemplateMessage;
  /** Of the message that tells a reminder; what comes with it goes or falls by itself. */
  readonly reminding?: Reminding;
}

/** Of which reminder a row of the outbox is; they are written by ourselves and sealed, so their shape is known. */
export function remindingOf(payload: unknown): Reminding | undefined {
  return (payload as OutboxPayload).reminding;
}
