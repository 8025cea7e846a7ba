import type { Slots } from '../core/mod.ts';

/** When a reminder falls due and what it is about. */
export interface PlannedReminder {
  readonly matter: string;
  readonly dueAt: Date;
  /** What its words will need. */
  readonly payload: Slots;
}

type Plan = (input: Slots, now: Date) => PlannedReminder | undefined;

/** Kinds of reminders that flows may ask for. Nothing is planned for a moment that is past or for no certain day. */
const kinds: Readonly<Record<string, Plan>> = {
  vneid_visit: ({ day, whom }, now) => {
    const dueAt = morningOf(day);
    if (!dueAt || dueAt <= now) return undefined;
    return { matter: String(whom ?? 'self'), dueAt, payload: { day: String(day) } };
  },
};

export const reminderKinds: ReadonlySet<string> = new Set(Object.keys(kinds));

/** Throws for a kind that does not exist, which is a fault of the flow. */
export function planReminder(kind: string, input: Slots, now: Date): PlannedReminder | undefined {
  const plan = kinds[kind];
  if (!plan) throw new Error(`Expected a kind of reminder that exists, got ${kind}`);
  return plan(input, now);
}

/** Before people set out, after the quiet hours. */
function morningOf(day: unknown): Date | undefined {
  if (typeof day !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(day)) return undefined;
  const morning = new Date(`${day}T06:15:00+07:00`);
  return Number.isNaN(morning.getTime()) ? undefined : morning;
}
