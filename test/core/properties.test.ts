import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flows as realFlows } from '../../flows/mod.ts';
import { currentQuestion, newSession, transition, type Effect, type Entry, type Event, type Session, type Text } from '../../src/core/mod.ts';
import { languages, loadTexts } from '../flows/texts.ts';
import { flowsOf, type EventWithoutTime } from './script.ts';

const flows = flowsOf(...realFlows);
const entries: readonly Entry[] = realFlows.flatMap(({ id, entries: named = {} }) => [
  { flow: id },
  ...Object.keys(named).map((entry) => ({ flow: id, entry })),
]);

/** What the outside does next, as far as it does not depend on where the session stands. */
type Action =
  | { readonly do: 'event'; readonly event: EventWithoutTime }
  | { readonly do: 'choose'; readonly index: number; readonly confirm?: boolean }
  | { readonly do: 'finish_call'; readonly outcome: string }
  | { readonly do: 'time_out' };

interface Step {
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
  fc.record({ type: fc.constant('option_chosen' as const), question: number, option: fc.constantFrom('', 'yes', 'person', 'guess_0', 'guess_9', '__proto__', 'constructor') }),
  fc.record({ type: fc.constant('answered' as const), value: fc.oneof(fc.uuid(), fc.integer({ min: 1_000_000 })), confirm: fc.boolean() }),
  fc.record({ type: fc.constant('not_understood' as const), guesses: fc.array(entry, { maxLength: 5 }) }),
  fc.constantFrom<EventWithoutTime>(
    { type: 'back_requested' }, { type: 'stop_requested' }, { type: 'menu_requested' }, { type: 'help_requested' }, { type: 'person_requested' }, { type: 'turn_failed' },
    { type: 'question_outdated', by: 'tap' }, { type: 'question_outdated', by: 'delay' },
  ),
  fc.record({ type: fc.constant('danger_reported' as const), danger: fc.constantFrom('medical' as const, 'fire' as const, 'police' as const, 'rescue' as const, 'abuse' as const, 'selfharm' as const, 'fraud' as const, 'unknown' as const) }),
  fc.record({ type: fc.constant('secret_received' as const), secret: fc.constantFrom('code' as const, 'password' as const, 'card' as const, 'id_number' as const) }),
  fc.record({ type: fc.constant('media_received' as const), media: fc.constantFrom('photo' as const, 'voice' as const, 'video' as const, 'file' as const, 'sticker' as const, 'location' as const, 'contact' as const, 'other' as const) }),
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
interface Chat {
  readonly consent: Session['profile']['consent'];
  readonly steps: readonly Step[];
}
const chatOf = (maxLength: number): fc.Arbitrary<Chat> =>
  fc.record({ consent: fc.constantFrom('unknown' as const, 'granted' as const, 'refused' as const), steps: fc.array(step, { maxLength }) });
const chat = chatOf(40);

function toEvent({ action: what }: Step, session: Session): EventWithoutTime {
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

interface Played {
  readonly event: EventWithoutTime;
  readonly before: Session;
  readonly after: Session;
  /** Of the whole turn, and of its first transition alone. */
  readonly effects: readonly Effect[];
  readonly first: readonly Effect[];
}

/** One turn as the shell plays it: tickets are opened and calls are made inside it. */
function playTurn(before: Session, now: number, what: EventWithoutTime, calls: Step['calls']): Played {
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
  return { event: what, before, after: session, effects, first: first ?? [] };
}

/** Plays all steps and shows each turn to `check`. */
function play({ consent, steps }: Chat, check: (turn: Played) => void): Session {
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

const runs = { numRuns: 600 };

function isVisible(effect: Effect): boolean {
  return effect.type === 'say' || effect.type === 'ask' || effect.type === 'call';
}

function isUnsettled({ frames, open, calling }: Session): boolean {
  return frames.length > 0 && !open && calling === undefined;
}

/** Results that come too late and second taps change nothing and say nothing. */
function mayBeSilent({ type }: EventWithoutTime): boolean {
  return ['call_finished', 'wait_timed_out', 'question_outdated', 'option_chosen'].includes(type);
}

describe('any sequence of events over the real flows', () => {
  it('ends where something is asked, something is awaited, or nothing is under way', () => {
    fc.assert(fc.property(chat, (all) => {
      play(all, ({ after }) => {
        expect(isUnsettled(after)).toBe(false);
        expect(after.calling !== undefined && after.frames.length === 0).toBe(false);
        expect(after.open !== undefined && !after.open.prompt && currentQuestion(flows, after) === undefined).toBe(false);
      });
    }), runs);
  });

  it('never meets a fault of a flow', () => {
    fc.assert(fc.property(chat, (all) => {
      play(all, ({ effects }) => expect(effects.filter(({ type }) => type === 'report_fault')).toEqual([]));
    }), runs);
  });

  it('never leaves a person without an answer', () => {
    fc.assert(fc.property(chat, (all) => {
      play(all, ({ event: what, effects }) => expect(mayBeSilent(what) || effects.some(isVisible)).toBe(true));
    }), runs);
  });

  it('shows a chosen option what comes next', () => {
    fc.assert(fc.property(chat, fc.nat(5), (all, index) => {
      const session = play(all, () => undefined);
      if (!session.open || session.calling !== undefined) return;
      const turn = playTurn(session, 9e9, toEvent({ action: { do: 'choose', index }, later: 0, calls: 'done' }, session), 'done');
      expect(turn.effects.some(isVisible)).toBe(true);
    }), runs);
  });

  it('goes on at the menu when nothing was under way and no person is wanted', () => {
    const granted = { ...newSession, profile: { ...newSession.profile, consent: 'granted' as const } };
    const guesses = playTurn(granted, 1, { type: 'not_understood', guesses: [{ flow: 'market_payment' }] }, 'done').after;
    const offered = playTurn(guesses, 2, { type: 'not_understood', guesses: [] }, 'done').after;
    expect(offered.open?.prompt).toEqual({ kind: 'offer_person' });
    const { after } = playTurn(offered, 3, { type: 'option_chosen', question: offered.open?.number ?? 0, option: 'continue' }, 'done');
    expect(after.frames).toMatchObject([{ flow: 'menu' }]);
  });

  it('says that it is at work when a service is named while the answer to the welcome is being noted', () => {
    const welcomed = playTurn(newSession, 1, { type: 'greeted', by: 'greeting' }, 'done').after;
    const noting = playTurn(welcomed, 2, { type: 'option_chosen', question: 1, option: 'yes' }, 'later').after;
    const { after, effects } = playTurn(noting, 3, { type: 'flow_requested', entry: { flow: 'market_payment' }, interrupt: false }, 'done');
    expect(effects).toMatchObject([{ type: 'say', wording: { text: { key: 'call_running' } } }]);
    expect(after.wanted).toEqual({ flow: 'market_payment' });
  });

  it('keeps every counter from falling', () => {
    fc.assert(fc.property(chat, (all) => {
      play(all, ({ before, after }) => {
        for (const name of ['session', 'question', 'call'] as const) expect(after.counters[name]).toBeGreaterThanOrEqual(before.counters[name]);
        const fresh = after.open && after.open.number !== before.open?.number ? [after.open.number] : [];
        expect(fresh.filter((question) => question <= before.counters.question)).toEqual([]);
      });
    }), runs);
  });

  it('does a bounded amount in each turn and keeps a bounded session', () => {
    fc.assert(fc.property(chatOf(120), (all) => {
      play(all, ({ effects, after }) => {
        expect(effects.length).toBeLessThan(60);
        expect(after.frames.length).toBeLessThanOrEqual(realFlows.length);
        expect(JSON.stringify(after).length).toBeLessThan(20_000);
      });
    }), { numRuns: 150 });
  });

  it('never changes what it was given', () => {
    fc.assert(fc.property(chat, (all) => {
      play(all, ({ before, event: what }) => {
        const frozen = deepFreeze(JSON.parse(JSON.stringify(before)) as Session);
        expect(() => transition(flows, frozen, { ...what, at: 1 } as Event)).not.toThrow();
      });
    }), { numRuns: 100 });
  });
});

describe('wherever a chat stands', () => {
  it('"menu" shows a question', () => {
    fc.assert(fc.property(chat, (all) => {
      const session = play(all, () => undefined);
      const { after, effects } = playTurn(session, 9e9, { type: 'menu_requested' }, 'done');
      const asked = after.open !== undefined && effects.some(({ type }) => type === 'ask');
      // While an outside system is at work the person is asked for patience instead.
      expect(asked || (session.calling !== undefined && effects.some(isVisible))).toBe(true);
    }), runs);
  });

  it('"thôi" ends everything, and "menu" begins anew', () => {
    fc.assert(fc.property(chat, (all) => {
      const { after } = playTurn(play(all, () => undefined), 9e9, { type: 'stop_requested' }, 'done');
      expect([after.frames, after.calling]).toEqual([[], undefined]);
      expect(playTurn(after, 9e9, { type: 'menu_requested' }, 'done').after.open).toBeDefined();
    }), runs);
  });

  it('asking for a person at an open question opens a ticket', () => {
    fc.assert(fc.property(chat, (all) => {
      const session = play(all, () => undefined);
      if (!session.open || session.calling !== undefined) return;
      const { first, after } = playTurn(session, 9e9, { type: 'person_requested' }, 'done');
      expect(first.filter(({ type }) => type === 'open_ticket')).toHaveLength(1);
      expect(after.frames.map(({ flow, slots }) => [flow, slots])).toEqual(session.frames.map(({ flow, slots }) => [flow, slots]));
    }), runs);
  });

  it('"quay lại" never loses the chat, however often it is said', () => {
    fc.assert(fc.property(chat, fc.integer({ min: 1, max: 12 }), (all, times) => {
      let session = play(all, () => undefined);
      if (session.calling !== undefined) return;
      for (let time = 0; time < times; time += 1) {
        session = playTurn(session, 9e9, { type: 'back_requested' }, 'done').after;
        expect([session.open === undefined, session.frames.length === 0]).toEqual([false, false]);
      }
    }), runs);
  });

  it('an answer lands in the slot of its question and in no other', () => {
    fc.assert(fc.property(chat, fc.uuid(), fc.boolean(), (all, value, confirm) => {
      const session = play(all, () => undefined);
      const asked = currentQuestion(flows, session);
      const answered = playTurn(session, 9e9, { type: 'answered', value, confirm }, 'later').after;
      const confirmed = answered.open?.prompt?.kind === 'confirm_value'
        ? playTurn(answered, 9e9, { type: 'option_chosen', question: answered.open.number, option: 'yes' }, 'later').after
        : answered;
      const holding = confirmed.frames.flatMap(({ flow, slots }) => Object.keys(slots).filter((slot) => slots[slot] === value).map((slot) => `${flow}.${slot}`));
      const allowed = asked?.node.slot && session.open ? [`${asked.frame.flow}.${asked.node.slot}`] : [];
      expect(allowed).toEqual(expect.arrayContaining(holding));
    }), runs);
  });

  it('danger is answered first and moves nothing', () => {
    fc.assert(fc.property(chat, (all) => {
      const session = play(all, () => undefined);
      const { after, effects } = playTurn(session, 9e9, { type: 'danger_reported', danger: 'fire' }, 'done');
      expect(effects[0]).toMatchObject({ type: 'say', urgent: true });
      expect(after).toEqual(session);
    }), runs);
  });
});

describe('every text that any sequence of events can show', () => {
  it('is there in all languages', () => {
    const tables = languages.map((language) => loadTexts(language));
    const has = ({ flow, key }: Text): boolean => tables.every((table) => typeof table.get(flow === 'system' ? 'system' : flow.id)?.[key] === 'string');
    fc.assert(fc.property(chat, (all) => {
      play(all, ({ effects }) => expect(effects.flatMap(textsOf).filter((text) => !has(text))).toEqual([]));
    }), runs);
  });
});

function textsOf(effect: Effect): readonly Text[] {
  if (effect.type !== 'say' && effect.type !== 'ask') return [];
  const own = [effect.wording.text, ...Object.values(effect.wording.texts ?? {})];
  return effect.type === 'say' ? own : [...own, ...(effect.lead ? [effect.lead] : []), ...effect.options.map(({ label }) => label)];
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(deepFreeze);
  return value;
}
