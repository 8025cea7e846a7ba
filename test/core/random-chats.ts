import fc from 'fast-check';
import { expect } from 'vitest';
import { flows as realFlows } from '../../flows/mod.ts';
import { newSession, transition, type Effect, type Entry, type Event, type Session } from '../../src/core/mod.ts';
import { flowsOf, type EventWithoutTime } from './script.ts';

export const flows = flowsOf(...realFlows);
const entries: readonly Entry[] = realFlows.flatMap(({ id, entries: named = {} }) => [
  { flow: id },
  ...Object.keys(named).map((entry) => ({ flow: id, entry })),
]);

/** What the outside does next, as far as it does not depend on where the session stands. */
export type Action =
  | { readonly do: 'event'; readonly event: EventWithoutTime }
  | { readonly do: 'choose'; readonly index: number; readonly confirm?: boolean }
  | { readonly do: 'finish_call'; readonly outcome: string }
  | { readonly do: 'time_out' };

export interface Step {
  readonly action: Action;
  /** Milliseconds since the step before. */
  readonly later: number;
  /** What the services say in this step; `later` leaves them at it. */
  readonly calls: 'done' | 'failed' | 'odd' | 'later';
}

const number = fc.integer({ min: 0, max: 40 });
const entry = fc.constantFrom(...entries);
const event: fc.Arbitrary<EventWithoutTime> = fc.oneof(
  fc.record({ type: fc.constant('greeted' as const), by: fc.constantFrom('greeting' as const, 'thanks' as const) }),
  fc.record({ type: fc.constant('flow_requested' as const), entry, interrupt: fc.boolean() }),
  fc.record({ type: fc.constant('option_chosen' as const), question: number, option: fc.constantFrom('', 'yes', 'person', 'guess_0', 'guess_9', 'value_0', 'value_9', 'none', '__proto__', 'constructor') }),
  fc.record({ type: fc.constant('answered' as const), value: fc.oneof(fc.uuid(), fc.integer({ min: 1_000_000 })), confirm: fc.boolean() }),
  fc.record({ type: fc.constant('answer_ambiguous' as const), values: fc.array(fc.uuid(), { maxLength: 6 }) }),
  fc.record({ type: fc.constant('not_understood' as const), guesses: fc.array(entry, { maxLength: 5 }) }),
  fc.constantFrom<EventWithoutTime>(
    { type: 'followed' }, { type: 'back_requested' }, { type: 'stop_requested' }, { type: 'menu_requested' }, { type: 'help_requested' }, { type: 'person_requested' }, { type: 'turn_failed' },
    { type: 'question_outdated', by: 'tap' }, { type: 'question_outdated', by: 'delay' },
  ),
  fc.record({ type: fc.constant('danger_reported' as const), danger: fc.constantFrom('medical' as const, 'fire' as const, 'police' as const, 'rescue' as const, 'abuse' as const, 'selfharm' as const, 'fraud' as const, 'unknown' as const) }),
  fc.record({ type: fc.constant('secret_received' as const), secret: fc.constantFrom('code' as const, 'password' as const, 'card' as const, 'id_number' as const) }),
  fc.record({ type: fc.constant('media_received' as const), media: fc.constantFrom('photo' as const, 'voice' as const, 'video' as const, 'file' as const, 'sticker' as const, 'location' as const, 'contact' as const, 'other' as const) }),
  fc.constant({ type: 'media_received' as const, media: 'photo' as const, photo: ['test', 'bot', 'photo-1'] }),
  fc.record({ type: fc.constant('call_finished' as const), call: number, outcome: fc.constantFrom('done', 'odd'), values: fc.constant({ picture: '5' }) }),
  fc.record({ type: fc.constant('wait_timed_out' as const), question: number }),
  fc.record({ type: fc.constant('ticket_opened' as const), ticket: number, already: fc.boolean() }),
);
const seasoned: fc.Arbitrary<EventWithoutTime> = fc
  .tuple(event, fc.constantFrom(undefined, 'bà' as const, 'em' as const), fc.constantFrom(undefined, undefined, 'code' as const))
  .map(([what, selfName, secret]) => ({ ...what, ...(selfName ? { selfName } : {}), ...(secret ? { secret } : {}) }));
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 3, arbitrary: seasoned.map((what): Action => ({ do: 'event', event: what })) },
  { weight: 3, arbitrary: fc.tuple(fc.nat(5), fc.constantFrom(false, false, false, true)).map(([index, confirm]): Action => ({ do: 'choose', index, confirm })) },
  { weight: 1, arbitrary: fc.constantFrom('done', 'failed', 'odd').map((outcome): Action => ({ do: 'finish_call', outcome })) },
  { weight: 1, arbitrary: fc.constant<Action>({ do: 'time_out' }) },
);
const step: fc.Arbitrary<Step> = fc.record({
  action,
  later: fc.constantFrom(500, 10_000, 900_000),
  calls: fc.constantFrom('done' as const, 'done' as const, 'done' as const, 'failed' as const, 'odd' as const, 'later' as const),
});

/** A chat from the first word on, or with somebody who has answered the welcome long ago. */
export interface Chat {
  readonly consent: Session['profile']['consent'];
  readonly steps: readonly Step[];
}
export const chatOf = (maxLength: number): fc.Arbitrary<Chat> =>
  fc.record({ consent: fc.constantFrom('unknown' as const, 'granted' as const, 'refused' as const), steps: fc.array(step, { maxLength }) });
export const chat = chatOf(40);

export function toEvent({ action: what }: Step, session: Session): EventWithoutTime {
  const { open } = session;
  switch (what.do) {
    case 'event':
      return what.event;
    case 'choose':
      return { type: 'option_chosen', question: open?.number ?? 0, ...(what.confirm ? { confirm: true } : {}), option: open?.options[what.index % Math.max(1, open.options.length)] ?? 'none' };
    case 'finish_call':
      return { type: 'call_finished', call: session.calling ?? 0, outcome: what.outcome, values: { picture: '5' } };
    case 'time_out':
      return { type: 'wait_timed_out', question: open?.number ?? 0 };
  }
}

/** What the real services change about a contact. */
function finished(call: Extract<Effect, { type: 'call' }>, outcome: string): EventWithoutTime {
  const done = { type: 'call_finished', call: call.call, outcome, values: { picture: '7', summary: 'x', count: 3, receipt: '1' } } as const;
  if (outcome !== 'done') return done;
  if (call.service === 'consent.grant') return { ...done, profile: { consent: 'granted' } };
  if (['consent.refuse', 'consent.withdraw'].includes(call.service)) return { ...done, profile: { consent: 'refused' } };
  if (call.service === 'profile.set_language') return { ...done, profile: { language: 'en' } };
  return call.service === 'privacy.erase' ? { ...done, profile: { consent: 'unknown', selfName: 'none' }, forget: true } : done;
}

export interface Played {
  readonly at: number;
  readonly event: EventWithoutTime;
  readonly before: Session;
  readonly after: Session;
  /** Of the whole turn, and of its first transition alone. */
  readonly effects: readonly Effect[];
  readonly first: readonly Effect[];
}

/** One turn as the shell plays it: tickets are opened and calls are made inside it. */
export function playTurn(before: Session, now: number, what: EventWithoutTime, calls: Step['calls']): Played {
  const events = [what];
  const effects: Effect[] = [];
  let first: readonly Effect[] | undefined;
  let session = before;
  for (let next = events.shift(); next && effects.length < 500; next = events.shift()) {
    const stored = JSON.parse(JSON.stringify(session)) as Session;
    expect(stored).toEqual(session);
    const done = transition(flows, stored, { ...next, at: now } as Event);
    session = done.session;
    first ??= done.effects;
    effects.push(...done.effects);
    for (const effect of done.effects) {
      if (effect.type === 'open_ticket') events.push({ type: 'ticket_opened', ticket: 7, already: false });
      if (effect.type === 'call' && calls !== 'later') events.push(finished(effect, calls));
    }
  }
  return { at: now, event: what, before, after: session, effects, first: first ?? [] };
}

/** Plays all steps and shows each turn to `check`. */
export function play({ consent, steps }: Chat, check: (turn: Played) => void): Session {
  let session: Session = { ...newSession, profile: { ...newSession.profile, consent } };
  let now = 1_000_000;
  for (const one of steps) {
    now += one.later;
    const turn = playTurn(session, now, toEvent(one, session), one.calls);
    check(turn);
    session = turn.after;
  }
  return session;
}

