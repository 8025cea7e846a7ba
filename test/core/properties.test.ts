import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flows as realFlows } from '../../flows/mod.ts';
import { currentQuestion, newSession, transition, type Effect, type Event, type Session, type Text } from '../../src/core/mod.ts';
import { languages, loadTexts } from '../flows/texts.ts';
import { chat, chatOf, flows, play, playTurn, toEvent, type Played } from './random-chats.ts';

const runs = { numRuns: 600 };

function isVisible(effect: Effect): boolean {
  return effect.type === 'say' || effect.type === 'ask' || effect.type === 'call';
}

function isUnsettled({ frames, open, calling }: Session): boolean {
  return frames.length > 0 && !open && calling === undefined;
}

/** Results that come too late, second taps and a second photo of one album change nothing and say nothing. */
function mayBeSilent({ event, before: { open, frames, calling }, at }: Played): boolean {
  const { type } = event;
  const justShown = open !== undefined && at - open.askedAt < 3_000;
  if (['menu_requested', 'flow_requested'].includes(type) && justShown && frames.at(-1)?.flow === 'menu') return true;
  if (calling !== undefined && type === 'media_received' && event.media === 'photo') return true;
  if (['call_finished', 'wait_timed_out', 'question_outdated', 'option_chosen'].includes(type)) return true;
  if (type === 'followed' && open !== undefined && at - open.askedAt < 60_000) return true;
  return ['greeted', 'followed', 'media_received', 'secret_received'].includes(type) && open?.lead !== undefined && at - open.lead.at < 3_000;
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
      play(all, (turn) => expect(mayBeSilent(turn) || turn.effects.some(isVisible)).toBe(true));
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
        // Below may lie a flow that still waits for work outside.
        expect([session.open === undefined && session.calling === undefined, session.frames.length === 0]).toEqual([false, false]);
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
