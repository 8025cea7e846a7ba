import { describe, expect, it } from 'vitest';
import { defineFlow } from '../../src/core/mod.ts';
import { flowsOf, Script } from './script.ts';
import * as testFlows from './test-flows.ts';

/** Looks at a photo, which takes longer than a turn. */
const look = defineFlow({
  id: 'look',
  kind: 'service',
  start: 'ask',
  topic: 'market',
  slots: { photo: { type: 'any' }, found: { type: 'any' } },
  nodes: {
    ask: { kind: 'question', text: 'ask', again: 'ask.again', answer: 'none', options: [{ id: 'skip', label: 'skip', to: 'over' }], photo: { slot: 'photo', to: 'wait' } },
    wait: { kind: 'message', text: 'wait', to: 'look' },
    look: { kind: 'call', service: 'look', input: { photo: 'photo' }, output: { found: 'found' }, exits: { done: 'told', failed: 'ask' } },
    told: { kind: 'message', text: 'told', to: 'ask' },
    over: { kind: 'end', text: 'over' },
  },
});

const flows = flowsOf(look, ...Object.values(testFlows));
const photo = ['test', 'bot', 'photo-1'];
const sendPhoto = { type: 'media_received', media: 'photo', photo } as const;
const looking = (): Script => new Script(flows).start('look').play(sendPhoto);
const finish = (call: number) => ({ type: 'call_finished', call, outcome: 'done', values: { found: 'a code' } }) as const;

describe('a photo', () => {
  it('leads where the question says, and the slot says how it is fetched', () => {
    const chat = looking();
    expect([chat.shown, chat.slots, chat.session.calling]).toEqual([['wait'], { photo }, 1]);
    expect(chat.effects).toContainEqual({ type: 'call', call: 1, service: 'look', input: { photo } });
  });

  it('is not looked at where nothing is to be done with it, or when nobody can fetch it', () => {
    expect(new Script(flows).start('order').play(sendPhoto).shown).toEqual(['lead.media_photo > size']);
    expect(new Script(flows).start('look').play({ type: 'media_received', media: 'photo' }).shown).toEqual(['lead.media_photo > ask']);
  });

  it('answers the question also while another question lies over it', () => {
    const offered = new Script(flows).start('look').play({ type: 'not_understood', guesses: [] }).play({ type: 'not_understood', guesses: [] });
    expect(offered.session.open?.prompt).toEqual({ kind: 'offer_person' });
    expect(offered.play(sendPhoto).shown).toEqual(['wait']);
  });
});

describe('work that goes on after the turn', () => {
  it('goes on with the flow when its result comes', () => {
    expect(looking().play(finish(1)).shown).toEqual(['told', 'ask']);
  });

  it('is known by its number: an older result changes nothing', () => {
    const chat = looking().play(finish(0));
    expect([chat.shown, chat.session.calling]).toEqual([[], 1]);
  });

  it('asks whoever writes meanwhile for patience, and warns of a secret', () => {
    expect(looking().type('sao lâu vậy').shown).toEqual(['call_running']);
    expect(looking().play({ type: 'secret_received', secret: 'code' }).shown).toEqual(['secret.code']);
  });

  it('is left for the last question by "quay lại", and its result is not told any more', () => {
    const chat = looking().play({ type: 'back_requested' });
    expect([chat.shown, chat.slots, chat.session.calling]).toEqual([['lead.back > ask'], {}, undefined]);
    expect(chat.play(finish(1)).shown).toEqual([]);
  });

  it('is awaited again, not begun again, after another service that was quicker', () => {
    const chat = looking().start('order');
    expect(chat.session.calling).toBeUndefined();
    chat.play({ type: 'back_requested' });
    expect([chat.shown, chat.kinds, chat.session.calling]).toEqual([['call_running'], ['say'], 1]);
    expect(chat.play(finish(1)).shown).toEqual(['told', 'ask']);
  });

  it('is begun again after another service under which its result was missed', () => {
    const chat = looking().start('order').play(finish(1));
    expect(chat.shown).toEqual([]);
    chat.play({ type: 'back_requested' });
    expect(chat.effects).toContainEqual({ type: 'call', call: 2, service: 'look', input: { photo } });
  });

  it('is not begun again by asking for the same service', () => {
    const chat = looking().play({ type: 'flow_requested', entry: { flow: 'look' }, interrupt: false });
    expect([chat.kinds, chat.session.calling]).toEqual([['say'], 1]);
  });

  it('does not keep a person from being called', () => {
    const chat = looking().play({ type: 'person_requested' });
    expect(chat.kinds).toEqual(['open_ticket']);
    chat.play({ type: 'ticket_opened', ticket: 7, already: false });
    expect(chat.play(finish(1)).shown).toEqual(['told', 'ask']);
  });
});
