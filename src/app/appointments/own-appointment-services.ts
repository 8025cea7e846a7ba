import type { Slots } from '../../core/mod.ts';
import type { Change } from '../../services/appointments/mod.ts';
import { isOpen } from '../../services/clinic/mod.ts';
import { dayIn } from '../../services/local-time.ts';
import { holdAppointment } from '../../store/appointment-changes.ts';
import { nextOpenAppointment } from '../../store/appointments.ts';
import { holdFacility } from '../../store/facilities.ts';
import type { Service, ServiceContext, ServiceResult } from '../service.ts';
import { applyChange, type ChangeOrder, type ChangeOutcome } from './change-appointment.ts';
import { fullResult } from './full-result.ts';
import { appointmentValues } from './tell-change.ts';
import { idOf, readTimeAt } from './wish.ts';

/** What a flow may call about appointments that its contact has. */
export const ownAppointmentServices: Readonly<Record<string, Service>> = {
  'clinic.next_request': showNext,
  'clinic.cancel': cancel,
  'clinic.move': move,
  'clinic.accept_proposal': (input, context) => change(input, context, { change: 'accept' }),
  'clinic.decline_proposal': (input, context) => change(input, context, { change: 'refuse' }),
};

async function showNext(input: Slots, { transaction, contact, now }: ServiceContext): Promise<ServiceResult> {
  const found = await nextOpenAppointment(transaction, contact, idOf(input['request']) ?? 0, dayIn(now));
  return found ? { outcome: 'done', values: { ...appointmentValues(found), state: found.state } } : { outcome: 'none' };
}

/** Where another system keeps it too, that one is asked first, by `clinic.cancel_outside`. */
async function cancel(input: Slots, context: ServiceContext): Promise<ServiceResult> {
  const id = idOf(input['request']);
  if (id === undefined) return { outcome: 'failed' };
  const held = await holdAppointment(context.transaction, { contact: context.contact, id });
  if (held?.askedOutside) return { outcome: 'outside' };
  return change(input, context, { change: 'cancel' });
}

async function move(input: Slots, context: ServiceContext): Promise<ServiceResult> {
  const id = idOf(input['request']);
  const held = id === undefined ? undefined : await holdAppointment(context.transaction, { contact: context.contact, id });
  const place = held?.facility === undefined ? undefined : await holdFacility(context.transaction, held.facility);
  const time = readTimeAt(input['when'], place, context.now);
  if (!time) return { outcome: 'too_late' };
  // Only whoever works with the other system can move it there.
  if (held?.askedOutside) return { outcome: 'failed' };
  if (place && time !== 'any' && isOpen(place, time.day, time.halfDay) === 'closed') return { outcome: 'not_open' };
  return change(input, context, { change: place?.mode === 'capacity' ? 'move_seat' : 'move', time });
}

async function change(input: Slots, context: ServiceContext, { change: name, time }: { readonly change: Change; readonly time?: NonNullable<ChangeOrder['time']> }): Promise<ServiceResult> {
  const { transaction, sealer, contact, now } = context;
  const id = idOf(input['request']);
  if (id === undefined) return { outcome: 'failed' };
  const order: ChangeOrder = { change: name, by: 'resident', tells: false, now, ...(time === undefined ? {} : { time }) };
  const changed = await applyChange(transaction, sealer, { contact, id }, order);
  if (changed.outcome === 'done') context.seatsDue.push(...changed.due);
  return toResult(changed, name);
}

function toResult(changed: ChangeOutcome, name: Change): ServiceResult {
  switch (changed.outcome) {
    case 'done':
      return { outcome: 'done', values: { ...appointmentValues(changed.appointment), state: changed.appointment.state } };
    case 'full':
      return fullResult(changed.times);
    case 'changed':
      return whatBecame(changed.state, name);
    case 'too_early':
      return { outcome: 'failed' };
    default:
      return { outcome: changed.outcome };
  }
}

/** A second tap finds the same done already; what is over is gone; what staff have acted on is a matter for a person. */
function whatBecame(state: Extract<ChangeOutcome, { outcome: 'changed' }>['state'], name: Change): ServiceResult {
  const isOver = ['declined', 'cancelled', 'attended', 'missed'].includes(state);
  const isDone = (name === 'cancel' && state === 'cancelled') || (name === 'accept' && state === 'accepted') || (name === 'refuse' && state === 'declined');
  if (isDone) return { outcome: 'done', values: { state } };
  return { outcome: isOver ? 'gone' : 'failed', values: { state } };
}
