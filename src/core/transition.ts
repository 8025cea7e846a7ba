import { answer, chooseAmong, chooseOption, misread, receiveMedia } from './answer.ts';
import { goBack } from './back.ts';
import type { Effect } from './effect.ts';
import type { Event } from './event.ts';
import type { Flows } from './flows.ts';
import { goOnJoined, greetFollower, noteLead, outdated, sayAlert, showOn, showOrMenu } from './in-between.ts';
import { emit, flowOf, systemFlows, withSession, type Machine } from './machine.ts';
import { moveSession } from './move.ts';
import { tell } from './notice.ts';
import { finishCall, timeOut } from './outcome.ts';
import { isOwnMatter, requestFlow, stop } from './request.ts';
import { enter, fail, saySystem, welcome, welcomeBriefly } from './run.ts';
import type { Session } from './session.ts';
import { afterTicket, requestPerson, ticketText, topicOf } from './ticket.ts';

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
  if (lost) return isTelling(event) ? tell(fail(machine, lost, 'missing_version'), event) : fail(machine, lost, 'missing_version');
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
    case 'alert_changed':
      return sayAlert(machine, event);
    case 'reminder_due':
    case 'appointment_changed':
      return tell(machine, event);
    case 'turn_failed':
      return emit(saySystem(machine, 'turn_failed'), { type: 'open_ticket', topic: topicOf(machine) });
  }
}

function isTelling(event: Event): event is Extract<Event, { type: 'reminder_due' | 'appointment_changed' }> {
  return event.type === 'reminder_due' || event.type === 'appointment_changed';
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
    case 'alert_changed':
    case 'reminder_due':
    case 'appointment_changed':
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

const throughCall: ReadonlySet<Event['type']> = new Set([
  'call_finished', 'wait_timed_out', 'turn_failed', 'ticket_opened', 'accounts_linked', 'link_failed', 'alert_changed', 'reminder_due', 'appointment_changed',
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
