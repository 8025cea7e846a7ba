import type { Slots } from '../../core/mod.ts';
import type { Queryable } from '../../store/database.ts';
import { setReminder, type Reminder } from '../../store/reminders.ts';
import { isStopped, liftStops } from '../../store/reminder-stops.ts';
import type { Sealer } from '../../store/seal.ts';
import type { PlanningKind } from './reminder-kind.ts';

export interface ReminderWish {
  readonly contact: number;
  readonly input: Slots;
  readonly now: Date;
}

/** Sets what a kind plans for this, unless the person has stopped it. Returns what waits now. */
export async function planReminders(transaction: Queryable, sealer: Sealer, kind: PlanningKind, { contact, input, now }: ReminderWish): Promise<readonly Reminder[]> {
  const plans = kind.plan(input, now);
  if (plans.length === 0) return [];
  if (kind.askedFor) await liftStops(transaction, contact, [kind.kind, 'all']);
  else if (await isStopped(transaction, contact, kind.kind)) return [];
  const set: Reminder[] = [];
  for (const plan of plans) {
    const reminder = await setReminder(transaction, sealer, { contact, kind: kind.kind, onItsDay: kind.onItsDay, now, ...plan });
    if (reminder) set.push(reminder);
  }
  return set;
}
