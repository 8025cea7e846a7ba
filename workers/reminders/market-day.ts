import { dayIn, daysLater, momentIn } from '../../src/services/local-time.ts';
import { judgeEach, type ReminderKind } from '../../src/app/reminders/reminder-kind.ts';

/** The evening before somebody goes to market, who sets out before anybody may be woken. */
export const marketDay: ReminderKind = {
  kind: 'market_day',
  series: ['market_day'],
  onItsDay: true,
  askedFor: true,
  plan: ({ day }, now) => {
    if (!momentIn(day, '18:00')) return [];
    const dueAt = momentIn(daysLater(String(day), -1), '18:00');
    return dueAt && dueAt > now ? [{ matter: 'self', dueAt, payload: { day: String(day) } }] : [];
  },
  judge: judgeEach(({ payload }, now) => (dayIn(now) < String(payload['day']) ? { do: 'tell', values: payload, about: 'market-self' } : { do: 'stop' })),
};
