import { describe, expect, it } from 'vitest';
import { currentQuestion, optionsShown, type Flow, type Flows } from '../../src/core/mod.ts';
import * as edits from './edits.ts';
import { Script } from './script.ts';
import { flowsIn, known, type Program } from './versions.ts';
import { details, textsOf, visit, visitMenu } from './visit-flow.ts';

const first: Program = { name: 'first', flows: [visit, details, visitMenu], texts: textsOf(visit) };

interface Edited {
  readonly visit?: Flow;
  readonly details?: Flow;
  readonly menu?: Flow;
}

const after = ({ visit: main = visit, details: part = details, menu = visitMenu }: Edited, name = 'second'): Program => ({
  name,
  flows: [main, part, menu],
  texts: textsOf(main),
});

/** What a program sees that was started after this edit. */
const edited = (change: Edited): Flows => flowsIn(after(change), { older: [first] });

const steps = ['size', 'amount', 'place', 'kind', 'ask', 'sure', 'name', 'read_back'] as const;
type Step = (typeof steps)[number];

/** Somebody who stands at this question of the first version. */
function at(step: Step, flows = flowsIn(first)): Script {
  const chat = new Script(flows, known).start('visit');
  const ways: Readonly<Record<Step, () => unknown>> = {
    size: () => chat.choose('size.small'),
    amount: () => chat.type(50_000),
    place: () => chat.type('Năm Căn'),
    kind: () => chat.choose('kind.shop'),
    ask: () => chat.type('nets'),
    sure: () => chat.choose('sure.yes'),
    name: () => chat.type('Bé').play({ type: 'call_finished', call: 1, outcome: 'done', values: { code: '17' } }),
    read_back: () => undefined,
  };
  for (const one of steps.slice(0, steps.indexOf(step))) ways[one]();
  return chat;
}

/** The same person, whose next message reaches another program. */
const goOn = (chat: Script, flows: Flows): Script => new Script(flows, chat.session);

const versionsOf = ({ session }: Script): readonly string[] => session.frames.map(({ hash }) => hash);

/** The steps at which a session moves with the next message that is answered with a question. */
function movers(change: Edited): readonly string[] {
  const flows = edited(change);
  return steps.filter((step) => versionsOf(goOn(at(step), flows).play({ type: 'media_received', media: 'photo' })).includes('second'));
}

const upTo = (step: Step): readonly Step[] => steps.slice(0, steps.indexOf(step) + 1);
const before = (step: Step): readonly Step[] => steps.slice(0, steps.indexOf(step));
const without = (...left: readonly Step[]): readonly Step[] => steps.filter((step) => !left.includes(step));

const withExtra = edits.insertBefore(visit, 'place', { needed: false });
const decidingExtra = edits.withNode(withExtra, 'big', {
  kind: 'branch',
  cases: [{ when: { slot: 'extra', is: 'much' }, to: 'warned' }],
  otherwise: 'read_back',
});

describe('a session moves to the current version', () => {
  it.each<readonly [string, Edited, readonly Step[]]>([
    ['everywhere when only text keys changed', { visit: edits.changeTexts(visit), details: edits.changeTexts(details) }, steps],
    ['everywhere when options changed places', { visit: edits.reorderOptions(visit, 'kind') }, steps],
    ['before a question that was inserted, when its answer is needed', { visit: edits.insertBefore(visit, 'place', { needed: true }) }, before('place')],
    ['everywhere when the answer of the question inserted is not needed', { visit: edits.insertBefore(visit, 'place', { needed: false }) }, steps],
    ['up to the question behind which another one was inserted', { visit: edits.insertAfter(visit, 'place') }, upTo('place')],
    ['before a question that was inserted, when its answer decides the way', { visit: decidingExtra }, before('place')],
    ['up to the question whose slot holds another kind of value', { visit: { ...visit, slots: { ...visit.slots, place: { type: 'note' } } } }, upTo('place')],
    ['anywhere but at a question that was removed', { visit: edits.removeQuestion(visit, 'place') }, without('place')],
    ['anywhere but at a question that got another name', { visit: edits.renameNode(visit, 'place', 'where') }, without('place')],
    ['before a question that reads another kind of answer', { visit: edits.changeAnswer(visit, 'place', 'note') }, before('place')],
    ['before a question that has other options', { visit: edits.changeOptionIds(visit, 'kind') }, before('kind')],
    ['anywhere but at a question that does not keep its answer any more', { visit: edits.removeSlot(visit, 'kind') }, without('kind')],
    ['before a question that keeps its answer under another name', { visit: edits.renameSlot(visit, 'place', 'where') }, before('place')],
    ['before the questions that took each other’s slots', { visit: edits.swapSlots(visit, 'place', 'name') }, before('place')],
    ['before the questions that took each other’s names', { visit: edits.swapNodeNames(visit, 'place', 'name') }, before('place')],
    ['inside a subflow that alone has changed, but for the question that got another name', { details: edits.renameNode(details, 'ask', 'which') }, ['sure']],
  ])('%s', (_name, change, moving) => {
    expect(movers(change)).toEqual(moving);
  });

  it('not when the flow below has lost the node at which it waits', () => {
    const chat = new Script(flowsIn(first), known).start('menu').choose('menu.visit');
    const flows = edited({ visit: edits.changeTexts(visit), menu: edits.renameNode(visitMenu, 'visit', 'go') });
    expect(versionsOf(goOn(chat, flows).choose('size.small'))).toEqual(['first', 'first']);
  });

  it('with all its flows or with none', () => {
    const change = { visit: edits.renameSlot(visit, 'kind', 'what'), details: edits.changeTexts(details) };
    expect(versionsOf(goOn(at('sure'), edited(change)).choose('sure.yes'))).toEqual(['first']);
    const both = { visit: edits.changeTexts(visit), details: edits.changeTexts(details) };
    expect(versionsOf(goOn(at('ask'), edited(both)).type('nets'))).toEqual(['second', 'second']);
  });

  it('not when the flow below would put what the subflow found somewhere else', () => {
    const elsewhere = edits.renameSlot(visit, 'detail', 'more');
    expect(versionsOf(goOn(at('sure'), edited({ visit: elsewhere })).play({ type: 'media_received', media: 'photo' }))).toEqual(['first', 'first']);
  });

  it('not when a subflow gives back what this session was never asked', () => {
    const part = edits.insertBefore(details, 'ask', { needed: false });
    const main = { ...visit, slots: { ...visit.slots, extra: { type: 'any' as const } } };
    const taking = edits.withNode(main, 'details', { kind: 'subflow', flow: 'details', output: { answer: 'detail', extra: 'extra' }, to: 'name' });
    const old: Program = { name: 'first', flows: [taking, { ...details, slots: part.slots }, visitMenu], texts: textsOf(visit) };
    const flows = flowsIn({ ...old, name: 'second', flows: [taking, part, visitMenu] }, { older: [old] });
    const chat = at('sure', flowsIn(old));
    expect(versionsOf(goOn(chat, flows).play({ type: 'media_received', media: 'photo' }))).toEqual(['first', 'first']);
    expect(versionsOf(goOn(at('kind', flowsIn(old)), flows).choose('kind.shop'))).toEqual(['first', 'second']);
  });

  it('not into a node that the new version left standing without a way to it', () => {
    const orphaned = edits.withNode(edits.removeQuestion(visit, 'place'), 'place', visit.nodes['place'] ?? { kind: 'end' });
    expect(movers({ visit: { ...orphaned, slots: visit.slots } })).toEqual(without('place'));
  });

  it('not while a call is under way, whose result belongs to the version that made it', () => {
    const chat = at('name').type('Bé');
    const flows = edited({ visit: edits.changeTexts(visit) });
    expect(versionsOf(goOn(chat, flows).play({ type: 'media_received', media: 'photo' }))).toEqual(['first']);
    const done = goOn(chat, flows).play({ type: 'call_finished', call: 1, outcome: 'done', values: { code: '17' } });
    expect(versionsOf(done)).toEqual(['first']);
    expect(done.shown).toEqual(['read_back']);
    expect(versionsOf(done.play({ type: 'media_received', media: 'photo' }))).toEqual(['second']);
  });

  it('not back from a version that a newer program has brought', () => {
    const newer = after({ visit: edits.changeTexts(visit) });
    const chat = goOn(at('place'), flowsIn(newer, { older: [first] })).type('Năm Căn');
    expect(versionsOf(goOn(chat, flowsIn(first, { newer: [newer] })).choose('kind.home'))).toEqual(['second']);
  });

  it('not from a version that is nowhere to be found: that chat ends kindly, with a person', () => {
    const chat = goOn(at('place'), flowsIn(after({ visit: edits.changeTexts(visit) }))).type('Năm Căn');
    expect(chat.kinds).toEqual(['say', 'report_fault', 'open_ticket']);
    expect(chat.session.frames).toEqual([]);
  });

  it('from one that does not know about an answer left out to one that does not ask again', () => {
    const chat = at('amount').choose('amount.skip');
    expect(versionsOf(goOn(chat, edited({ visit: edits.changeTexts(visit) })).type('Năm Căn'))).toEqual(['second']);
  });
});

describe('an answer after a new version', () => {
  const turned = edited({ visit: edits.reorderOptions(visit, 'size') });
  const shownIds = (chat: Script, flows: Flows): readonly string[] => {
    const question = currentQuestion(flows, chat.session);
    return question ? optionsShown(question, chat.session).map(({ id }) => id) : [];
  };

  it('is the option that stood under this number on the screen, though they stand otherwise now', () => {
    const chat = goOn(at('size'), turned);
    expect(shownIds(chat, turned)).toEqual(['size.small', 'size.large', 'size.huge']);
    chat.choose(shownIds(chat, turned)[0] ?? '');
    expect(chat.slots).toEqual({ size: 'size.small' });
  });

  it('finds the question with the old numbers when it is shown again, and with new ones when it is asked anew', () => {
    const chat = goOn(at('size'), turned).play({ type: 'media_received', media: 'photo' });
    expect(versionsOf(chat)).toEqual(['second']);
    expect(chat.asked?.options.map(({ id }) => id)).toEqual(['size.small', 'size.large', 'size.huge']);
    expect(shownIds(chat, turned)).toEqual(['size.small', 'size.large', 'size.huge']);
    chat.choose('size.large').play({ type: 'back_requested' });
    expect(chat.asked?.options.map(({ id }) => id)).toEqual(['size.huge', 'size.large', 'size.small']);
    expect(shownIds(chat, turned)).toEqual(['size.huge', 'size.large', 'size.small']);
  });

  it('is read by the old words as long as nothing new was shown', () => {
    const chat = goOn(at('size'), turned).play({ type: 'danger_reported', danger: 'fire' });
    expect(versionsOf(chat)).toEqual(['first']);
    expect(chat.play({ type: 'person_requested' }).session.frames[0]?.hash).toBe('first');
    expect(versionsOf(chat.play({ type: 'ticket_opened', ticket: 1, already: false }))).toEqual(['second']);
  });

  it('is still read back when it was doubtful before', () => {
    const chat = at('place').type('Năm', true);
    const flows = edited({ visit: edits.changeTexts(visit) });
    expect(goOn(chat, flows).choose('yes').slots).toMatchObject({ place: 'Năm' });
    expect(goOn(chat, flows).choose('no').shown).toEqual(['place.reworded']);
    expect(goOn(at('size').play({ type: 'option_chosen', question: 1, option: 'size.huge', confirm: true }), turned).choose('yes').slots).toEqual({ size: 'size.huge' });
  });

  it('may be missing: the wait of the new version tells where that leads', () => {
    const waits = edited({ visit: edits.changeQuestion(visit, 'amount', { wait: { minutes: 15, to: 'place' } }) });
    expect(goOn(at('amount'), waits).play({ type: 'wait_timed_out', question: 2 }).shown).toEqual(['place']);
    const { wait: _wait, ...without } = edits.questionAt(visit, 'amount');
    const never = edited({ visit: edits.removeNode(edits.withNode(visit, 'amount', without), 'waited') });
    const chat = goOn(at('amount'), never).play({ type: 'wait_timed_out', question: 2 });
    expect(chat.effects).toEqual([]);
    expect(chat.type(5).shown).toEqual(['place']);
  });

  it('stays out of a slot that the new version dropped', () => {
    const chat = goOn(at('place'), edited({ visit: edits.removeSlot(visit, 'size') })).type('Năm Căn');
    expect(chat.slots).toEqual({ amount: 50_000, place: 'Năm Căn' });
  });
});

describe('going back after a new version', () => {
  it('skips a question that is not there any more, and forgets what was said to it', () => {
    const chat = goOn(at('kind'), edited({ visit: edits.removeQuestion(visit, 'place') }));
    expect(chat.play({ type: 'back_requested' }).shown).toEqual(['lead.back > amount']);
    expect(chat.slots).toEqual({ size: 'size.small' });
  });

  it('never leads to where something would be needed that was not asked', () => {
    const told = edits.sayBefore(edits.insertBefore(visit, 'size', { needed: false }), 'amount', 'extra_told');
    const program: Program = { ...after({ visit: told }), texts: { ...textsOf(told), extra_told: '{{extra}}' } };
    const chat = goOn(at('place'), flowsIn(program, { older: [first] }));
    expect(versionsOf(chat.type('Năm Căn'))).toEqual(['second']);
    expect(chat.play({ type: 'back_requested' }).shown).toEqual(['lead.back > place']);
    // When nobody answers the amount for long, what is told before it comes again.
    expect(chat.play({ type: 'back_requested' }).shown).toEqual(['menu']);
  });

  it('comes to the menu anew when the menu has no question left to go back to', () => {
    const chat = new Script(flowsIn(first), known).start('menu').choose('menu.visit');
    const menu = edits.renameNode(visitMenu, 'menu', 'what');
    expect(versionsOf(goOn(chat, edited({ menu })).play({ type: 'media_received', media: 'photo' }))).toEqual(['second', 'first']);
    const back = goOn(chat, edited({ menu })).play({ type: 'back_requested' });
    expect(back.shown).toEqual(['menu']);
    expect(back.session.frames.map(({ node }) => node)).toEqual(['what']);
  });
});
