import { describe, expect, it } from 'vitest';
import { newSession, type Flows } from '../../src/core/mod.ts';
import { flowsOf, Script } from './script.ts';
import * as testFlows from './test-flows.ts';

const flows = flowsOf(...Object.values(testFlows));
const script = (): Script => new Script(flows);

describe('walking a flow', () => {
  it('says what it has to say and stops at the question', () => {
    const chat = script().start('order');
    expect(chat.shown).toEqual(['hello', 'size']);
    expect(chat.asked).toMatchObject({ question: 1, step: [1, 2], options: [{ id: 'small' }, { id: 'large' }, { id: 'person' }] });
  });

  it('enters at the node that the intent names', () => {
    expect(script().start('order', 'order.size').shown).toEqual(['size']);
  });

  it('keeps the chosen option in the slot of a question without typed answers', () => {
    expect(script().start('order').choose('small').slots).toMatchObject({ size: 'small' });
  });

  it('puts a typed answer in the slot by name and calls the service with it', () => {
    const chat = script().start('order').choose('large').type(50_000);
    expect(chat.effects).toContainEqual({ type: 'call', call: 1, service: 'make', input: { sum: 50_000, remark: 'none' } });
    expect(chat.session).toMatchObject({ calling: 1 });
  });

  it('goes on by the outcome of the service and shows the picture it returned', () => {
    const chat = script().start('order').choose('large').type(1);
    chat.play({ type: 'call_finished', call: 1, outcome: 'done', values: { id: '77' } });
    expect(chat.effects.at(0)).toMatchObject({ type: 'say', picture: '77', closing: true });
    expect(chat.session.frames).toEqual([]);
  });

  it('takes the failed exit for an outcome that the flow does not know', () => {
    const chat = script().start('order').choose('large').type(1);
    expect(chat.play({ type: 'call_finished', call: 1, outcome: 'odd', values: {} }).shown).toEqual(['sorry']);
  });

  it('ignores the result of a call that nobody waits for', () => {
    const chat = script().start('order').choose('large').type(1);
    expect(chat.play({ type: 'call_finished', call: 9, outcome: 'done', values: {} }).effects).toEqual([]);
  });

  it('asks for patience while an outside call is under way, and lets "thôi" through', () => {
    const chat = script().start('order').choose('large').type(1);
    expect(chat.play({ type: 'greeted', by: 'greeting' }).shown).toEqual(['call_running']);
    expect(chat.play({ type: 'stop_requested' }).shown).toEqual(['stopped']);
  });

  it('sets, empties and branches on slots', () => {
    expect(script().start('order').choose('small').choose('skip').shown).toEqual(['no_amount']);
  });

  it('runs a subflow with values in and values out', () => {
    const chat = script().start('order').choose('small').type(5);
    expect(chat.session.frames.map(({ flow, slots }) => [flow, slots])).toEqual([
      ['order', { size: 'small', amount: 5 }],
      ['details', { topic: 'small' }],
    ]);
    expect(chat.type('red').effects).toContainEqual(expect.objectContaining({ type: 'call', input: { sum: 5, remark: 'red' } }));
  });

  it('opens a ticket with the topic of a handoff and goes on once it has a number', () => {
    const chat = script().start('order').choose('person');
    expect(chat.effects).toContainEqual({ type: 'open_ticket', topic: 'health', flow: 'order', node: 'hand_over' });
    expect(chat.play({ type: 'ticket_opened', ticket: 12, already: false }).shown).toEqual(['ticket.opened', 'handed']);
  });

  it('ends a loop kindly, reports it and opens a ticket', () => {
    const chat = script().start('loop');
    expect(chat.kinds).toEqual(['say', 'report_fault', 'open_ticket']);
    expect(chat.effects).toContainEqual(expect.objectContaining({ type: 'report_fault', fault: 'step_limit', flow: 'loop' }));
    expect(chat.session.frames).toEqual([]);
  });

  it('ends a session kindly whose flow version is nowhere to be found', () => {
    const chat = script().start('order');
    const lost: Flows = { ...flows, find: () => undefined };
    const orphan = new Script(lost, chat.session);
    expect(orphan.play({ type: 'back_requested' }).session.frames.length).toBeLessThanOrEqual(1);
    expect(orphan.effects.length).toBeGreaterThan(0);
  });
});

describe('words that work at every question', () => {
  it('opens a ticket for "gặp người" and asks the question again afterwards', () => {
    const chat = script().start('order').play({ type: 'person_requested' });
    expect(chat.effects).toEqual([{ type: 'open_ticket', topic: 'market', flow: 'order', node: 'size' }]);
    chat.play({ type: 'ticket_opened', ticket: 3, already: false });
    expect(chat.shown).toEqual(['ticket.opened', 'lead.resumed > size']);
  });

  it('says so when the ticket was open already', () => {
    const chat = script().start('order').play({ type: 'person_requested' }).play({ type: 'ticket_opened', ticket: 3, already: true });
    expect(chat.shown[0]).toBe('ticket.already');
  });

  it('goes back to the question before and forgets what was answered since', () => {
    const chat = script().start('order').choose('small').play({ type: 'back_requested' });
    expect(chat.shown).toEqual(['lead.back > size']);
    expect(chat.slots).toEqual({});
    expect(chat.choose('large').slots).toMatchObject({ size: 'large' });
  });

  it('goes back out of a flow to the menu it was chosen from', () => {
    const chat = script().play({ type: 'menu_requested' }).choose('order');
    expect(chat.play({ type: 'back_requested' }).shown).toEqual(['lead.back > menu']);
  });

  it('goes back from the first question of a flow to the menu', () => {
    expect(script().start('order').play({ type: 'back_requested' }).shown).toEqual(['menu']);
  });

  it('says so when there is nothing to go back to', () => {
    expect(script().play({ type: 'menu_requested' }).play({ type: 'back_requested' }).shown).toEqual(['lead.nothing_to_go_back > menu']);
  });

  it('stops everything at "thôi"', () => {
    const chat = script().start('order').play({ type: 'stop_requested' });
    expect(chat.shown).toEqual(['stopped']);
    expect(chat.session).toMatchObject({ frames: [] });
    expect(chat.session.open).toBeUndefined();
  });

  it('shows help and comes back to the very question', () => {
    const chat = script().start('order').choose('small').play({ type: 'help_requested' });
    expect(chat.shown).toEqual(['help', 'lead.resumed > amount']);
    expect(chat.slots).toEqual({ size: 'small' });
  });

  it('lets the language be changed in the middle and comes back to the very question', () => {
    const chat = script().start('order').choose('small').start('language').choose('en');
    expect(chat.shown).toEqual(['language.done', 'lead.resumed > amount']);
  });

  it('offers another service that was named in the middle, and comes back when it is over', () => {
    const chat = script().start('order');
    chat.play({ type: 'flow_requested', entry: { flow: 'details' }, interrupt: false });
    expect(chat.shown).toEqual(['prompt.offer_flow']);
    expect(chat.choose('switch').shown).toEqual(['details.ask']);
    expect(chat.type('x').shown).toEqual(['lead.resumed > size']);
  });

  it('stays with the question when the other service is not wanted', () => {
    const chat = script().start('order').play({ type: 'flow_requested', entry: { flow: 'details' }, interrupt: false });
    expect(chat.choose('stay').shown).toEqual(['size.again']);
  });

  it('starts a service named while only the menu is open without asking, and does not come back to the menu', () => {
    const chat = script().play({ type: 'menu_requested' });
    chat.play({ type: 'flow_requested', entry: { flow: 'details' }, interrupt: false });
    expect(chat.shown).toEqual(['details.ask']);
    expect(chat.type('x').session.frames).toEqual([]);
  });

  it('does not start a running flow a second time', () => {
    const chat = script().start('order').choose('small').play({ type: 'menu_requested' }).choose('order');
    expect(chat.session.frames.map(({ flow }) => flow)).toEqual(['order']);
    expect(chat.shown).toEqual(['lead.resumed > amount']);
  });
});

describe('answers that do not fit', () => {
  it('asks in other words first, then offers a person, then never the same words twice in a row', () => {
    const chat = script().start('order');
    const seen = [1, 2, 3, 4].map(() => chat.play({ type: 'not_understood', guesses: [] }).shown.join());
    expect(seen).toEqual(['lead.not_understood > size.again', 'prompt.offer_person', 'lead.not_understood_again > size', 'prompt.offer_person']);
  });

  it('forgets earlier misunderstandings once an answer fits', () => {
    const chat = script().start('order').play({ type: 'not_understood', guesses: [] }).choose('small');
    expect(chat.play({ type: 'not_understood', guesses: [] }).shown).toEqual(['lead.not_understood > amount']);
  });

  it('takes an answer that fits the question below an offer of a person', () => {
    const chat = script().start('order').choose('large');
    chat.play({ type: 'not_understood', guesses: [] }).play({ type: 'not_understood', guesses: [] });
    expect(chat.type(7).effects).toContainEqual(expect.objectContaining({ type: 'call', input: { sum: 7, remark: 'none' } }));
  });

  it('reads an ambiguous answer back and takes it after a yes', () => {
    const chat = script().start('order').choose('large').type(120_000, true);
    expect(chat.asked).toMatchObject({
      wording: { text: { key: 'prompt.confirm_value' }, slots: { value: 120_000 }, definitions: { value: { type: 'money' } } },
    });
    expect(chat.choose('yes').effects).toContainEqual(expect.objectContaining({ type: 'call', input: { sum: 120_000, remark: 'none' } }));
  });

  it('asks again after a no', () => {
    expect(script().start('order').choose('large').type(1, true).choose('no').shown).toEqual(['amount']);
  });

  it('lets the person choose where an answer fits several values, and keeps nothing before', () => {
    const chat = script().start('order').choose('large').play({ type: 'answer_ambiguous', values: [5_000, 50_000] });
    expect(chat.asked).toMatchObject({
      wording: { text: { key: 'prompt.choose_value' } },
      options: [
        { id: 'value_0', label: { key: 'option.value' }, value: { value: 5_000, type: 'money' } },
        { id: 'value_1', value: { value: 50_000, type: 'money' } },
        { id: 'none' },
      ],
    });
    expect(chat.slots).not.toHaveProperty('amount');
    expect(chat.choose('value_1').effects).toContainEqual(expect.objectContaining({ type: 'call', input: { sum: 50_000, remark: 'none' } }));
  });

  it('asks again when it was none of the values', () => {
    const chat = script().start('order').choose('large').play({ type: 'answer_ambiguous', values: [1, 2] });
    expect(chat.choose('none').shown).toEqual(['amount']);
  });

  it('takes a typed answer below a choice of values', () => {
    const chat = script().start('order').choose('large').play({ type: 'answer_ambiguous', values: [1, 2] });
    expect(chat.type(7).effects).toContainEqual(expect.objectContaining({ type: 'call', input: { sum: 7, remark: 'none' } }));
  });

  it('shows at most four values, so that the list stays short', () => {
    const chat = script().start('order').choose('large').play({ type: 'answer_ambiguous', values: [1, 2, 3, 4, 5, 6] });
    expect(chat.asked?.options.map(({ id }) => id)).toEqual(['value_0', 'value_1', 'value_2', 'value_3', 'none']);
    expect(chat.play({ type: 'option_chosen', question: 3, option: 'value_5' }).kinds).not.toContain('call');
  });

  it('takes several values for no answer where nothing can be typed', () => {
    expect(script().start('order').play({ type: 'answer_ambiguous', values: [1, 2] }).shown).toEqual(['lead.not_understood > size.again']);
  });

  it('reads back an option whose word can be meant otherwise', () => {
    const chat = script().start('order').play({ type: 'option_chosen', question: 1, option: 'small', confirm: true });
    expect(chat.asked).toMatchObject({ wording: { text: { key: 'prompt.confirm_option' }, texts: { value: { key: 'small' } } } });
    expect(chat.choose('yes').slots).toMatchObject({ size: 'small' });
  });

  it('takes somebody at the first question of a flow straight to another entry of it', () => {
    const chat = script().start('order').play({ type: 'flow_requested', entry: { flow: 'order', entry: 'order.amount' }, interrupt: false });
    expect(chat.shown).toEqual(['amount']);
  });

  it('offers guesses as numbers when nothing is going on', () => {
    const chat = script().play({ type: 'not_understood', guesses: [{ flow: 'order', entry: 'order.size' }] });
    expect(chat.asked).toMatchObject({ options: [{ id: 'guess_0', label: { key: 'service.order.size' } }, { id: 'person' }] });
    expect(chat.choose('guess_0').shown).toEqual(['size']);
  });

  it('shows the menu when there is not even a guess', () => {
    expect(script().play({ type: 'not_understood', guesses: [] }).shown).toEqual(['lead.not_understood > menu']);
  });

  it('answers an old tap with the present question, under its own number', () => {
    const chat = script().start('order').choose('small');
    const number = chat.session.open?.number;
    chat.play({ type: 'option_chosen', question: 1, option: 'large' });
    expect(chat.shown).toEqual(['lead.tap_outdated > amount']);
    expect(chat.session.open?.number).toBe(number);
    expect(chat.slots).toEqual({ size: 'small' });
  });

  it('does not answer the second tap of a trembling finger', () => {
    const chat = script().start('order').choose('small');
    chat.play({ type: 'question_outdated', by: 'tap' }, 500);
    expect(chat.effects).toEqual([]);
  });

  it('does not take an option that the question does not have', () => {
    expect(script().start('order').choose('huge').shown).toEqual(['lead.tap_outdated > size']);
  });

  it('asks kindly for words when a photo comes', () => {
    expect(script().start('order').play({ type: 'media_received', media: 'photo' }).shown).toEqual(['lead.media_photo > size']);
  });
});

describe('several things in one go', () => {
  it('answers the photos of one album once', () => {
    const chat = script().start('order').play({ type: 'media_received', media: 'photo' });
    expect(chat.play({ type: 'media_received', media: 'photo' }, 200).effects).toEqual([]);
    expect(chat.play({ type: 'media_received', media: 'photo' }, 10_000).shown).toEqual(['lead.media_photo > size']);
  });

  it('says nothing to the second tap of a trembling finger on the last button of a flow', () => {
    const chat = script();
    chat.session = { ...chat.session, quietSince: chat.at };
    expect(chat.play({ type: 'question_outdated', by: 'tap' }, 1_000).effects).toEqual([]);
    expect(chat.play({ type: 'question_outdated', by: 'tap' }, 10_000).shown).toEqual(['lead.tap_outdated > menu']);
  });

  it('answers an album once also when nothing was going on', () => {
    const chat = script().play({ type: 'media_received', media: 'photo' });
    expect(chat.shown).toEqual(['lead.media_photo > menu']);
    expect(chat.play({ type: 'media_received', media: 'photo' }, 200).effects).toEqual([]);
  });
});

describe('danger and secrets', () => {
  it('answers danger at once and leaves the flow where it is', () => {
    const chat = script().start('order').choose('small');
    const before = chat.session;
    chat.play({ type: 'danger_reported', danger: 'medical' });
    expect(chat.effects).toEqual([expect.objectContaining({ type: 'say', urgent: true, closing: false })]);
    expect(chat.session).toEqual(before);
  });

  it('answers danger also before consent', () => {
    const chat = new Script(flows, newSession).play({ type: 'danger_reported', danger: 'fire' });
    expect(chat.shown).toEqual(['danger.fire']);
  });

  it('warns before it goes on when a secret stood beside an answer', () => {
    const chat = script().start('order');
    chat.play({ type: 'option_chosen', question: 1, option: 'small', secret: 'code' });
    expect(chat.shown).toEqual(['secret.code', 'amount']);
  });
});

describe('first contact', () => {
  const newcomer = (): Script => new Script(flows, newSession);

  it('welcomes first, keeps what was asked for, and answers it right after consent', () => {
    const chat = newcomer().play({ type: 'flow_requested', entry: { flow: 'order' }, interrupt: false });
    expect(chat.shown).toEqual(['consent']);
    chat.choose('yes').play({ type: 'call_finished', call: 1, outcome: 'done', values: {}, profile: { consent: 'granted' } });
    expect(chat.shown).toEqual(['granted', 'hello', 'size']);
    expect(chat.session.profile.consent).toBe('granted');
  });

  it('shows the menu after the welcome when nothing was asked for', () => {
    const chat = newcomer().play({ type: 'greeted', by: 'greeting' }).choose('no');
    expect(chat.shown).toEqual(['refused', 'menu']);
  });

  it('keeps a service named during the welcome for later', () => {
    const chat = newcomer().play({ type: 'greeted', by: 'greeting' });
    chat.play({ type: 'flow_requested', entry: { flow: 'order' }, interrupt: false });
    expect(chat.shown).toEqual(['lead.consent_first > consent']);
    expect(chat.choose('no').shown).toEqual(['refused', 'hello', 'size']);
  });

  it('lets a newcomer change the language before the welcome', () => {
    const chat = newcomer().start('language');
    expect(chat.shown).toEqual(['language']);
    expect(chat.choose('en').shown).toEqual(['language.done', 'consent']);
  });

  it('opens a ticket for a newcomer who asks for a person, then welcomes', () => {
    const chat = newcomer().play({ type: 'person_requested' });
    expect(chat.kinds).toEqual(['open_ticket']);
    expect(chat.play({ type: 'ticket_opened', ticket: 1, already: false }).shown).toEqual(['ticket.opened', 'consent']);
  });

  it('greets a newcomer who follows, and not once more for a greeting typed in the same moment', () => {
    const chat = newcomer().play({ type: 'followed' });
    expect(chat.shown).toEqual(['consent']);
    expect(chat.play({ type: 'greeted', by: 'greeting' }, 500).effects).toEqual([]);
    expect(chat.play({ type: 'followed' }, 500).effects).toEqual([]);
  });

  it('says nothing to somebody who follows while being answered, and greets whoever comes back', () => {
    const chat = newcomer().play({ type: 'greeted', by: 'greeting' });
    expect(chat.play({ type: 'followed' }, 30_000).effects).toEqual([]);
    expect(chat.play({ type: 'followed' }, 3_600_000).shown).toEqual(['lead.greeting > consent']);
  });

  it('forgets everything else that was running when the data was erased', () => {
    const chat = script().start('order').choose('large').type(1);
    chat.play({ type: 'call_finished', call: 1, outcome: 'done', values: {}, profile: { consent: 'unknown' }, forget: true });
    expect(chat.session.profile.consent).toBe('unknown');
    expect(chat.session.frames).toEqual([]);
  });
});

describe('joining two addresses', () => {
  const joined = { type: 'accounts_linked', channels: 'A và B' } as const;

  it('is told, and the service under way is asked again', () => {
    const chat = script().start('order').play(joined);
    expect(chat.shown).toEqual(['link.joined', 'lead.resumed > size']);
  });

  it('puts a menu away, alone or over a service', () => {
    expect(script().start('menu').play(joined)).toMatchObject({ shown: ['link.joined'], session: { frames: [] } });
    expect(script().start('order').start('menu').play(joined).shown).toEqual(['link.joined', 'lead.resumed > size']);
  });

  it('is told with the menu below when nothing is under way', () => {
    expect(script().play(joined).effects).toMatchObject([{ type: 'say', closing: true }]);
    expect(script().play({ type: 'link_failed' }).shown).toEqual(['link.failed']);
  });

  it('waits for the welcome', () => {
    const chat = new Script(flows, newSession).start('link_accounts');
    expect(chat.session.frames).toMatchObject([{ flow: 'welcome' }]);
    expect(chat.session.wanted).toEqual({ flow: 'link_accounts' });
  });
});

describe('waiting', () => {
  it('asks the shell to wake it, and goes on when nobody answered', () => {
    const chat = script().start('order').choose('small');
    expect(chat.effects).toContainEqual({ type: 'set_wait', question: 2, dueAt: chat.at + 15 * 60_000 });
    expect(chat.play({ type: 'wait_timed_out', question: 2 }).shown).toEqual(['waited', 'amount']);
  });

  it('ignores a wait of a question that is not open any more', () => {
    const chat = script().start('order').choose('small').choose('skip');
    expect(chat.play({ type: 'wait_timed_out', question: 2 }).effects).toEqual([]);
  });
});
