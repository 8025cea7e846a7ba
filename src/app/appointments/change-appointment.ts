import type { AppointmentChange } from '../../core/mod.ts';
import { changeRules, type Change, type Changer } from '../../services/appointments/mod.ts';
import { isAhead, isOpen } from '../../services/clinic/mod.ts';
import { dayIn } from '../../services/local-time.ts';
import { changeAppointment, holdAppointment, type AppointmentKey, type HeldAppointment } from '../../store/appointment-changes.ts';
import type { AppointmentState, AppointmentTime } from '../../store/appointments.ts';
import type { Queryable } from '../../store/database.ts';
import { holdFacility } from '../../store/facilities.ts';
import type { Facility } from '../../store/facility.ts';
import type { Sealer } from '../../store/seal.ts';
import { giveSeatBack, type SeatsDue } from '../../store/seats.ts';
import { planAppointmentReminders } from '../reminders/appointment-reminders.ts';
import { takeSeatAt } from './take-seat.ts';
import { appointmentValues, tellChange } from './tell-change.ts';

export interface ChangeOrder {
  readonly change: Change;
  readonly by: Changer;
  /** Of staff: who it was. */
  readonly staff?: string;
  /** Only in this version. */
  readonly version?: number;
  /** The new time, where it changes. */
  readonly time?: AppointmentTime | 'any';
  /** "HH:MM" within it. */
  readonly slot?: string;
  /** The resident hears of it by an event; not when they did it themselves or wait for the answer. */
  readonly tells: boolean;
  readonly now: Date;
}

export type ChangeOutcome =
  | { readonly outcome: 'done'; readonly appointment: HeldAppointment; readonly due: readonly SeatsDue[] }
  /** Somebody was faster, or it does not go from here: what has become of it. */
  | { readonly outcome: 'changed'; readonly state: AppointmentState; readonly version: number }
  /** No such appointment, or not any more. */
  | { readonly outcome: 'gone' }
  /** Its time is over, or has not come yet. */
  | { readonly outcome: 'too_late' | 'too_early' }
  /** `no_time`, `no_place`: there is nothing yet that could be confirmed. `outside`: it is changed in the system of the place. */
  | { readonly outcome: 'not_open' | 'no_time' | 'no_place' | 'outside' }
  | { readonly outcome: 'full'; readonly times: readonly AppointmentTime[] };

const news: Readonly<Partial<Record<Change, AppointmentChange>>> = { confirm: 'confirmed', propose: 'proposed', decline: 'declined', cancel: 'cancelled' };

/** Changes an appointment once, with its seat, its history and the news for the resident, in the caller's transaction. */
export async function applyChange(transaction: Queryable, sealer: Sealer, key: AppointmentKey, order: ChangeOrder): Promise<ChangeOutcome> {
  const held = await holdAppointment(transaction, key);
  if (!held) return { outcome: 'gone' };
  const { from, to, when } = ruleFor(order);
  const isStale = order.version !== undefined && order.version !== held.version;
  if (isStale || !from.includes(held.state)) return { outcome: 'changed', state: held.state, version: held.version };
  const time = timeOf(order, held);
  const missing = whatIsMissing(order, held, time);
  if (missing) return { outcome: missing };
  if (when === 'ahead' && time && !isAhead(time, order.now)) return { outcome: 'too_late' };
  if (when === 'today' && time && time.day > dayIn(order.now)) return { outcome: 'too_early' };
  const seat = await settleSeat(transaction, held, time, order);
  if (seat.outcome !== 'settled') return seat;
  const after = { id: held.id, to, time: seat.time, seats: seat.seats, who: whoOf(order), now: order.now };
  if (!(await changeAppointment(transaction, { ...after, from }))) throw new Error('Expected an appointment that is held to change');
  const due = await giveBack(transaction, held, seat.seats, order.now);
  const appointment = withChange(held, seat, to);
  await planAppointmentReminders(transaction, sealer, appointment, order.now);
  await tell(transaction, sealer, appointment, order);
  return { outcome: 'done', appointment, due };
}

function timeOf({ time: wanted, slot }: ChangeOrder, { time: known }: HeldAppointment): AppointmentTime | undefined {
  const time = wanted === 'any' ? undefined : (wanted ?? known);
  return time && slot !== undefined ? { ...time, slot } : time;
}

/** Why a clinic cannot do this here. */
function whatIsMissing({ change, by }: ChangeOrder, held: HeldAppointment, time: AppointmentTime | undefined): 'no_time' | 'no_place' | 'outside' | undefined {
  if (by === 'staff' && held.askedOutside && change !== 'arrived' && change !== 'missed') return 'outside';
  if (by === 'resident' || changeRules[change].seat !== 'needs') return undefined;
  if (held.facility === undefined) return 'no_place';
  return time ? undefined : 'no_time';
}

/** Nobody gets past the table, whatever the code that asks. */
function ruleFor({ change, by }: ChangeOrder): (typeof changeRules)[Change] {
  const rule = changeRules[change];
  if (!rule.by.includes(by)) throw new Error(`Expected ${rule.by.join(' or ')} to ${change}, got ${by}`);
  return rule;
}

interface Settled {
  readonly outcome: 'settled';
  readonly time: AppointmentTime | undefined;
  readonly seats: number | undefined;
}

/** The seat that the appointment has from now on. */
async function settleSeat(transaction: Queryable, held: HeldAppointment, time: AppointmentTime | undefined, { change, now }: ChangeOrder): Promise<Settled | Exclude<ChangeOutcome, { outcome: 'done' }>> {
  const { seat } = changeRules[change];
  if (seat === 'frees') return { outcome: 'settled', time, seats: undefined };
  const facility = seat === 'needs' && held.facility !== undefined ? await holdFacility(transaction, held.facility) : undefined;
  if (facility && time && isOpen(facility, time.day, time.halfDay) === 'closed') return { outcome: 'not_open' };
  if (facility?.mode !== 'capacity' || (held.seats !== undefined && isSameSeat(facility, time, held.time))) return { outcome: 'settled', time, seats: held.seats };
  const taken = await takeSeatAt(transaction, facility, time, now);
  if (taken.outcome === 'full') return taken;
  // Staff may name an hour where seats are counted by the half-day.
  return { outcome: 'settled', seats: taken.seats, time: { ...taken.time, ...(time?.slot === undefined ? {} : { slot: time.slot }) } };
}

function isSameSeat({ seatSize }: Facility, one: AppointmentTime | undefined, other: AppointmentTime | undefined): boolean {
  return one?.day === other?.day && one?.halfDay === other?.halfDay && (seatSize === 'half_day' || one?.slot === other?.slot);
}

async function giveBack(transaction: Queryable, { seats }: HeldAppointment, kept: number | undefined, now: Date): Promise<readonly SeatsDue[]> {
  if (seats === undefined || seats === kept) return [];
  const due = await giveSeatBack(transaction, seats, now);
  return due ? [due] : [];
}

function whoOf({ by, staff }: ChangeOrder): string {
  return by === 'staff' && staff !== undefined ? `staff ${staff}` : by;
}

function withChange({ time: _time, seats: _seats, ...held }: HeldAppointment, { time, seats }: Settled, state: AppointmentState): HeldAppointment {
  return { ...held, state, version: held.version + 1, ...(time ? { time } : {}), ...(seats === undefined ? {} : { seats }) };
}

async function tell(transaction: Queryable, sealer: Sealer, appointment: HeldAppointment, { change, tells, now }: ChangeOrder): Promise<void> {
  const what = news[change];
  if (!tells || !what) return;
  const { id, version, contact } = appointment;
  await tellChange(transaction, sealer, { contact, change: what, key: `${id}-${version}`, about: `appointment-${id}`, values: appointmentValues(appointment), now });
}
