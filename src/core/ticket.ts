import { ask } from './ask.ts';
import { emit, nodeOf, systemText, topFrame, without, withSession, type Machine } from './machine.ts';
import { goTo, run, saySystem } from './run.ts';

/** Asks for a person, in the matter of the service that is running. */
export function requestPerson(machine: Machine): Machine {
  const frame = topFrame(machine.session);
  const where = frame ? { flow: frame.flow, node: frame.node } : {};
  return emit(machine, { type: 'open_ticket', topic: topicOf(machine), ...where });
}

/** The topic of the service that is running, also when a flow of the assistant lies on top of it. */
export function topicOf(machine: Machine): string {
  const running = [...machine.session.frames].reverse().map((frame) => machine.flows.find(frame.flow, frame.hash));
  return running.find((flow) => flow?.kind === 'service')?.topic ?? running[0]?.topic ?? 'general';
}

/** The words under which somebody hears the number of their ticket. */
export function ticketText(already: boolean): string {
  return already ? 'ticket.already' : 'ticket.opened';
}

/** Says the number of the ticket and goes on where the person was asked for. */
export function afterTicket(machine: Machine, ticket: number, already: boolean): Machine {
  const said = saySystem(machine, ticketText(already), { slots: { ticket } });
  const frame = topFrame(said.session);
  if (!frame) return without(said, 'open');
  const node = nodeOf(said, frame);
  if (node?.kind === 'handoff') return run(goTo(said, node.to));
  return ask(withSession(without(said, 'open'), { misread: 0 }), { lead: systemText('lead.resumed') });
}
