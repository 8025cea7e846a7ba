import { dayIn, daysLater, momentIn } from '../../src/services/local-time.ts';
import { appointmentPlan } from '../../src/app/reminders/appointment-reminders.ts';
import type { FiringReminder, ReminderKind, Verdict } from '../../src/app/reminders/reminder-kind.ts';
import { writeNumber, writeVisitTime } from '../../src/services/clinic/mod.ts';
import { standingAppointments, type StandingAppointment } from '../../src/store/standing-appointments.ts';

/** When nobody is seen any more on a half-day. */
const halfEnds = { morning: '11:30', afternoon: '17:00' } as const;

/** The evening before an appointment, and early on its day. */
export const appointment: ReminderKind = {
  ...appointmentPlan,
  series: ['appointment'],
  callTopic: 'health',
  judge: async (reminders, { transaction, now }) => {
    const ids = reminders.map(({ payload }) => Number(payload['request']));
    const standing = await standingAppointments(transaction, ids);
    return reminders.map((reminder): Verdict => judgeOne(reminder, standing.get(Number(reminder.payload['request'])), now));
  },
};

/** Put off over a night, the one of the evening would come together with that of the morning. */
function judgeOne({ contact, payload }: FiringReminder, standing: StandingAppointment | undefined, now: Date): Verdict {
  if (!standing || standing.contact !== contact) return { do: 'stop' };
  const { day, halfDay } = standing.time;
  const part = payload['part'] === 'evening' ? 'evening' : 'morning';
  const over = momentIn(day, halfEnds[halfDay]);
  const isItsTime = part === 'evening' ? dayIn(now) === daysLater(day, -1) : dayIn(now) === day && over !== undefined && now < over;
  return isItsTime ? { do: 'tell', values: valuesOf(standing, part), about: `appointment-${standing.id}` } : { do: 'stop' };
}

function valuesOf({ id, number, facility = 'unknown', time }: StandingAppointment, part: string) {
  return { part, request: String(id), number: writeNumber(number), facility, when: writeVisitTime(time) };
}
