import { offerUntil } from '../../services/appointments/mod.ts';
import { isOpen, writeVisitTime } from '../../services/clinic/mod.ts';
import { writeMomentIn } from '../../services/local-time.ts';
import { isQuiet, nextAwake } from '../../services/quiet-hours.ts';
import type { Queryable } from '../../store/database.ts';
import { holdContact } from '../../store/contacts.ts';
import { holdFacility } from '../../store/facilities.ts';
import { endWaitingPlace, nextSeatTask, offerSeat, planSeats, readSeats, releaseSeats, type SeatTask } from '../../store/waiting-places.ts';
import type { Assistant } from '../assistant.ts';
import { scheduleSoon } from '../schedule-soon.ts';
import { tellChange } from './tell-change.ts';

type Parts = Pick<Assistant, 'database' | 'sealer' | 'clock' | 'queue' | 'inbound'>;

/** More in one go is left to the next round. */
const mostSteps = 200;

/** Does what is due about the seats of a row: ends offers whose time is over, and offers seats to those who wait, one person each. */
export async function offerSeats(assistant: Parts, seats: number): Promise<void> {
  for (let step = 0; step < mostSteps; step += 1) {
    const now = assistant.clock();
    const task = await nextSeatTask(assistant.database, seats, now);
    if (!task || (task.task !== 'lapse' && isQuiet(now))) break;
    const told = await assistant.database.transaction((transaction) => doTask(transaction, assistant, seats, task, now));
    if (told !== undefined) await assistant.inbound.drain(told);
  }
  const now = assistant.clock();
  const due = await assistant.database.transaction((transaction) => planSeats(transaction, seats, nextAwake(now)));
  if (due) await scheduleSoon(assistant, 'seat_offer', [due]);
}

/** Returns the contact that has something to hear. */
async function doTask(transaction: Queryable, parts: Parts, seats: number, task: SeatTask, now: Date): Promise<number | undefined> {
  if (task.task === 'release') {
    await releaseSeats(transaction, seats);
    return undefined;
  }
  // The contact first, as every turn does.
  if (!(await holdContact(transaction, task.contact))) return undefined;
  return task.task === 'lapse' ? lapse(transaction, parts, task, now) : offer(transaction, parts, seats, task, now);
}

type PlaceTask = Exclude<SeatTask, { readonly task: 'release' }>;

async function lapse(transaction: Queryable, { sealer }: Parts, { contact, place }: PlaceTask, now: Date): Promise<number | undefined> {
  const ended = await endWaitingPlace(transaction, sealer, { contact, id: place, from: 'offered', to: 'lapsed', now });
  if (!ended) return undefined;
  const values = { offer: String(place), facility: ended.facility, when: writeVisitTime(ended.time) };
  await tellChange(transaction, sealer, { contact, change: 'seat_lapsed', key: `place-${place}-lapsed`, about: `place-${place}`, values, now });
  return contact;
}

async function offer(transaction: Queryable, { sealer }: Parts, seats: number, { contact, place }: PlaceTask, now: Date): Promise<number | undefined> {
  const seat = await readSeats(transaction, seats);
  const row = seat && (await holdFacility(transaction, seat.facility));
  const isOver = !row || isOpen(row, seat.time.day, seat.time.halfDay) === 'closed';
  const until = seat && !isOver ? offerUntil(seat.time, now) : undefined;
  if (!seat || !until) {
    // Nobody can be seen there any more, or it is too near for anybody to come.
    await endWaitingPlace(transaction, sealer, { contact, id: place, from: 'waiting', to: 'lapsed', now });
    return undefined;
  }
  if (!(await offerSeat(transaction, { seats, place, until, now }))) return undefined;
  const values = { offer: String(place), facility: seat.facility, when: writeVisitTime(seat.time), until: writeMomentIn(until) };
  await tellChange(transaction, sealer, { contact, change: 'seat_offered', key: `place-${place}-offered`, about: `place-${place}`, values, now });
  return contact;
}
