export type HalfDay = 'morning' | 'afternoon';

/** ISO day and half of it. */
export interface AppointmentTime {
  readonly day: string;
  readonly halfDay: HalfDay;
  /** "HH:MM" where the place gives times. */
  readonly slot?: string;
}

/** The time as the database returns it. */
export interface TimeColumns {
  readonly [column: string]: unknown;
  readonly day: string | null;
  readonly halfDay: HalfDay | null;
  readonly slot: string | null;
}

/** SQL: the columns of `TimeColumns`. */
export const timeColumns = `day::text as day, half_day as "halfDay", slot`;

/** The time of a row; nothing for any day. */
export function toTime({ day, halfDay, slot }: TimeColumns): AppointmentTime | undefined {
  return day && halfDay ? { day, halfDay, ...(slot === null ? {} : { slot }) } : undefined;
}
