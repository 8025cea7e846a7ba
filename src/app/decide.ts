import type { InboundMessage } from '../channels/channel.ts';
import { transition, type Effect, type Event, type Secret, type Session } from '../core/mod.ts';
import { isShownAt, noteShown, type ShownPlace } from './shown-at.ts';
import type { Places } from '../services/clinic/mod.ts';
import type { FlowLibrary } from './flow-library.ts';
import { readMessage } from './read-message.ts';
import { render, type Facts, type RenderedMessage } from './render.ts';
import type { Reminding } from './reminders/reminding.ts';
import type { ReminderKinds } from './reminders/reminder-kind.ts';
import type { Texts } from './texts.ts';

/** What reaches a contact's lane: a message from a channel, or something that happened inside. */
export type Incoming =
  /** `covered`: what was cut out of the message when it was put off. */
  | { readonly kind: 'message'; readonly message: InboundMessage; readonly covered?: readonly Secret[] }
  /** `reminding`: the event tells a reminder, and so does the first message that comes of it. */
  | { readonly kind: 'event'; readonly event: Event; readonly reminding?: Reminding };

/** What a decision needs from the outside and may only get inside a transaction. */
export interface OwnData {
  /** Runs a service and returns what it found as an event; nothing for work that goes on after the turn. */
  call(effect: Extract<Effect, { type: 'call' }>, session: Session): Promise<Event | undefined>;
  openTicket(effect: Extract<Effect, { type: 'open_ticket' }>, session: Session): Promise<Event>;
  setWait(effect: Extract<Effect, { type: 'set_wait' }>): Promise<void>;
  setReminder(effect: Extract<Effect, { type: 'set_reminder' }>): Promise<void>;
}

export interface Conversation {
  readonly library: FlowLibrary;
  readonly texts: Texts;
  readonly facts: Facts;
  /** The places as they are now. */
  readonly places: () => Places;
  readonly reminders: ReminderKinds;
}

export interface ShownReply {
  readonly rendered: RenderedMessage;
  readonly urgent: boolean;
  readonly question?: number;
}

export interface Decision {
  readonly session: Session;
  readonly replies: readonly ShownReply[];
  /** What the person wrote, as it may be kept; nothing for events from inside. */
  readonly kept?: { readonly text: string; readonly sensitive: boolean };
  readonly records: readonly Extract<Effect, { type: 'record' | 'report_fault' }>[];
  /** The contact's data was erased on the way. */
  readonly erased: boolean;
}

/** While staff talk with a person, only what is about these is heard; the rest is for them. */
const heardFlows: readonly string[] = ['my_data_erase', 'reminders_stop'];

/** A service that calls a service that calls … ends here; flows need at most three in a row. */
const callLimit = 20;

/**
 * Decides one turn. Without `ownData` it gives up with `needs_transaction` as soon as the turn wants to read or write
 * rows of its own; then it is decided again inside a transaction. `place` is where the replies will be
 * shown; until its `staffUntil` staff talk with the person, and the assistant listens only.
 */
export async function decide(
  conversation: Conversation,
  session: Session,
  incoming: Incoming,
  now: Date,
  ownData?: OwnData,
  place?: ShownPlace & { readonly staffUntil?: Date | undefined },
): Promise<Decision | 'needs_transaction'> {
  if (incoming.kind === 'message' && incoming.message.content.type === 'withdrawn') return eraseUnasked(session, ownData);
  const isElsewhere = !isShownAt(session.open, place, now);
  const reading = read(conversation, session, incoming, now, isElsewhere);
  if (!reading) return { session, replies: [], records: [], erased: false };
  if (place?.staffUntil && place.staffUntil > now && !isHeard(reading.event, session)) {
    return { session, replies: [], records: [], erased: false, ...(reading.kept ? { kept: reading.kept } : {}) };
  }
  const outcome = await follow(conversation, session, reading.event, ownData);
  if (outcome === 'needs_transaction') return outcome;
  const shown = { ...outcome, session: noteShown(outcome.session, outcome.effects, place) };
  return { ...toDecision(conversation, shown), ...(reading.kept ? { kept: reading.kept } : {}) };
}

const heardEvents: readonly Event['type'][] = [
  'danger_reported', 'stop_requested', 'call_finished', 'ticket_opened', 'turn_failed', 'accounts_linked', 'link_failed', 'alert_changed',
  'reminder_due', 'appointment_changed',
];

/** Danger, the wish to stop and the person's rights do not have to wait for anybody; nor do answers of our own services, reminders, nor alerts. */
function isHeard(event: Event, { frames }: Session): boolean {
  if (heardEvents.includes(event.type)) return true;
  const asked = event.type === 'flow_requested' ? event.entry.flow : frames.at(-1)?.flow;
  return asked !== undefined && heardFlows.includes(asked);
}

/** The wish came through the platform, so there is no question to ask and nobody to tell: everything goes at once. */
async function eraseUnasked(session: Session, ownData: OwnData | undefined): Promise<Decision | 'needs_transaction'> {
  if (!ownData) return 'needs_transaction';
  const event = await ownData.call({ type: 'call', call: session.counters.call, service: 'privacy.erase', input: {} }, session);
  const erased = event?.type === 'call_finished' && event.forget === true;
  if (!erased) throw new Error('Expected an erasure to succeed');
  const { counters, profile } = session;
  return { session: { counters, profile: { ...profile, ...event.profile }, frames: [], misread: 0 }, replies: [], records: [], erased };
}

function read(
  { library, texts, places }: Conversation,
  session: Session,
  incoming: Incoming,
  now: Date,
  isElsewhere: boolean,
): { readonly event: Event; readonly kept?: { readonly text: string; readonly sensitive: boolean } } | undefined {
  if (incoming.kind === 'event') return { event: incoming.event };
  const context = { session, library, texts, places, now: now.getTime(), covered: incoming.covered ?? [], isElsewhere };
  const reading = readMessage(incoming.message, context);
  return reading && { event: reading.event, kept: { text: reading.kept, sensitive: reading.sensitive } };
}

interface Outcome {
  readonly session: Session;
  readonly effects: readonly Effect[];
  readonly erased: boolean;
}

/** Follows an event and the events it causes inside this turn until the session waits for the person again. */
async function follow(
  { library }: Conversation,
  session: Session,
  event: Event,
  ownData: OwnData | undefined,
): Promise<Outcome | 'needs_transaction'> {
  const events = [event];
  const effects: Effect[] = [];
  let current = session;
  let erased = false;
  for (let step = 0; events.length > 0 && step < callLimit; step += 1) {
    const next = events.shift();
    if (!next) break;
    erased ||= next.type === 'call_finished' && next.forget === true;
    const done = transition(library, current, next);
    current = done.session;
    effects.push(...done.effects);
    for (const effect of done.effects) {
      if (effect.type === 'set_wait' || effect.type === 'set_reminder') {
        if (!ownData) return 'needs_transaction';
        await (effect.type === 'set_wait' ? ownData.setWait(effect) : ownData.setReminder(effect));
      }
      if (effect.type === 'call' || effect.type === 'open_ticket') {
        if (!ownData) return 'needs_transaction';
        const caused = await (effect.type === 'call' ? ownData.call(effect, current) : ownData.openTicket(effect, current));
        if (caused) events.push(caused);
      }
    }
  }
  return { session: current, effects, erased };
}

function toDecision({ texts, facts, places }: Conversation, { session, effects, erased }: Outcome): Decision {
  const shown = effects.filter((effect) => effect.type === 'say' || effect.type === 'ask');
  const replies = shown.map((effect) => ({
    rendered: render(effect, { texts, facts, places, session: session.counters.session }),
    urgent: effect.type === 'say' && effect.urgent,
    ...(effect.type === 'ask' ? { question: effect.question } : {}),
  }));
  const records = effects.filter((effect) => effect.type === 'record' || effect.type === 'report_fault');
  return { session, replies, records, erased };
}
