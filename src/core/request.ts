import { prompt, show } from './ask.ts';
import { repeatWindow } from './in-between.ts';
import { dropSystemFrames, emit, systemFlows, systemText, topFrame, without, withSession, type Machine } from './machine.ts';
import { enter, saySystem } from './run.ts';
import type { Entry, Frame } from './session.ts';

/** What nobody does before they know who is writing: joining accounts gives away what the other one holds. */
const afterWelcome: readonly string[] = [systemFlows.menu, systemFlows.linkAccounts];

/** The flows about the person's own data and language, which work at any time. */
export function isOwnMatter(machine: Machine, entry: Entry): boolean {
  return !afterWelcome.includes(entry.flow) && machine.flows.current(entry.flow)?.flow.kind === 'system';
}

/** Begins what was asked for, or offers it first where something else would be lost. */
export function requestFlow(machine: Machine, entry: Entry, interrupt: boolean): Machine {
  const frame = topFrame(machine.session);
  if (frame?.flow === systemFlows.welcome && !isOwnMatter(machine, entry)) {
    const noted = withSession(machine, { wanted: entry });
    // Between the consent and its being noted nothing is open that could be shown.
    return noted.session.open ? show(noted, { lead: systemText('lead.consent_first') }) : saySystem(noted, 'call_running');
  }
  if (isRepeatedMenu(machine, entry)) return machine;
  const atOnce = interrupt || machine.session.calling !== undefined;
  if (isOwnMatter(machine, entry) || isJustBegun(frame, entry)) return enter(machine, entry);
  if (atOnce) return enter(isPassed(machine, entry) ? dropSystemFrames(machine) : machine, entry);
  const serving = dropSystemFrames(machine);
  const busy = serving.session.frames.length > 0 && topFrame(serving.session) === frame;
  return busy ? prompt(machine, { kind: 'offer_flow', entry }) : enter(serving, entry);
}

/** The menu button has no number, so a trembling finger is known by its time alone. */
function isRepeatedMenu({ session, at }: Machine, entry: Entry): boolean {
  return entry.flow === systemFlows.menu && topFrame(session)?.flow === systemFlows.menu && at - (session.open?.askedAt ?? 0) < repeatWindow;
}

/** Whoever asks for a service has no use for the menu any more, and need not see it again afterwards. */
function isPassed(machine: Machine, entry: Entry): boolean {
  return topFrame(machine.session)?.flow === systemFlows.menu && machine.flows.current(entry.flow)?.flow.kind === 'service';
}

/** At its first question a flow has nothing to lose: whoever says more exactly what they want is taken there at once. */
function isJustBegun(frame: Frame | undefined, entry: Entry): boolean {
  return frame?.flow === entry.flow && frame.history.length <= 1;
}

/** Ends whatever is under way. */
export function stop(machine: Machine): Machine {
  const frame = topFrame(machine.session);
  if (!frame) return saySystem(machine, 'nothing_to_stop');
  const ended = withSession(without(machine, 'open', 'calling', 'wanted'), { frames: [], misread: 0 });
  const recorded = emit(ended, { type: 'record', what: 'flow_stopped', flow: frame.flow, node: frame.node });
  return saySystem(recorded, 'stopped');
}
