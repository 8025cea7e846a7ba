import { momentIn } from '../../src/services/local-time.ts';
import { judgeEach, type ReminderKind } from '../../src/app/reminders/reminder-kind.ts';

/** The ages at which the card has to be changed; the fact of the same name says where this stands. */
const ages = [25, 40, 60] as const;

/** The birthday; where only the year is known early in it, before the offices are full. */
function birthdayAt(born: string, age: number): Date | undefined {
  const [year = '', month, day] = born.split('-');
  const monthKnown = month ?? '01';
  const dayKnown = day ?? (month === undefined ? '15' : '01');
  const isLeapDay = monthKnown === '02' && dayKnown === '29';
  return momentIn(`${Number(year) + age}-${monthKnown}-${isLeapDay ? '28' : dayKnown}`, '08:00');
}

/** An identity card has to be changed at these ages. Asked for, with the year of birth. */
export const cardRenewal: ReminderKind = {
  kind: 'card_renewal',
  series: ['card_renewal'],
  onItsDay: false,
  askedFor: true,
  plan: ({ born }, now) => {
    if (typeof born !== 'string' || !/^\d{4}(-\d{2}){0,2}$/.test(born)) return [];
    return ages.flatMap((age) => {
      const dueAt = birthdayAt(born, age);
      return dueAt && dueAt > now ? [{ matter: `self/${age}`, dueAt, payload: { age: String(age) } }] : [];
    });
  },
  judge: judgeEach(({ payload }) => ({ do: 'tell', values: payload, about: 'card-self' })),
};
