import type { Queue } from '../../queue/jobs.ts';
import type { SeatsDue } from '../../store/seats.ts';

/** Jobs for later are found by the upkeep when their time has come nearer. Milliseconds. */
const horizon = 10 * 60_000;

/** Tells the queue when something is due about seats, as far as that is soon. */
export function scheduleSeats({ queue, clock }: { readonly queue: Queue; readonly clock: () => Date }, due: readonly SeatsDue[]): void {
  const now = clock().getTime();
  for (const { id, version, dueAt } of due.filter((each) => each.dueAt.getTime() < now + horizon)) {
    void queue.schedule('seat_offer', String(id), version, dueAt.getTime(), now);
  }
}
