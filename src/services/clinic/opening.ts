import type { AppointmentTime, HalfDay } from '../../store/appointments.ts';
import { daysLater } from '../local-time.ts';
import { isOffered, type Facility, type OpeningHalf } from '../../store/facility.ts';

/** `ask`: nobody has told when it is open, so nothing is claimed. */
export type OpenState = 'open' | 'closed' | 'ask';

type Opening = Pick<Facility, 'active' | 'closed' | 'opening' | 'holidays'>;

/** Minutes. */
const slotLength = 30;

/** Whether a place is open on a half of an ISO day. A holiday is closed even where the rest is not known. */
export function isOpen(facility: Opening, day: string, halfDay: HalfDay): OpenState {
  if (!isOffered(facility) || facility.holidays.includes(day)) return 'closed';
  if (facility.opening === null) return 'ask';
  return findHalf(facility.opening, day, halfDay) ? 'open' : 'closed';
}

/**
 * The half-days on which a place is open, from `fromDay` (ISO) on for so many days. Nothing when nobody has told; an empty
 * list when it is never open then.
 */
export function openHalfDays(facility: Opening, fromDay: string, days: number): readonly AppointmentTime[] | undefined {
  if (facility.opening === null && isOffered(facility)) return undefined;
  const all = Array.from({ length: days }, (_, index) => daysLater(fromDay, index));
  const halves = all.flatMap((day) => [{ day, halfDay: 'morning' }, { day, halfDay: 'afternoon' }] as const);
  return halves.filter(({ day, halfDay }) => isOpen(facility, day, halfDay) === 'open');
}

/** When the half-hours of a half-day begin ("07:30"), as far as they end before the place closes; none where its hours are not known. */
export function halfHours(facility: Opening, day: string, halfDay: HalfDay): readonly string[] {
  if (isOpen(facility, day, halfDay) !== 'open') return [];
  const { from = null, to = null } = findHalf(facility.opening ?? [], day, halfDay) ?? {};
  if (from === null || to === null) return [];
  const count = Math.max(0, Math.floor((minutesOf(to) - minutesOf(from)) / slotLength));
  return Array.from({ length: count }, (_, index) => writeMinutes(minutesOf(from) + index * slotLength));
}

function findHalf(opening: readonly OpeningHalf[], day: string, halfDay: HalfDay): OpeningHalf | undefined {
  const weekday = new Date(day).getUTCDay() || 7;
  return opening.find((half) => half.day === weekday && half.halfDay === halfDay);
}

function minutesOf(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
}

function writeMinutes(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
