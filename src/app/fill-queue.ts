import { queueHorizon } from './assistant.ts';
import type { Assistant } from './assistant.ts';
import { dueCalls } from '../store/calls.ts';
import { dueSeats } from '../store/seats.ts';
import { dueWaits } from '../store/waits.ts';
import { scheduleSeats } from './appointments/schedule-seats.ts';

/** Puts what falls due soon into the queue; what is there already stays as it is. Returns how many rows that was. */
export async function fillQueue(assistant: Assistant): Promise<number> {
  const { queue, database, clock, calls, reminders } = assistant;
  const now = clock().getTime();
  const waits = await dueWaits(database, new Date(now + queueHorizon));
  for (const { id, version, dueAt } of waits) await queue.schedule('wait', String(id), version, dueAt.getTime(), now);
  const made = await dueCalls(database, new Date(now + queueHorizon));
  calls.schedule(made);
  const seats = await dueSeats(database, new Date(now + queueHorizon));
  scheduleSeats(assistant, seats);
  const reminded = await reminders.fillQueue(new Date(now + queueHorizon));
  return waits.length + made.length + seats.length + reminded;
}
