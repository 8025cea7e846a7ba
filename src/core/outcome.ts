import { openNode } from './ask.ts';
import type { Event } from './event.ts';
import { fill, nodeOf, pick, topFrame, without, withSession, type Machine } from './machine.ts';
import { goTo, run } from './run.ts';

/** Goes on where a call had to be waited for. */
export function finishCall(machine: Machine, event: Extract<Event, { type: 'call_finished' }>): Machine {
  const frame = topFrame(machine.session);
  const node = frame && nodeOf(machine, frame);
  if (machine.session.calling !== event.call || !frame || node?.kind !== 'call') return missCall(machine, event.call);
  const profile = { ...machine.session.profile, ...event.profile };
  const filled = fill(event.forget ? { ...frame, slots: {}, history: [] } : frame, pick(event.values, swap(node.output)));
  const frames = event.forget ? [filled] : [...machine.session.frames.slice(0, -1), filled];
  const exit = node.exits[event.outcome] ?? node.exits.failed;
  return run(goTo(withSession(without(machine, 'calling', ...(event.forget ? ['wanted' as const] : [])), { profile, frames }), exit));
}

/** A flow that lies below hears nothing; when its turn comes it makes the call again. */
function missCall(machine: Machine, call: number): Machine {
  const frames = machine.session.frames.map(({ call: awaited, ...frame }) => (awaited === undefined || awaited === call ? frame : { ...frame, call: awaited }));
  return withSession(machine, { frames });
}

function swap(names: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(names).map(([name, slot]) => [slot, name]));
}

/** Goes on without an answer, if the question is still open. */
export function timeOut(machine: Machine, question: number): Machine {
  const asked = openNode(machine);
  const { open } = machine.session;
  if (!asked?.node.wait || open?.number !== question) return machine;
  return run(goTo(without(machine, 'open'), asked.node.wait.to));
}
