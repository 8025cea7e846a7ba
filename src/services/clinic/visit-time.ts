import type { AppointmentTime } from '../../store/appointments.ts';
import { dayIn, hourIn, momentIn } from '../local-time.ts';

/** Requests for a day further away than this are mostly slips. Days. */
const farthest = 90;

/** From this hour on a request for the same half of today makes no sense any more. */
const ends = { morning: 11, afternoon: 16 } as const;

/** Clocks in Cà Mau. */
const starts = { morning: '07:00', afternoon: '13:00' } as const;

export type VisitTime = AppointmentTime | 'any';

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
  return halfDay !== undefined && isAhead({ day, halfDay }, now) ? { day, halfDay } : undefined;
}

/** The hour of an answer with one ("09:30"), for places that give times. */
export function readHour(when: unknown): string | undefined {
  return typeof when === 'string' ? /^\d{4}-\d{2}-\d{2}T((?:[01]\d|2[0-3]):[0-5]\d)$/.exec(when)?.[1] : undefined;
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

/** Whether there is still a point in asking for a time, and it is not too far away. */
export function isAhead({ day, halfDay, slot }: AppointmentTime, now: Date): boolean {
  const days = (Date.parse(day) - Date.parse(dayIn(now))) / 86_400_000;
  if (days !== 0) return days > 0 && days <= farthest;
  return slot === undefined ? hourIn(now) < ends[halfDay] : now < startOf({ day, halfDay, slot });
}

/** When a time begins; half-days begin when most places open. */
export function startOf({ day, halfDay, slot = starts[halfDay] }: AppointmentTime): Date {
  const start = momentIn(day, slot);
  if (!start) throw new RangeError('Expected a time on a day that exists');
  return start;
}

/** The answer again, as slots keep it. */
export function writeVisitTime(time: VisitTime): string {
  if (time === 'any') return time;
  return time.slot === undefined ? `${time.day} ${time.halfDay}` : `${time.day}T${time.slot}`;
}
