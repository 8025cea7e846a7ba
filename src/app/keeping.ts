import type { Profile } from '../core/mod.ts';

/** How long the web chat can show what was said without consent to keep it. */
export const hoursWithoutConsent = 24;

const daysWithConsent = 30;

/** Until when a message may be kept; nothing when it may not be kept at all. */
export function keepUntil(channel: string, consent: Profile['consent'], now: Date): Date | undefined {
  if (consent === 'granted') return new Date(now.getTime() + daysWithConsent * 86_400_000);
  return channel === 'web' ? new Date(now.getTime() + hoursWithoutConsent * 3_600_000) : undefined;
}
