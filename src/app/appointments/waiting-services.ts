import type { Slots } from '../../core/mod.ts';
import { writeVisitTime } from '../../services/clinic/mod.ts';
import { dayIn } from '../../services/local-time.ts';
import { countOpenAppointments } from '../../store/appointments.ts';
import { addWaitingPlace, countWaiting, endWaitingPlace, listWaiting, nextWaitingPlace } from '../../store/waiting-places.ts';
import type { Service, ServiceContext, ServiceResult } from '../service.ts';
import { makeAppointment } from './make-appointment.ts';
import { isFull } from './take-seat.ts';
import { idOf, mostOpen, readWish } from './wish.ts';

/** What a flow may call about waiting for a seat. */
export const waitingServices: Readonly<Record<string, Service>> = {
  'clinic.wait_for_seat': waitForSeat,
  'clinic.accept_seat': acceptSeat,
  'clinic.refuse_seat': refuseSeat,
  'clinic.next_waiting': showNextWaiting,
  'clinic.leave_waiting': leaveWaiting,
};

/** Puts somebody on the list of a full time. `free`: a seat has become free meanwhile, so it can be asked for again. */
async function waitForSeat(input: Slots, context: ServiceContext): Promise<ServiceResult> {
  const wish = await readWish(input, context);
  if (typeof wish === 'string') return { outcome: wish };
  const { row, time, consent, patient, phone } = wish;
  if (row?.mode !== 'capacity' || !time) return { outcome: 'failed' };
  const { transaction, sealer, contact, now } = context;
  const { count, same } = await countWaiting(transaction, contact, row.id, time);
  if (same > 0) return { outcome: 'done', values: { when: writeVisitTime(time) } };
  if (count >= mostOpen) return { outcome: 'too_many' };
  if (!(await isFull(transaction, row, time, now))) return { outcome: 'free' };
  await addWaitingPlace(transaction, sealer, { contact, consent, facility: row.id, time, ...patient, now, ...(phone === undefined ? {} : { phone }) });
  return { outcome: 'done', values: { when: writeVisitTime(time) } };
}

/** Makes the appointment for the seat that was kept. `gone`: the time for the answer is over, or it was answered before. */
async function acceptSeat(input: Slots, context: ServiceContext): Promise<ServiceResult> {
  const id = idOf(input['offer']);
  if (id === undefined) return { outcome: 'failed' };
  const { transaction, sealer, contact, now } = context;
  if ((await countOpenAppointments(transaction, contact, dayIn(now))) >= mostOpen) return { outcome: 'too_many' };
  const offer = await endWaitingPlace(transaction, sealer, { contact, id, from: 'offered', to: 'accepted', now });
  if (offer?.seats === undefined) return { outcome: 'gone' };
  const { consent, facility, time, name, birth, phone, seats } = offer;
  return { outcome: 'done', values: await makeAppointment({ consent, patient: { name, birth }, facility, time, seats, ...(phone === undefined ? {} : { phone }) }, context) };
}

async function refuseSeat(input: Slots, context: ServiceContext): Promise<ServiceResult> {
  const id = idOf(input['offer']);
  return id === undefined ? { outcome: 'failed' } : end(id, 'offered', 'refused', context);
}

async function showNextWaiting(input: Slots, { transaction, contact, now }: ServiceContext): Promise<ServiceResult> {
  const found = await nextWaitingPlace(transaction, contact, idOf(input['offer']) ?? 0, dayIn(now));
  return found ? { outcome: 'done', values: { offer: String(found.id), facility: found.facility, when: writeVisitTime(found.time) } } : { outcome: 'none' };
}

/** Without `offer`: all waiting places of the contact. */
async function leaveWaiting(input: Slots, context: ServiceContext): Promise<ServiceResult> {
  const id = idOf(input['offer']);
  const { transaction, contact } = context;
  const places = id === undefined ? await listWaiting(transaction, contact) : [id];
  const left = [];
  for (const place of places) left.push(await end(place, 'waiting', 'left', context));
  return { outcome: left.some(({ outcome }) => outcome === 'done') ? 'done' : 'none' };
}

async function end(id: number, from: 'waiting' | 'offered', to: 'refused' | 'left', { transaction, sealer, contact, now, seatsDue }: ServiceContext): Promise<ServiceResult> {
  const ended = await endWaitingPlace(transaction, sealer, { contact, id, from, to, now });
  if (!ended) return { outcome: 'gone' };
  if (ended.due) seatsDue.push(ended.due);
  return { outcome: 'done' };
}
