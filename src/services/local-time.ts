/** The clock of Cà Mau, which is seven hours ahead and knows no summer time. Days are ISO days by it, hours are 0 to 23. */

const zone = '+07:00';

/** Milliseconds. */
const ahead = 7 * 3_600_000;

/** The day on which a moment lies. */
export function dayIn(at: Date): string {
  return writeMomentIn(at).slice(0, 10);
}

/** The hour in which a moment lies. */
export function hourIn(at: Date): number {
  return new Date(at.getTime() + ahead).getUTCHours();
}

/** A moment as slots keep it: "2026-11-24T10:30". */
export function writeMomentIn(at: Date): string {
  return new Date(at.getTime() + ahead).toISOString().slice(0, 16);
}

/** The moment at which it is `time` ("18:00") on a day. Undefined for what is no day. */
export function momentIn(day: unknown, time: string): Date | undefined {
  if (typeof day !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(day)) return undefined;
  const moment = new Date(`${day}T${time}:00${zone}`);
  return Number.isNaN(moment.getTime()) || dayIn(moment) !== day ? undefined : moment;
}

/** The day so many days later, or earlier. */
export function daysLater(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}
