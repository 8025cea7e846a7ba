import type { FiredReminder } from '../../store/reminder-steps.ts';

/** Our name for a reminder to the platform. */
export function trackingOf({ reminder, version }: FiredReminder): string {
  return `reminder-${reminder}-${version}`;
}

/** The reminder that a name stands for. */
export function readTracking(tracking: string): FiredReminder | undefined {
  const [, reminder, version] = /^reminder-(\d{1,15})-(\d{1,9})$/.exec(tracking) ?? [];
  return reminder === undefined || version === undefined ? undefined : { reminder: Number(reminder), version: Number(version) };
}
