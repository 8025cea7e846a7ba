import type { Event } from './event.ts';
import type { Flow, Slots } from './flow.ts';
import { emit, nodeOf, without, withSession, type Machine } from './machine.ts';
import { start } from './run.ts';
import type { Frame, Notice, OpenQuestion } from './session.ts';

type Telling = Extract<Event, { type: 'reminder_due' | 'appointment_changed' }>;

/** More that wait for an answer nobody goes through; the oldest makes room. */
const mostNotices = 5;

/** Tells somebody what they did not ask for, over whatever is open; that comes back when they have answered it. */
export function tell(machine: Machine, { type, flow, values, about }: Telling): Machine {
  const version = machine.flows.current(flow);
  // Whatever is open is not to blame and stays.
  if (!version) return emit(machine, { type: 'report_fault', flow, node: type, fault: 'missing_flow' });
  const roomy = makeRoom(takeBack(machine, about));
  const over = roomy.session.open;
  const notice: Notice = { ...(about === undefined ? {} : { about }), ...(over ? { over } : {}) };
  return start(roomy, version, { flow }, { slots: declared(version.flow, values), notice });
}

function declared(flow: Flow, values: Slots): Slots {
  return Object.fromEntries(Object.entries(values).filter(([slot]) => Object.hasOwn(flow.slots, slot)));
}

/** An older notice about the same that still waits is of no use any more. */
function takeBack(machine: Machine, about: string | undefined): Machine {
  const older = about === undefined ? [] : waiting(machine).filter(({ frame }) => frame.notice?.about === about);
  return older.reduceRight((left, { index }) => remove(left, index), machine);
}

function makeRoom(machine: Machine): Machine {
  const waits = waiting(machine);
  const [oldest] = waits;
  return oldest && waits.length >= mostNotices ? remove(machine, oldest.index) : machine;
}

/** The notices that have asked something; one that has called another flow is under way. */
function waiting(machine: Machine): readonly { readonly frame: Frame; readonly index: number }[] {
  return machine.session.frames
    .map((frame, index) => ({ frame, index }))
    .filter(({ frame }) => frame.notice && nodeOf(machine, frame)?.kind === 'question');
}

/** What lay under it is interrupted by what lies over it now. */
function remove(machine: Machine, index: number): Machine {
  const { frames } = machine.session;
  const over = frames[index]?.notice?.over;
  const next = frames[index + 1];
  const left = frames.filter((_, place) => place !== index);
  if (!next) return withSession(without(machine, 'open'), { frames: left, misread: 0, ...(over ? { open: over } : {}) });
  return withSession(machine, { frames: next.notice ? left.with(index, { ...next, notice: renewed(next.notice, over) }) : left });
}

function renewed({ over: _gone, ...notice }: Notice, over: OpenQuestion | undefined): Notice {
  return over ? { ...notice, over } : notice;
}
