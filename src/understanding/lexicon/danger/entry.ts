import type { Danger } from '../../../core/event.ts';

/** One kind of danger, in the language of `phrase.ts`. */
export interface DangerEntry {
  readonly danger: Danger;
  readonly phrases: readonly string[];
  /** Any of these in the message takes this kind of danger back. */
  readonly unless?: readonly string[];
}

export const person =
  'toi|minh|em|con|chau|ba|ong|bac|chu|co|di|anh|chi|ngoai|noi|me|ma|má|cha|tia|chong|vo|be|nguoi|cau|mo|ban|thang|nho|bả|ổng|dua|tre|hang_xom';
