import type { Assistant } from './assistant.ts';
import { dueCalls } from '../store/calls.ts';
import { dueSeats } from '../store/seats.ts';
import { dueWaits } from '../store/waits.ts';
import { queueHorizon, scheduleSoon } from './schedule-soon.ts';

/** Puts what falls due soon into the queue; what is there already stays as it is. Returns how many rows that was. */
export async function fillQueue(assistant: Assistant): Promise<number> {
  const { database, clock, reminders } = assistant;
  const before = new Date(clock().getTime() + queueHorizon);
  const waits = await dueWaits(database, before);
  await scheduleSoon(assistant, 'wait', waits);
  const made = await dueCalls(database, before);
  await scheduleSoon(assistant, 'call', made);
  const seats = await dueSeats(database, before);
  await scheduleSoon(assistant, 'seat_offer', seats);
  const reminded = await reminders.fillQueue(before);
  return waits.length + made.length + seats.length + reminded;
}
