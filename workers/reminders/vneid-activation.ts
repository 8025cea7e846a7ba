import { daysLater, momentIn } from '../../src/services/local-time.ts';
import { judgeEach, subjectOf, type ReminderKind } from '../../src/app/reminders/reminder-kind.ts';

/** Days after the visit: it is usually approved after the first, and whoever has not heard after the second should ask. */
const after = [3, 6] as const;

/** After the visit: has the word of approval come, so that the account can be opened? */
export const vneidActivation: ReminderKind = {
  kind: 'vneid_activation',
  series: ['vneid_visit', 'vneid_activation'],
  onItsDay: false,
  askedFor: false,
  plan: ({ day, whom = 'self' }, now) => {
    if (!momentIn(day, '08:00')) return [];
    return after.flatMap((days) => {
      const dueAt = momentIn(daysLater(String(day), days), '08:00');
      return dueAt && dueAt > now ? [{ matter: `${String(whom)}/${days}`, dueAt, payload: { day: String(day), whom: String(whom) } }] : [];
    });
  },
  judge: judgeEach(({ matter, payload }) => ({ do: 'tell', values: payload, about: `vneid-${subjectOf(matter)}` })),
};
