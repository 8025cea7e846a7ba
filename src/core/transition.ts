import { ask, openNode, prompt, show } from './ask.ts';
import { goBack } from './back.ts';
import type { Effect } from './effect.ts';
import type { Event } from './event.ts';
import type { Value } from './flow.ts';
import type { Flows } from './flows.ts';
import {
  cutFrames,
  emit,
  fill,
  flowOf,
  nodeOf,
  pick,
  replaceTop,
  systemFlows,
  systemText,
  topFrame,
  withLead,
  without,
  withSession,
  type Machine,
} from './machine.ts';
import { moveSession } from './move.ts';
import { enter, fail, goTo, resume, run, saySystem, welcome, welcomeBriefly } from './run.ts';
import type { Entry, Frame, Prompt, Session } from './session.ts';

/**
 * A second tap this soon after the first is a trembling finger, and photos that come this close belong to one album.
 * Milliseconds.
 */
const repeatWindow = 3_000;

/** Whoever follows in the middle of a chat is talking already and needs no greeting. Milliseconds. */
const followWindow = 60_000;

export interface Transition {
  readonly session: Session;
  readonly effects: readonly Effect[];
}

/**
 * Moves a session on by one event. Pure: the same input gives the same result, and nothing is sent or saved here.
 * Never throws for an event that does not fit; it answers with the present question instead.
 */
export function transition(flows: Flows, session: Session, event: Event): Transition {
  const named = event.selfName ? { ...session, profile: { ...session.profile, selfName: event.selfName } } : session;
  const moved = moveSession(flows, named);
  const machine: Machine = { flows, at: event.at, session: moved, effects: [], steps: 0 };
  const warned = event.secret && event.type !== 'secret_received' ? saySystem(machine, `secret.${event.secret}`) : machine;
  const done = handle(warned, event);
  return { session: keepShown(named, moved, done), effects: markClosing(done) };
}

/** As long as nothing new is asked, the words on the screen are the old ones, and so the next answer is read by them. */
function keepShown(before: Session, moved: Session, { session, effects }: Machine): Session {
  const isSame = session.frames === moved.frames && !effects.some(({ type }) => type === 'ask');
  return isSame && moved !== before ? { ...session, frames: before.frames } : session;
}

/** When nothing waits for an answer any more, the last words get the menu below them. */
function markClosing({ session, effects }: Machine): readonly Effect[] {
  if (session.frames.length > 0 || session.open) return effects;
  const last = effects.findLastIndex((effect) => effect.type === 'say' && !effect.urgent);
  return effects.map((effect, index) => (index === last && effect.type === 'say' ? { ...effect, closing: true } : effect));
}

function handle(machine: Machine, event: Event): Machine {
  if (event.type === 'danger_reported') return saySystem(machine, `danger.${event.danger}`, { urgent: true });
  if (isFirstContact(machine.session)) return handleFirst(machine, event);
  const lost = machine.session.frames.find((frame) => !flowOf(machine, frame));
  if (lost) return fail(machine, lost, 'missing_version');
  if (machine.session.calling !== undefined && !goesThroughCall(event)) return askForPatience(machine, event);
  return handleKnown(machine, event);
}

function handleKnown(machine: Machine, event: Exclude<Event, { type: 'danger_reported' }>): Machine {
  switch (event.type) {
    case 'greeted':
      return showOrMenu(machine, `lead.${event.by}`);
    case 'followed':
      return greetFollower(machine);
    case 'flow_requested':
      return requestFlow(machine, event.entry, event.interrupt);
    case 'option_chosen':
      return chooseOption(machine, event.question, event.option, event.confirm ?? false);
    case 'answered':
      return answer(machine, event.value, event.confirm);
    case 'answer_ambiguous':
      return chooseAmong(machine, event.values);
    case 'not_understood':
      return misread(machine, event.guesses);
    case 'back_requested':
      return goBack(machine);
    case 'stop_requested':
      return stop(machine);
    case 'menu_requested':
      return requestFlow(machine, { flow: systemFlows.menu }, true);
    case 'help_requested':
      return enter(machine, { flow: systemFlows.help });
    case 'person_requested':
      return requestPerson(machine);
    case 'question_outdated':
      return outdated(machine, event.by);
    case 'secret_received':
      return showOrMenu(machine, `secret.${event.secret}`);
    case 'media_received':
      return receiveMedia(machine, event);
    case 'call_finished':
      return finishCall(machine, event);
    case 'wait_timed_out':
      return timeOut(machine, event.question);
    case 'ticket_opened':
      return afterTicket(machine, event.ticket, event.already);
    case 'accounts_linked':
      return goOnJoined(saySystem(machine, 'link.joined', { slots: { channels: event.channels } }));
    case 'link_failed':
      return showOn(saySystem(machine, 'link.failed'));
    case 'turn_failed':
      return emit(saySystem(machine, 'turn_failed'), { type: 'open_ticket', topic: topicOf(machine) });
  }
}

function isFirstContact(session: Session): boolean {
  return session.profile.consent === 'unknown' && session.frames.length === 0;
}

/** A new contact hears first who is writing; only rights, language, a person and "thôi" do not have to wait for that. */
function handleFirst(machine: Machine, event: Exclude<Event, { type: 'danger_reported' }>): Machine {
  switch (event.type) {
    case 'flow_requested':
      if (!isOwnMatter(machine, event.entry)) return welcome(machine, event.entry);
      return enter(withSession(machine, { wanted: { flow: systemFlows.welcome } }), event.entry);
    case 'stop_requested':
    case 'person_requested':
    case 'turn_failed':
    case 'call_finished':
    case 'wait_timed_out':
    case 'accounts_linked':
    case 'link_failed':
      return handleKnown(machine, event);
    case 'ticket_opened':
      return welcomeBriefly(saySystem(machine, ticketText(event.already), { slots: { ticket: event.ticket } }));
    case 'secret_received':
      return welcome(saySystem(machine, `secret.${event.secret}`));
    case 'followed':
      return noteLead(welcome(machine), 'lead.greeting');
    default:
      return welcome(machine);
  }
}

/** Greets once, not over an answer that a text has got in the same moment. */
function greetFollower(machine: Machine): Machine {
  const { open } = machine.session;
  return open && machine.at - open.askedAt < followWindow ? machine : showOrMenu(machine, 'lead.greeting');
}

/** What nobody does before they know who is writing: joining accounts gives away what the other one holds. */
const afterWelcome: readonly string[] = [systemFlows.menu, systemFlows.linkAccounts];

/** The flows about the person's own data and language, which work at any time. */
function isOwnMatter(machine: Machine, entry: Entry): boolean {
  return !afterWelcome.includes(entry.flow) && machine.flows.current(entry.flow)?.flow.kind === 'system';
}

const throughCall: ReadonlySet<Event['type']> = new Set([
  'call_finished', 'wait_timed_out', 'turn_failed', 'ticket_opened', 'accounts_linked', 'link_failed',
  'stop_requested', 'flow_requested', 'menu_requested', 'help_requested', 'back_requested', 'person_requested',
]);

function goesThroughCall(event: Event): boolean {
  return throughCall.has(event.type);
}

/** The other photos of an album are not worth a word each: what the call finds comes in a moment. */
function askForPatience(machine: Machine, event: Event): Machine {
  if (event.type === 'media_received' && event.media === 'photo') return machine;
  return saySystem(machine, event.type === 'secret_received' ? `secret.${event.secret}` : 'call_running');
}

/** A photo is looked at where the question has a use for it, whatever lies over that question. */
function receiveMedia(machine: Machine, { media, photo }: Extract<Event, { type: 'media_received' }>): Machine {
  const asked = openNode(machine);
  const exit = asked?.node.photo;
  if (photo === undefined || !asked || !exit) return showOrMenu(machine, `lead.media_${media}`);
  const read = withSession(without(machine, 'open'), { misread: 0 });
  return run(goTo(replaceTop(read, fill(asked.frame, { [exit.slot]: photo })), exit.to));
}

/** At each address the service that is under way is shown; a menu that lies open anywhere is put away. */
function goOnJoined(machine: Machine): Machine {
  const serving = dropSystemFrames(machine);
  if (serving === machine) return showOn(machine);
  const quiet = withSession(without(serving, 'open', 'calling', 'wanted'), { misread: 0 });
  return serving.session.frames.length > 0 ? resume(quiet) : quiet;
}

/** After words that came in between, the open question again. */
function showOn(machine: Machine): Machine {
  const frame = topFrame(machine.session);
  const isService = frame && flowOf(machine, frame)?.kind === 'service';
  return show(machine, isService ? { lead: systemText('lead.resumed') } : {});
}

function showOrMenu(machine: Machine, lead: string): Machine {
  const { open } = machine.session;
  if (open?.lead?.key === lead && machine.at - open.lead.at < repeatWindow) return machine;
  const shown = open ? show(machine, { lead: systemText(lead) }) : withLead(enter(machine, { flow: systemFlows.menu }), lead);
  return noteLead(shown, lead);
}

/** The same sentence is not said again at once. */
function noteLead(machine: Machine, lead: string): Machine {
  const { open } = machine.session;
  return open ? withSession(machine, { open: { ...open, lead: { key: lead, at: machine.at } } }) : machine;
}

function requestFlow(machine: Machine, entry: Entry, interrupt: boolean): Machine {
  const frame = topFrame(machine.session);
  if (frame?.flow === systemFlows.welcome && !isOwnMatter(machine, entry)) {
    const noted = withSession(machine, { wanted: entry });
    // Between the consent and its being noted nothing is open that could be shown.
    return noted.session.open ? show(noted, { lead: systemText('lead.consent_first') }) : saySystem(noted, 'call_running');
  }
  if (isRepeatedMenu(machine, entry)) return machine;
  const atOnce = interrupt || machine.session.calling !== undefined;
  if (isOwnMatter(machine, entry) || atOnce || isJustBegun(frame, entry)) return enter(machine, entry);
  const serving = dropSystemFrames(machine);
  const busy = serving.session.frames.length > 0 && topFrame(serving.session) === frame;
  return busy ? prompt(machine, { kind: 'offer_flow', entry }) : enter(serving, entry);
}

/** The menu button has no number, so a trembling finger is known by its time alone. */
function isRepeatedMenu({ session, at }: Machine, entry: Entry): boolean {
  return entry.flow === systemFlows.menu && topFrame(session)?.flow === systemFlows.menu && at - (session.open?.askedAt ?? 0) < repeatWindow;
}

/** At its first question a flow has nothing to lose: whoever says more exactly what they want is taken there at once. */
function isJustBegun(frame: Frame | undefined, entry: Entry): boolean {
  return frame?.flow === entry.flow && frame.history.length <= 1;
}

/** A menu or a help text that lies open does not have to be finished before a service begins. */
function dropSystemFrames(machine: Machine): Machine {
  const { frames } = machine.session;
  const last = frames.findLastIndex((frame) => machine.flows.find(frame.flow, frame.hash)?.kind === 'service');
  return cutFrames(machine, last + 1);
}

function chooseOption(machine: Machine, question: number, option: string, confirm: boolean): Machine {
  const { open } = machine.session;
  if (!open || open.number !== question || !open.options.includes(option)) return outdated(machine, 'tap');
  const read = withSession(machine, { misread: 0 });
  if (open.prompt) return answerPrompt(read, open.prompt, option);
  return confirm ? prompt(read, { kind: 'confirm_option', option }) : takeOption(read, option);
}

/** Follows an option of the flow's question; a question without typed answers keeps it in its slot. */
function takeOption(machine: Machine, option: string): Machine {
  const asked = openNode(machine);
  const chosen = asked?.node.options?.find(({ id }) => id === option);
  if (!asked || !chosen) return ask(machine);
  const keeps = asked.node.answer === 'none' && asked.node.slot;
  const frame = keeps ? fill(asked.frame, { [keeps]: option }) : asked.frame;
  return run(goTo(replaceTop(without(machine, 'open'), frame), chosen.to));
}

function answerPrompt(machine: Machine, asked: Prompt, option: string): Machine {
  if (option === 'person') return requestPerson(machine);
  const quiet = without(machine, 'open');
  // A prompt may lie over nothing; then there is no question to go back to.
  const declined = topFrame(quiet.session) ? ask(quiet, { again: true }) : enter(quiet, { flow: systemFlows.menu });
  switch (asked.kind) {
    case 'confirm_value':
      return option === 'yes' ? accept(quiet, asked.value) : declined;
    case 'choose_value': {
      const chosen = asked.values.find((_, index) => option === `value_${index}`);
      return chosen === undefined ? declined : accept(quiet, chosen);
    }
    case 'confirm_option':
      return option === 'yes' ? takeOption(quiet, asked.option) : declined;
    case 'offer_flow':
      return option === 'switch' ? enter(quiet, asked.entry) : declined;
    case 'offer_person':
      return declined;
    case 'guess': {
      const guessed = asked.entries[Number(option.slice('guess_'.length))];
      return guessed ? enter(quiet, guessed) : declined;
    }
  }
}

function answer(machine: Machine, value: Value, confirm: boolean): Machine {
  const read = withSession(machine, { misread: 0 });
  if (!openNode(read)?.node.to) return misread(machine, []);
  return confirm ? prompt(read, { kind: 'confirm_value', value }) : accept(without(read, 'open'), value);
}

/** Nothing is put into the slot before the person has chosen. */
function chooseAmong(machine: Machine, values: readonly Value[]): Machine {
  const read = withSession(machine, { misread: 0 });
  if (!openNode(read)?.node.to || values.length === 0) return misread(machine, []);
  return prompt(read, { kind: 'choose_value', values });
}

/** Puts a typed answer into the slot of the question and goes on. */
function accept(machine: Machine, value: Value): Machine {
  const asked = openNode(machine);
  if (!asked?.node.to) return machine;
  const frame = asked.node.slot ? fill(asked.frame, { [asked.node.slot]: value }) : asked.frame;
  return run(goTo(replaceTop(machine, frame), asked.node.to));
}

/** First time: other words. Second: a person is offered. Then in turn, so that no text comes twice in a row. */
function misread(machine: Machine, guesses: readonly Entry[]): Machine {
  const count = machine.session.misread + 1;
  const frame = topFrame(machine.session);
  const where = { flow: frame?.flow ?? '', node: frame?.node ?? '' };
  const counted = emit(withSession(machine, { misread: count }), { type: 'record', what: 'not_understood', ...where });
  if (count % 2 === 0) return prompt(counted, { kind: 'offer_person' });
  if (!frame && guesses.length > 0) return prompt(counted, { kind: 'guess', entries: guesses.slice(0, 3) });
  const lead = count === 1 ? 'lead.not_understood' : 'lead.not_understood_again';
  if (!frame) return withLead(enter(counted, { flow: systemFlows.menu }), lead);
  const { open } = counted.session;
  if (open?.prompt?.kind === 'offer_person') return ask(counted, { lead: systemText(lead) });
  return show(counted, { lead: systemText(lead), again: count === 1 });
}

function stop(machine: Machine): Machine {
  const frame = topFrame(machine.session);
  if (!frame) return saySystem(machine, 'nothing_to_stop');
  const ended = withSession(without(machine, 'open', 'calling', 'wanted'), { frames: [], misread: 0 });
  const recorded = emit(ended, { type: 'record', what: 'flow_stopped', flow: frame.flow, node: frame.node });
  return saySystem(recorded, 'stopped');
}

function requestPerson(machine: Machine): Machine {
  const frame = topFrame(machine.session);
  const where = frame ? { flow: frame.flow, node: frame.node } : {};
  return emit(machine, { type: 'open_ticket', topic: topicOf(machine), ...where });
}

/** The topic of the service that is running, also when a flow of the assistant lies on top of it. */
function topicOf(machine: Machine): string {
  const running = [...machine.session.frames].reverse().map((frame) => machine.flows.find(frame.flow, frame.hash));
  return running.find((flow) => flow?.kind === 'service')?.topic ?? running[0]?.topic ?? 'general';
}

function ticketText(already: boolean): string {
  return already ? 'ticket.already' : 'ticket.opened';
}

function afterTicket(machine: Machine, ticket: number, already: boolean): Machine {
  const said = saySystem(machine, ticketText(already), { slots: { ticket } });
  const frame = topFrame(said.session);
  if (!frame) return without(said, 'open');
  const node = nodeOf(said, frame);
  if (node?.kind === 'handoff') return run(goTo(said, node.to));
  return ask(withSession(without(said, 'open'), { misread: 0 }), { lead: systemText('lead.resumed') });
}

const outdatedLeads = { tap: 'lead.tap_outdated', delay: 'lead.delayed', elsewhere: 'lead.elsewhere' } as const;

function outdated(machine: Machine, by: keyof typeof outdatedLeads): Machine {
  const { open } = machine.session;
  const since = open?.askedAt ?? machine.session.quietSince;
  if (by === 'tap' && since !== undefined && machine.at - since < repeatWindow) return machine;
  return showOrMenu(machine, outdatedLeads[by]);
}

function finishCall(machine: Machine, event: Extract<Event, { type: 'call_finished' }>): Machine {
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

function timeOut(machine: Machine, question: number): Machine {
  const asked = openNode(machine);
  const { open } = machine.session;
  if (!asked?.node.wait || open?.number !== question) return machine;
  return run(goTo(without(machine, 'open'), asked.node.wait.to));
}
