import { listFilterShape, staffOrderShape, type AppointmentDesk, type StaffAnswer, type StaffOrder } from '../../store/appointment-desk.ts';
import { listAppointments } from '../../store/appointment-list.ts';
import type { HalfDay } from '../../store/appointments.ts';
import type { Assistant } from '../assistant.ts';
import { applyChange, type ChangeOrder, type ChangeOutcome } from './change-appointment.ts';
import { scheduleSoon } from '../schedule-soon.ts';

type OwnParts = Pick<Assistant, 'database' | 'sealer' | 'clock'>;
type Parts = OwnParts & Pick<Assistant, 'queue' | 'inbound'>;

/** For a process of the assistant: residents hear at once, and a seat that became free is offered at once. */
export function createAppointmentDesk(assistant: Parts): AppointmentDesk {
  return deskOver(assistant, ({ appointment, due }) => {
    void scheduleSoon(assistant, 'seat_offer', due);
    void assistant.inbound.drain(appointment.contact);
  });
}

/** For a command beside the processes of the assistant: the timer of one of them goes on with what it leaves. */
export function createOwnAppointmentDesk(parts: OwnParts): AppointmentDesk {
  return deskOver(parts, () => undefined);
}

/** The same for commands that come over a socket. Throws when what they send is not understood. */
export function appointmentsOnDemand(assistant: Parts): { list(filter: unknown): Promise<unknown>; change(order: unknown): Promise<unknown> } {
  const desk = createAppointmentDesk(assistant);
  return { list: (filter) => desk.list(listFilterShape.parse(filter)), change: (order) => desk.change(staffOrderShape.parse(order)) };
}

type Done = Extract<ChangeOutcome, { readonly outcome: 'done' }>;

function deskOver({ database, sealer, clock }: OwnParts, then: (done: Done) => void): AppointmentDesk {
  return {
    list: (filter) => listAppointments(database, sealer, filter),
    change: async (order) => {
      const changeOrder = toOrder(order, clock());
      if (typeof changeOrder === 'string') return { outcome: changeOrder };
      const changed = await database.transaction((transaction) => applyChange(transaction, sealer, { number: order.number }, changeOrder));
      if (changed.outcome === 'done') then(changed);
      return toAnswer(changed);
    },
  };
}

function toOrder({ change, staff, version, day, halfDay, slot }: StaffOrder, now: Date): ChangeOrder | 'no_time' {
  const order: ChangeOrder = { change, by: 'staff', staff, tells: true, now, ...(version === undefined ? {} : { version }), ...(slot === undefined ? {} : { slot }) };
  if (day === undefined) return change === 'propose' || halfDay !== undefined ? 'no_time' : order;
  const half = halfDay ?? (slot === undefined ? undefined : halfOf(slot));
  return half === undefined ? 'no_time' : { ...order, time: { day, halfDay: half } };
}

function halfOf(slot: string): HalfDay {
  const noon = '12:00';
  return slot < noon ? 'morning' : 'afternoon';
}

function toAnswer(changed: ChangeOutcome): StaffAnswer {
  switch (changed.outcome) {
    case 'done':
      return { outcome: 'done', state: changed.appointment.state, version: changed.appointment.version };
    case 'full':
      return { outcome: 'full', times: [...changed.times] };
    default:
      return changed;
  }
}
