import type { Queryable } from '../../store/database.ts';
import { endWaiting, type Reminder } from '../../store/reminders.ts';
import type { Sealer } from '../../store/seal.ts';
import { daysLater, momentIn } from '../../services/local-time.ts';
import { planReminders } from './plan-reminders.ts';
import type { PlanningKind } from './reminder-kind.ts';

/** The evening before an appointment, and early on its day. `request`: its row; `day`: ISO. */
export const appointmentPlan: PlanningKind = {
  kind: 'appointment',
  onItsDay: true,
  askedFor: false,
  plan: ({ request, day }, now) => {
    if (typeof request !== 'string' || !momentIn(day, '18:00')) return [];
    const moments = { evening: momentIn(daysLater(String(day), -1), '18:00'), morning: momentIn(day, '06:15') };
    return (['evening', 'morning'] as const).flatMap((part) => {
      const dueAt = moments[part];
      return dueAt && dueAt > now ? [{ matter: `${request}/${part}`, dueAt, payload: { request, part } }] : [];
    });
  },
};

/** What reminders need to know of an appointment. */
export interface RemindedAppointment {
  readonly id: number;
  readonly contact: number;
  readonly state: string;
  /** Nothing: any day. */
  readonly time?: { readonly day: string } | undefined;
}

/**
 * Makes the reminders of an appointment agree with it, in the transaction that changes it: set when it stands, moved with
 * it, ended when it does not stand any more. Returns those that wait now; who does not schedule them leaves that to upkeep.
 */
export async function planAppointmentReminders(
  transaction: Queryable,
  sealer: Sealer,
  { id, contact, state, time }: RemindedAppointment,
  now: Date,
): Promise<readonly Reminder[]> {
  await endWaiting(transaction, { contact, kinds: [appointmentPlan.kind], subject: String(id) }, 'not_wanted', now);
  const stands = (state === 'confirmed' || state === 'accepted') && time !== undefined;
  if (!stands) return [];
  return planReminders(transaction, sealer, appointmentPlan, { contact, input: { request: String(id), day: time.day }, now });
}
