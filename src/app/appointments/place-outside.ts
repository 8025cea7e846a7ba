import type { Slots } from '../../core/mod.ts';
import type { AppointmentConnector, AppointmentConnectors, OutsideAnswer, OutsideRequest } from '../../services/appointments/mod.ts';
import { writeVisitTime } from '../../services/clinic/mod.ts';
import { noteAskedOutside, readForOutside, type OutsideAppointment } from '../../store/appointment-changes.ts';
import { waitsForCall } from '../../store/calls.ts';
import type { OutsideContext } from '../outside-service.ts';
import type { ServiceResult } from '../service.ts';
import { applyChange, type ChangeOrder } from './change-appointment.ts';
import { fullResult } from './full-result.ts';
import { idOf } from './wish.ts';

type Result = Pick<ServiceResult, 'outcome' | 'values'>;

/** Asks the system of the facility for an appointment that is noted here already. Throws when it is not known what happened. */
export async function placeOutside(input: Slots, context: OutsideContext): Promise<Result> {
  const found = await find(input, context);
  if (!found || found.appointment.state !== 'requested') return found ? nothingToDo(found.appointment) : { outcome: 'gone' };
  const { appointment, connector } = found;
  const answer = await ask(connector, appointment, context);
  return settle(appointment, answer, context);
}

/** Ends an appointment in the system of the facility, and then here. Throws when it is not known whether it ended there. */
export async function cancelOutside(input: Slots, context: OutsideContext): Promise<Result> {
  const found = await find(input, context);
  if (!found) return { outcome: 'gone' };
  const { appointment, connector } = found;
  if (appointment.askedOutside) await connector.cancel(keyOf(appointment), context.signal);
  const changed = await change(appointment, { change: 'cancel', by: 'resident' }, 'clinic.cancel_outside', context);
  return { outcome: changed.outcome === 'done' || (changed.outcome === 'changed' && changed.state === 'cancelled') ? 'done' : 'gone' };
}

/** By which the other system knows it: never used again, and the same at every try. */
function keyOf({ id, number }: OutsideAppointment): string {
  return `causo-${id}-${number}`;
}

async function find(input: Slots, { database, sealer, contact, connectors }: OutsideContext): Promise<{ readonly appointment: OutsideAppointment; readonly connector: AppointmentConnector } | undefined> {
  const id = idOf(input['request']);
  const appointment = id === undefined ? undefined : await readForOutside(database, sealer, contact, id);
  if (!appointment) return undefined;
  const connector = connectorOf(connectors, appointment.connector);
  if (!connector) throw new Error('Expected a connector for the facility of this appointment');
  return { appointment, connector };
}

function connectorOf(connectors: AppointmentConnectors, name: string | undefined): AppointmentConnector | undefined {
  return name !== undefined && Object.hasOwn(connectors, name) ? connectors[name] : undefined;
}

/** A try that went before may have succeeded although nobody heard of it: it is looked up before anything is asked again. */
async function ask(connector: AppointmentConnector, appointment: OutsideAppointment, { database, signal }: OutsideContext): Promise<OutsideAnswer> {
  const key = keyOf(appointment);
  if (appointment.askedOutside) {
    const earlier = await connector.find(key, signal);
    if (earlier) return earlier;
  }
  await noteAskedOutside(database, appointment.id);
  const { facility, time, name, birth, phone } = appointment;
  const request: OutsideRequest = { key, facility, time, name, birth, phone };
  return connector.request(request, signal);
}

async function settle(appointment: OutsideAppointment, answer: OutsideAnswer, context: OutsideContext): Promise<Result> {
  switch (answer.state) {
    case 'received':
      return { outcome: 'done', values: { state: 'requested', when: writeVisitTime(appointment.time ?? 'any') } };
    case 'confirmed': {
      const changed = await change(appointment, { change: 'confirm', by: 'connector', ...(answer.time ? { time: answer.time } : {}) }, 'clinic.place_request', context);
      if (changed.outcome !== 'done') return { outcome: 'gone' };
      return { outcome: 'done', values: { state: 'confirmed', when: writeVisitTime(changed.appointment.time ?? 'any') } };
    }
    case 'declined':
    case 'full':
      await change(appointment, { change: 'decline', by: 'connector' }, 'clinic.place_request', context);
      return answer.state === 'full' ? fullResult(answer.times) : { outcome: 'declined' };
  }
}

/** Whoever does not wait for the result of the call any more hears of it as news. */
function change({ id }: OutsideAppointment, order: Pick<ChangeOrder, 'change' | 'by' | 'time'>, service: string, { database, sealer, contact, now }: OutsideContext) {
  return database.transaction(async (transaction) => {
    const tells = !(await waitsForCall(transaction, contact, service));
    return applyChange(transaction, sealer, { contact, id }, { ...order, tells, now });
  });
}

function nothingToDo({ state, time }: OutsideAppointment): Result {
  return state === 'confirmed' ? { outcome: 'done', values: { state, when: writeVisitTime(time ?? 'any') } } : { outcome: 'gone' };
}
