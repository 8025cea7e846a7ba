const hour = 3_600_000;

/** Milliseconds after the last act of a person in which a message goes through. */
export const windowLength = 7 * 24 * hour;

/** `free` and `paid`: a message goes through; `closed`: only after the person has done something again. */
export type ReplyWindow = 'free' | 'paid' | 'closed';

/** How Zalo treats a message now. `lastInteraction`: what the person did last; receipts do not count. */
export function replyWindow(lastInteraction: Date | undefined, now: Date): ReplyWindow {
  if (lastInteraction === undefined) return 'closed';
  const age = now.getTime() - lastInteraction.getTime();
  if (age <= 48 * hour) return 'free';
  return age <= windowLength ? 'paid' : 'closed';
}
