import type { Secret } from '../core/event.ts';

/** A stretch of a text that has to go. `end` is excluded. */
export interface Cut {
  readonly start: number;
  readonly end: number;
  readonly secret: Secret;
}
