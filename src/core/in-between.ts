import { show } from './ask.ts';
import type { Event } from './event.ts';
import { dropSystemFrames, flowOf, systemFlows, systemText, topFrame, withLead, without, withSession, type Machine } from './machine.ts';
import { enter, resume, saySystem } from './run.ts';

/**
 * A second tap this soon after the first is a trembling finger, and photos that come this close belong to one album.
 * Milliseconds.
 */
export const repeatWindow = 3_000;

/** Whoever follows in the middle of a chat is talking already and needs no greeting. Milliseconds. */
const followWindow = 60_000;

/** Greets once, not over an answer that a text has got in the same moment. */
export function greetFollower(machine: Machine): Machine {
  const { open } = machine.session;
  return open && machine.at - open.askedAt < followWindow ? machine : showOrMenu(machine, 'lead.greeting');
}

/** At each address the service that is under way is shown; a menu that lies open anywhere is put away. */
export function goOnJoined(machine: Machine): Machine {
  const serving = dropSystemFrames(machine);
  if (serving === machine) return showOn(machine);
  const quiet = withSession(without(serving, 'open', 'calling', 'wanted'), { misread: 0 });
  return serving.session.frames.length > 0 ? resume(quiet) : quiet;
}

/** Said in between; whatever is open stays open. */
export function sayAlert(machine: Machine, { alert, phase, channel, count }: Extract<Event, { type: 'alert_changed' }>): Machine {
  const where = channel ? { channel: systemText(`channel.${channel}`) } : {};
  if (phase !== 'ended') return saySystem(machine, `alert.${alert}`, { slots: { count }, texts: { lead: systemText(`alert.${phase}`), ...where } });
  return saySystem(machine, channel ? 'alert.ended_on' : 'alert.ended', { texts: { what: systemText(`alert.${alert}.name`), ...where } });
}

/** After words that came in between, the open question again. */
export function showOn(machine: Machine): Machine {
  const frame = topFrame(machine.session);
  const isService = frame && flowOf(machine, frame)?.kind === 'service';
  return show(machine, isService ? { lead: systemText('lead.resumed') } : {});
}

/** A word in between, above the open question or the menu; a trembling finger does not get it twice. */
export function showOrMenu(machine: Machine, lead: string): Machine {
  const { open } = machine.session;
  if (open?.lead?.key === lead && machine.at - open.lead.at < repeatWindow) return machine;
  const shown = open ? show(machine, { lead: systemText(lead) }) : withLead(enter(machine, { flow: systemFlows.menu }), lead);
  return noteLead(shown, lead);
}

/** The same sentence is not said again at once. */
export function noteLead(machine: Machine, lead: string): Machine {
  const { open } = machine.session;
  return open ? withSession(machine, { open: { ...open, lead: { key: lead, at: machine.at } } }) : machine;
}

const outdatedLeads = { tap: 'lead.tap_outdated', delay: 'lead.delayed', elsewhere: 'lead.elsewhere' } as const;

/** Shows the present question to whoever answered one of before. */
export function outdated(machine: Machine, by: keyof typeof outdatedLeads): Machine {
  const { open } = machine.session;
  const since = open?.askedAt ?? machine.session.quietSince;
  if (by === 'tap' && since !== undefined && machine.at - since < repeatWindow) return machine;
  return showOrMenu(machine, outdatedLeads[by]);
}
