import { ask, show } from './ask.ts';
import {
  dropTop,
  flowOf,
  nodeOf,
  replaceTop,
  slotsWhenAsked,
  systemFlows,
  systemText,
  topFrame,
  withLead,
  without,
  withSession,
  type Machine,
} from './machine.ts';
import { enter, resumeUnder } from './run.ts';
import type { Frame } from './session.ts';

/** "Quay lại": the question before, the flow below, or the menu. */
export function goBack(machine: Machine): Machine {
  const frame = topFrame(machine.session);
  if (!frame) return withLead(enter(machine, { flow: systemFlows.menu }), 'lead.nothing_to_go_back');
  if (machine.session.open?.prompt) return ask(without(machine, 'open'));
  if (machine.session.calling !== undefined) return leaveCall(without(machine, 'calling'), frame);
  const before = earlierQuestion(machine, frame);
  if (before >= 0) return returnTo(machine, before);
  if (machine.session.frames.length === 1) {
    return isMenuOrWelcome(frame.flow) && machine.session.open
      ? show(machine, { lead: systemText('lead.nothing_to_go_back') })
      : enter(dropTop(machine), { flow: systemFlows.menu });
  }
  return leaveFrame(dropTop(without(machine, 'open')), frame);
}

/** The last question was left for a call, so that is the one before. What the call finds is of no use any more. */
function leaveCall(machine: Machine, frame: Frame): Machine {
  const { history } = frame;
  if (history.length > 0) return returnTo(machine, history.length - 1);
  return machine.session.frames.length > 1 ? leaveFrame(dropTop(machine), frame) : enter(dropTop(machine), { flow: systemFlows.menu });
}

function isMenuOrWelcome(flow: string): boolean {
  return flow === systemFlows.menu || flow === systemFlows.welcome;
}

/** The latest earlier question that still holds: whatever was known when it was asked is known now. */
function earlierQuestion(machine: Machine, frame: Frame): number {
  const { history, slots } = frame;
  const nodes = flowOf(machine, frame)?.nodes;
  return history.findLastIndex(({ node }, index) => {
    if (index > history.length - 2 || node === frame.node) return false;
    const asked = nodes?.[node];
    const own = asked?.kind === 'question' ? asked.slot : undefined;
    const known = history.slice(0, index).flatMap(({ filled }) => filled);
    return known.every((slot) => slot === own || slots[slot] !== undefined);
  });
}

/** Asks an earlier question of the running flow again and forgets what was first answered since. */
function returnTo(machine: Machine, index: number): Machine {
  const frame = topFrame(machine.session);
  const entry = frame?.history[index];
  if (!frame || !entry) return machine;
  const slots = slotsWhenAsked(frame, index);
  const history = [...frame.history.slice(0, index), { node: entry.node, filled: [] }];
  const back = replaceTop(without(machine, 'open'), { ...frame, node: entry.node, slots, history });
  return ask(withSession(back, { misread: 0 }), { lead: systemText('lead.back') });
}

/** "Quay lại" at the first question of a flow that lies on another one. */
function leaveFrame(machine: Machine, left: Frame): Machine {
  const parent = topFrame(machine.session);
  if (left.notice || !parent || nodeOf(machine, parent)?.kind !== 'subflow') return resumeUnder(machine, left);
  // A newer version may have left it no question to go back to.
  return parent.history.length > 0 ? returnTo(machine, parent.history.length - 1) : goBack(machine);
}
