import type { AppointmentTime } from '../../store/appointments.ts';

/** Clocks in Cà Mau are seven hours ahead and know no summer time. */
const ahead = 7 * 3_600_000;

/** Requests for a day further away than this are mostly slips. Days. */
const farthest = 90;

/** From this hour on a request for the same half of today makes no sense any more. */
const ends = { morning: 11, afternoon: 16 } as const;

export type VisitTime = AppointmentTime | 'any';

/** The ISO day in Cà Mau. */
export function dayIn(now: Date): string {
  return new Date(now.getTime() + ahead).toISOString().slice(0, 10);
}

/**
 * Brings an answer ("2026-12-03 morning", "2026-12-03T09:30", "any", "earliest afternoon") down to a day and a half of it.
 * Nothing when that is past, in the evening, too far away, or no such answer.
 */
export function readVisitTime(when: unknown, now: Date): VisitTime | undefined {
  if (typeof when !== 'string') return undefined;
  if (/^(?:any|earliest)(?: [a-z]+)?$/.test(when)) return 'any';
  const [, day, hour, word] = /^(\d{4}-\d{2}-\d{2})(?:T([01]\d|2[0-3]):[0-5]\d| ([a-z]+))$/.exec(when) ?? [];
  if (day === undefined) return undefined;
  const halfDay = hour === undefined ? halfOfWord(word) : halfOfHour(Number(hour));
  return halfDay !== undefined && isAhead(day, halfDay, now) ? { day, halfDay } : undefined;
}

function halfOfWord(word: string | undefined): AppointmentTime['halfDay'] | undefined {
  switch (word) {
    case 'morning':
    case 'any':
    case 'earliest':
      return 'morning';
    case 'noon':
    case 'afternoon':
      return 'afternoon';
    default:
      return undefined;
  }
}

function halfOfHour(hour: number): AppointmentTime['halfDay'] | undefined {
  if (hour < 5 || hour >= 18) return undefined;
  return hour < 12 ? 'morning' : 'afternoon';
}

function isAhead(day: string, halfDay: AppointmentTime['halfDay'], now: Date): boolean {
  const days = (Date.parse(day) - Date.parse(dayIn(now))) / 86_400_000;
  const hour = new Date(now.getTime() + ahead).getUTCHours();
  return days === 0 ? hour < ends[halfDay] : days > 0 && days <= farthest;
}

/** The answer again, as slots keep it. */
export function writeVisitTime(time: VisitTime): string {
  return time === 'any' ? time : `${time.day} ${time.halfDay}`;
}
