import { dayIn, momentIn } from '../../src/services/local-time.ts';
import { judgeEach, type ReminderKind } from '../../src/app/reminders/reminder-kind.ts';

/** The police work until five; after that the day is over. */
const lastHour = '17:00';

/** The morning of the day on which somebody wants to go to the police, before they set out. */
export const vneidVisit: ReminderKind = {
  kind: 'vneid_visit',
  series: ['vneid_visit', 'vneid_activation'],
  onItsDay: true,
  askedFor: true,
  plan: ({ day, whom = 'self' }, now) => {
    const dueAt = momentIn(day, '06:15');
    return dueAt && dueAt > now ? [{ matter: String(whom), dueAt, payload: { day: String(day), whom: String(whom) } }] : [];
  },
  judge: judgeEach(({ matter, payload }, now) => {
    const over = momentIn(payload['day'], lastHour);
    const isToday = dayIn(now) === payload['day'];
    return isToday && over && now < over ? { do: 'tell', values: payload, about: `vneid-${matter}` } : { do: 'stop' };
  }),
};
