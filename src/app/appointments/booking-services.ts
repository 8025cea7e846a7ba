import type { Slots } from '../../core/mod.ts';
import { isOpen, writeVisitTime } from '../../services/clinic/mod.ts';
import { dayIn } from '../../services/local-time.ts';
import { countOpenAppointments, peopleInHalfDay, peopleWithAppointments } from '../../store/appointments.ts';
import { holdFacility } from '../../store/facilities.ts';
import type { Service, ServiceContext, ServiceResult } from '../service.ts';
import { lookAtPlace } from './look-at-place.ts';
import { makeAppointment } from './make-appointment.ts';
import { fullResult } from './full-result.ts';
import { takeSeatAt, type SeatOutcome } from './take-seat.ts';
import { mostOpen, readTimeAt, readWish, type Wish } from './wish.ts';

/** What a flow may call to make an appointment. */
export const bookingServices: Readonly<Record<string, Service>> = {
  'clinic.known_people': findPeople,
  'clinic.check_place': async ({ facility }, context) => ({ outcome: (await lookAtPlace(facility, context)).state }),
  'clinic.check_time': checkTime,
  'clinic.request': request,
};

/** So many people are offered to be tapped. */
const mostPeople = 3;

/** Whom this contact has open appointments for, so that nobody has to type a name and a year twice. */
async function findPeople(_input: Slots, { transaction, sealer, contact, now }: ServiceContext): Promise<ServiceResult> {
  const people = await peopleWithAppointments(transaction, sealer, contact, dayIn(now), mostPeople);
  const values = Object.fromEntries(people.map(({ name, birth }, index) => [`person${index + 1}`, [name, birth]]));
  return { outcome: 'done', values };
}

/** With a facility also whether it is open then. */
async function checkTime({ when, facility }: Slots, { transaction, now }: ServiceContext): Promise<ServiceResult> {
  const place = typeof facility === 'string' ? await holdFacility(transaction, facility) : undefined;
  const time = readTimeAt(when, place, now);
  if (!time) return { outcome: 'failed' };
  if (place && time !== 'any' && isOpen(place, time.day, time.halfDay) === 'closed') return { outcome: 'not_open' };
  return { outcome: 'done', values: { when: writeVisitTime(time) } };
}

async function request(input: Slots, context: ServiceContext): Promise<ServiceResult> {
  const wish = await readWish(input, context);
  if (typeof wish === 'string') return { outcome: wish };
  const { row, time } = wish;
  if (row && time && isOpen(row, time.day, time.halfDay) === 'closed') return { outcome: 'not_open' };
  if ((await countOpenAppointments(context.transaction, context.contact, dayIn(context.now))) >= mostOpen) return { outcome: 'too_many' };
  // Only where the flow can ask about it.
  if (input['again'] === false && (await isThereAlready(wish, context))) return { outcome: 'same_half_day' };
  const seat = row?.mode === 'capacity' ? await takeSeatAt(context.transaction, row, time, context.now) : undefined;
  if (seat?.outcome === 'full') return fullResult(seat.times);
  const values = await book(wish, seat, context);
  return { outcome: row?.mode === 'external' ? 'outside' : 'done', values };
}

async function isThereAlready({ time, patient }: Wish, { transaction, sealer, contact }: ServiceContext): Promise<boolean> {
  const people = time ? await peopleInHalfDay(transaction, sealer, contact, time) : [];
  return people.some(({ name, birth }) => birth === patient.birth && name.toLocaleLowerCase('vi') === patient.name.toLocaleLowerCase('vi'));
}

function book({ row: _row, time: wanted, ...wish }: Wish, seat: Extract<SeatOutcome, { outcome: 'taken' }> | undefined, context: ServiceContext): Promise<Slots> {
  const time = seat?.time ?? wanted;
  return makeAppointment({ ...wish, ...(time ? { time } : {}), ...(seat ? { seats: seat.seats } : {}) }, context);
}
