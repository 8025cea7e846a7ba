import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flows as realFlows } from '../../flows/mod.ts';
import { defineFlow, newSession, transition, type Event, type Session } from '../../src/core/mod.ts';
import { chat, play } from './random-chats.ts';
import { flowsOf, Script, type EventWithoutTime } from './script.ts';
import * as testFlows from './test-flows.ts';

/** Asks whether somebody goes; with nothing to ask it only says so. */
const news = defineFlow({
  id: 'appointment_news',
  kind: 'system',
  start: 'which',
  topic: 'health',
  slots: { change: { type: 'any' }, day: { type: 'date' } },
  nodes: {
    which: { kind: 'branch', cases: [{ when: { slot: 'change', is: 'cancelled' }, to: 'told' }, { when: { slot: 'change', is: 'seat_offered' }, to: 'order' }], otherwise: 'ask' },
    ask: { kind: 'question', text: 'news.ask', again: 'news.again', answer: 'none', options: [{ id: 'go', label: 'go', to: 'noted' }, { id: 'later', label: 'later', to: 'order' }] },
    order: { kind: 'subflow', flow: 'details', to: 'noted' },
    noted: { kind: 'end', text: 'news.noted' },
    told: { kind: 'end', text: 'news.told' },
  },
});

const flows = flowsOf(news, ...Object.values(testFlows));
const script = (): Script => new Script(flows);

const tell = (change: 'confirmed' | 'cancelled' | 'seat_offered' = 'confirmed', about?: string): EventWithoutTime =>
  ({ type: 'appointment_changed', change, flow: 'appointment_news', values: { change, day: '2026-12-01', secret: 'x' }, ...(about === undefined ? {} : { about }) });
const remind: EventWithoutTime = { type: 'reminder_due', reminder: 4, flow: 'appointment_news', values: { day: '2026-12-01' } };

const stackOf = ({ frames }: Session): readonly string[] => frames.map(({ flow }) => flow);

describe('a notice', () => {
  it('is asked over nothing, with those values that its flow declares, and leaves nothing behind', () => {
    const told = script().play(tell());
    expect([told.shown, told.slots]).toEqual([['news.ask'], { change: 'confirmed', day: '2026-12-01' }]);
    expect(told.choose('go').session).toMatchObject({ frames: [] });
    expect([told.shown, told.session.open]).toEqual([['news.noted'], undefined]);
  });

  it('offers the menu below its last words when nothing else is under way', () => {
    expect(script().play(tell('cancelled')).effects).toMatchObject([{ type: 'record' }, { type: 'say', closing: true }, { type: 'record' }]);
  });

  it('brings back the interrupted question of a service with a word about it', () => {
    const chat = script().start('order').choose('small').play(remind);
    expect([chat.shown, stackOf(chat.session)]).toEqual([['news.ask'], ['order', 'appointment_news']]);
    expect(chat.choose('go').shown).toEqual(['news.noted', 'lead.resumed > amount']);
    expect(chat.type(5).slots).toMatchObject({ topic: 'small' });
  });

  it('that only says something leaves the numbers of the open question good', () => {
    const chat = script().start('order');
    const { open } = chat.session;
    expect(chat.play(tell('cancelled')).shown).toEqual(['news.told', 'lead.resumed > size']);
    expect(chat.session.open).toEqual(open);
    expect(chat.play({ type: 'option_chosen', question: open?.number ?? 0, option: 'small' }).shown).toEqual(['amount']);
  });

  it('answers a tap on the interrupted question with its own question', () => {
    const chat = script().start('order');
    const old = chat.session.open?.number ?? 0;
    expect(chat.play(tell()).play({ type: 'option_chosen', question: old, option: 'small' }).shown).toEqual(['lead.tap_outdated > news.ask']);
  });

  it('brings back a question of the assistant that lay over the flow, or over nothing', () => {
    const confirming = script().start('order').choose('small').type(5, true).play(tell()).choose('go');
    expect(confirming.shown).toEqual(['news.noted', 'prompt.confirm_value']);
    expect(confirming.choose('yes').session.frames[0]).toMatchObject({ slots: { amount: 5 } });
    const offered = script().play({ type: 'not_understood', guesses: [] }).play({ type: 'stop_requested' }).play({ type: 'not_understood', guesses: [{ flow: 'order' }] });
    expect(offered.play(tell()).choose('go').shown).toEqual(['news.noted', 'prompt.guess']);
  });

  it('brings back the offer of a person, and the person can still be asked for', () => {
    const offered = script().start('order').play({ type: 'not_understood', guesses: [] }).play({ type: 'not_understood', guesses: [] });
    expect(offered.play(tell()).choose('go').shown).toEqual(['news.noted', 'prompt.offer_person']);
    expect(offered.choose('person').kinds).toContain('open_ticket');
  });

  it('comes back to the consent that is asked for, and does not count as an answer to it', () => {
    const chat = new Script(flows, newSession).play({ type: 'greeted', by: 'greeting' }).play(tell()).choose('go');
    expect([chat.shown, stackOf(chat.session), chat.session.profile.consent]).toEqual([['news.noted', 'consent'], ['welcome'], 'unknown']);
  });

  it('is told to somebody new without the welcome before it', () => {
    expect(new Script(flows, newSession).play(tell()).shown).toEqual(['news.ask']);
  });

  it('leaves an outside call under way', () => {
    const chat = script().start('order').choose('large').type(1).play(tell());
    expect([chat.shown, chat.session.calling]).toEqual([['news.ask'], undefined]);
    chat.choose('go');
    expect([chat.shown, chat.session.calling]).toEqual([['news.noted', 'call_running'], 1]);
  });

  it('is left by "quay lại" for what it interrupted, and ended with everything by "thôi"', () => {
    expect(script().start('order').play(tell()).play({ type: 'back_requested' }).shown).toEqual(['lead.resumed > size']);
    const confirming = script().start('order').choose('small').type(5, true).play(tell());
    expect(confirming.play({ type: 'back_requested' }).shown).toEqual(['prompt.confirm_value']);
    expect(confirming.play(tell()).play({ type: 'stop_requested' }).session.frames).toEqual([]);
  });

  it('takes the place of an older one about the same that still waits, also under another', () => {
    const chat = script().start('order').play(tell('confirmed', 'one')).play(tell('confirmed', 'one'));
    expect(stackOf(chat.session)).toEqual(['order', 'appointment_news']);
    expect(chat.choose('go').shown).toEqual(['news.noted', 'lead.resumed > size']);
    chat.play(tell('confirmed', 'one')).play(tell('confirmed', 'two')).play(tell('cancelled', 'one'));
    expect([chat.shown, stackOf(chat.session)]).toEqual([['news.told', 'news.ask'], ['order', 'appointment_news']]);
    expect(chat.choose('go').shown).toEqual(['news.noted', 'lead.resumed > size']);
  });

  it('does not take away an older one that is being seen to', () => {
    const chat = script().play(tell('confirmed', 'one')).choose('later').play(tell('confirmed', 'one'));
    expect(stackOf(chat.session)).toEqual(['appointment_news', 'details', 'appointment_news']);
    expect(chat.choose('go').shown).toEqual(['news.noted', 'lead.resumed > details.ask']);
    expect(chat.type('red').shown).toEqual(['news.noted']);
  });

  it('that waits for an answer with many others makes room for the newest', () => {
    const chat = script().start('order');
    for (let count = 0; count < 20; count += 1) chat.play(tell('confirmed', `about ${count}`));
    expect(chat.session.frames.map(({ notice }) => notice?.about)).toEqual([undefined, 'about 15', 'about 16', 'about 17', 'about 18', 'about 19']);
    for (let count = 0; count < 4; count += 1) expect(chat.choose('go').shown).toEqual(['news.noted', 'news.ask']);
    expect(chat.choose('go').shown).toEqual(['news.noted', 'lead.resumed > size']);
  });

  it('of a flow that is not there is reported and leaves the chat alone', () => {
    const chat = new Script(flowsOf(...Object.values(testFlows))).start('order');
    const before = chat.session;
    expect(chat.play(tell()).kinds).toEqual(['report_fault']);
    expect(chat.session).toEqual(before);
  });
});

describe('wherever a chat stands', () => {
  const all = flowsOf(...realFlows, testFlows.details, news);
  const runs = { numRuns: 400 };
  const then = (session: Session, event: EventWithoutTime) => transition(all, JSON.parse(JSON.stringify(session)) as Session, { ...event, at: 9e9 } as Event);
  /** The news told here stand in for the real ones, in which a chat must not be under way. */
  const standElsewhere = (steps: Parameters<typeof play>[0]): Session => {
    const session = play(steps, () => undefined);
    fc.pre(!stackOf(session).includes('appointment_news'));
    return session;
  };
  const standing = ({ frames }: Session) => frames.map(({ flow, node, slots }) => ({ flow, node, slots }));
  const toldFirst = (effects: ReturnType<typeof transition>['effects']): unknown => effects.find(({ type }) => type === 'say' || type === 'ask');

  it('what was open comes back after a notice that asked something', () => {
    fc.assert(fc.property(chat, (steps) => {
      const before = standElsewhere(steps);
      const asked = then(before, tell());
      expect(toldFirst(asked.effects)).toMatchObject({ type: 'ask', wording: { text: { key: 'news.ask' } } });
      const { session: after } = then(asked.session, { type: 'option_chosen', question: asked.session.open?.number ?? 0, option: 'go' });
      expect(standing(after)).toEqual(standing(before));
      expect([after.open?.options, after.open?.prompt, after.calling, after.wanted]).toEqual([before.open?.options, before.open?.prompt, before.calling, before.wanted]);
    }), runs);
  });

  it('a notice that asks nothing changes nothing', () => {
    fc.assert(fc.property(chat, (steps) => {
      const before = standElsewhere(steps);
      const { session: after, effects } = then(before, tell('cancelled'));
      expect(toldFirst(effects)).toMatchObject({ type: 'say', wording: { text: { key: 'news.told' } } });
      expect(standing(after)).toEqual(standing(before));
      expect([after.open, after.calling, after.wanted]).toEqual([before.open, before.calling, before.wanted]);
    }), runs);
  });

  it('an old tap is known while a notice is open, and afterwards', () => {
    fc.assert(fc.property(chat, fc.nat(5), (steps, index) => {
      const before = standElsewhere(steps);
      const tap = { type: 'option_chosen', question: before.open?.number ?? 0, option: before.open?.options[index] ?? '' } as const;
      const asked = then(before, tell());
      expect(then(asked.session, tap).session.frames).toEqual(asked.session.frames);
      const over = then(asked.session, { type: 'option_chosen', question: asked.session.open?.number ?? 0, option: 'go' }).session;
      expect(over.open === undefined || then(over, tap).session.open?.number === over.open.number).toBe(true);
    }), runs);
  });
});
