import { describe, expect, it } from 'vitest';
import type { Flow, Node } from '../../src/core/flow.ts';
import { inspectFlow } from '../../src/inspect/mod.ts';
import { contextOf, flowOf, withText } from './support.ts';

const end: Node = { kind: 'end' };
const show: Node = { kind: 'message', text: 'text', to: 'done' };
const slots = { name: { type: 'name' }, way: { type: 'any' } } as const;

/** The nodes at which a slot is read too early, when the text `text` shows `{{name}}`. */
function earlyReads(flow: Flow, others: readonly Flow[] = []): readonly string[] {
  const findings = inspectFlow(flow, contextOf([flow, ...others], withText('Chào {{name}}', flow)));
  return findings.filter(({ fault }) => fault === 'slot_read_before_set').map(({ node }) => node);
}

function setName(to: string): Node {
  return { kind: 'set', slots: { name: 'Tư' }, to };
}

function branchOn(when: 'set' | 'unset' | 'equal', to: string, otherwise: string): Node {
  const conditions = {
    set: { slot: 'name', isSet: true },
    unset: { slot: 'name', isSet: false },
    equal: { slot: 'name', is: 'Tư' },
  };
  return { kind: 'branch', cases: [{ when: conditions[when], to }], otherwise };
}

function askWay(one: string, other: string): Node {
  return {
    kind: 'question',
    text: 'ask',
    answer: 'none',
    slot: 'way',
    options: [
      { id: 'one', label: 'one', to: one },
      { id: 'other', label: 'other', to: other },
    ],
  };
}

describe('a slot read before it is set', () => {
  it('is found when only one of two ways sets it', () => {
    const flow = flowOf({ start: askWay('set', 'show'), set: setName('show'), show, done: end }, { slots });
    expect(earlyReads(flow)).toEqual(['show']);
  });

  it('is not found when both ways set it', () => {
    const nodes = { start: askWay('set', 'other'), set: setName('show'), other: setName('show'), show, done: end };
    expect(earlyReads(flowOf(nodes, { slots }))).toEqual([]);
  });

  it('is not found in a loop that goes through the setting node first', () => {
    const nodes = {
      start: setName('show'),
      show: { kind: 'message', text: 'text', to: 'ask' },
      ask: askWay('show', 'done'),
      done: end,
    } satisfies Record<string, Node>;
    expect(earlyReads(flowOf(nodes, { slots }))).toEqual([]);
  });

  it('is found in a loop that empties the slot before it comes round', () => {
    const nodes = {
      start: setName('show'),
      show: { kind: 'message', text: 'text', to: 'ask' },
      ask: askWay('forget', 'done'),
      forget: { kind: 'set', slots: { name: null }, to: 'show' },
      done: end,
    } satisfies Record<string, Node>;
    expect(earlyReads(flowOf(nodes, { slots }))).toEqual(['show']);
  });

  it('is found when an entry comes in behind the node that sets it', () => {
    const nodes = { start: setName('show'), show, done: end };
    expect(earlyReads(flowOf(nodes, { slots }))).toEqual([]);
    expect(earlyReads(flowOf(nodes, { slots, entries: { greet: 'show' } }))).toEqual(['show']);
  });

  it('is not found for a slot with a default, even after it was emptied', () => {
    const nodes = { start: { kind: 'set', slots: { name: null }, to: 'show' }, show, done: end } satisfies Record<string, Node>;
    expect(earlyReads(flowOf(nodes, { slots: { name: { type: 'name', default: 'Tư' } } }))).toEqual([]);
  });

  it.each<readonly ['set' | 'unset' | 'equal', readonly string[], readonly string[]]>([
    ['set', [], ['show']],
    ['equal', [], ['show']],
    ['unset', ['show'], []],
  ])('is judged by a branch on whether it is %s', (when, inTheCase, otherwise) => {
    const before = { start: askWay('set', 'branch'), set: setName('branch'), show, done: end };
    expect(earlyReads(flowOf({ ...before, branch: branchOn(when, 'show', 'done') }, { slots }))).toEqual(inTheCase);
    expect(earlyReads(flowOf({ ...before, branch: branchOn(when, 'done', 'show') }, { slots }))).toEqual(otherwise);
  });

  it('is judged by the earlier cases of the same branch too', () => {
    const branch: Node = {
      kind: 'branch',
      cases: [
        { when: { slot: 'name', isSet: false }, to: 'done' },
        { when: { slot: 'way', is: 'one' }, to: 'show' },
      ],
      otherwise: 'done',
    };
    const nodes = { start: askWay('set', 'branch'), set: setName('branch'), branch, show, done: end };
    expect(earlyReads(flowOf(nodes, { slots }))).toEqual([]);
  });

  it('is not found behind a flag that is only set together with it', () => {
    const corrected: Node = { kind: 'branch', cases: [{ when: { slot: 'seen', isSet: true }, to: 'show' }], otherwise: 'ask' };
    const nodes = {
      start: { kind: 'question', text: 'first', answer: 'any', slot: 'way', to: 'corrected' },
      corrected,
      ask: { kind: 'question', text: 'ask', answer: 'name', slot: 'name', to: 'review' },
      review: { kind: 'set', slots: { seen: true }, to: 'show' },
      show: { kind: 'question', text: 'text', answer: 'none', options: [{ id: 'fix', label: 'fix', to: 'start' }, { id: 'right', label: 'right', to: 'done' }] },
      done: end,
    } satisfies Record<string, Node>;
    expect(earlyReads(flowOf(nodes, { slots: { ...slots, seen: { type: 'yesno' } } }))).toEqual([]);
  });

  it('is found in a text, not in an input, after it was emptied on purpose', () => {
    const forget = { kind: 'set', slots: { name: null } } as const;
    const call: Node = { kind: 'call', service: 'make_picture', input: { who: 'name' }, exits: { done: 'done', failed: 'done' } };
    expect(earlyReads(flowOf({ start: { ...forget, to: 'show' }, show, done: end }, { slots }))).toEqual(['show']);
    expect(earlyReads(flowOf({ start: { ...forget, to: 'call' }, call, done: end }, { slots }))).toEqual([]);
  });

  it('is found behind an option of a question that fills its slot with what is typed', () => {
    const ask: Node = {
      kind: 'question',
      text: 'ask',
      answer: 'name',
      slot: 'name',
      options: [{ id: 'nobody', label: 'nobody', to: 'show' }],
      to: 'done',
    };
    expect(earlyReads(flowOf({ start: ask, show, done: end }, { slots }))).toEqual(['show']);
  });

  it('counts each slot that a failed call may or may not have given', () => {
    const call: Node = { kind: 'call', service: 'make_picture', output: { value: 'name' }, exits: { done: 'done', failed: 'branch' } };
    const nodes = (when: 'set' | 'unset') => ({ start: call, branch: branchOn(when, 'show', 'done'), show, done: end });
    expect(earlyReads(flowOf(nodes('set'), { slots }))).toEqual([]);
    expect(earlyReads(flowOf(nodes('unset'), { slots }))).toEqual(['show']);
  });

  it('is found behind a question whose time ran out, not behind its answer', () => {
    const ask = { kind: 'question', text: 'ask', answer: 'name', slot: 'name' } as const;
    const waits: Node = { ...ask, to: 'done', wait: { minutes: 5, to: 'show' } };
    expect(earlyReads(flowOf({ start: waits, show, done: end }, { slots }))).toEqual(['show']);
    expect(earlyReads(flowOf({ start: { ...ask, to: 'show' }, show, done: end }, { slots }))).toEqual([]);
  });

  it('is found behind a call that failed, not behind one that is done', () => {
    const call = { kind: 'call', service: 'make_picture', output: { value: 'name' } } as const;
    const nodes = (done: string, failed: string) => ({ start: { ...call, exits: { done, failed } }, show, done: end });
    expect(earlyReads(flowOf(nodes('show', 'done'), { slots }))).toEqual([]);
    expect(earlyReads(flowOf(nodes('done', 'show'), { slots }))).toEqual(['show']);
  });

  it.each<readonly [string, Node]>([
    ['the input of a call', { kind: 'call', service: 'make_picture', input: { who: 'name' }, exits: { done: 'done', failed: 'done' } }],
    ['the input of a subflow', { kind: 'subflow', flow: 'other', input: { name: 'name' }, to: 'done' }],
    ['the input of a reminder', { kind: 'reminder', reminder: 'paid', input: { who: 'name' }, to: 'done' }],
    ['the picture of a message', { kind: 'message', text: 'plain', picture: 'name', to: 'done' }],
    ['the picture of an end', { kind: 'end', picture: 'name' }],
    ['the label of an option', { kind: 'question', text: 'plain', answer: 'none', options: [{ id: 'a', label: 'text', to: 'done' }] }],
    ['the other words of a question', { kind: 'question', text: 'plain', again: 'text', answer: 'any', to: 'done' }],
  ])('is found in %s', (_place, start) => {
    const other = flowOf({ start: end }, { id: 'other', slots });
    expect(earlyReads(flowOf({ start, done: end }, { slots }), [other])).toEqual(['start']);
  });

  it('is not found when a node only compares it', () => {
    expect(earlyReads(flowOf({ start: branchOn('equal', 'done', 'done'), done: end }, { slots }))).toEqual([]);
  });

  it('is told once per node, with every place', () => {
    const flow = flowOf({ start: { kind: 'message', text: 'text', picture: 'name', to: 'done' }, done: end }, { slots });
    const messages = inspectFlow(flow, contextOf([flow], withText('{{name}} và {{ name }}', flow))).map(({ message }) => message);
    expect(messages).toEqual(["'name' is read in text 'text', picture, but not every way here has set it."]);
  });

  it('is found when only the English text shows it', () => {
    const flow = flowOf({ start: show, done: end }, { slots });
    const texts = (language: string) => ({ text: language === 'en' ? 'Hello {{name}}' : 'Chào' });
    expect(inspectFlow(flow, contextOf([flow], { texts })).map(({ fault }) => fault)).toEqual(['different_placeholders', 'slot_read_before_set']);
  });
});

describe('the output of a subflow', () => {
  const caller = flowOf(
    { start: { kind: 'subflow', flow: 'other', input: {}, output: { name: 'name' }, to: 'show' }, show, done: end },
    { slots },
  );

  it('is set when the other flow has set it at each of its ends', () => {
    const other = flowOf({ start: setName('done'), done: end }, { id: 'other', slots });
    expect(earlyReads(caller, [other])).toEqual([]);
  });

  it('is not certain when the other flow can end without it', () => {
    const other = flowOf({ start: askWay('set', 'stop'), set: setName('done'), done: end, stop: end }, { id: 'other', slots });
    expect(earlyReads(caller, [other])).toEqual(['show']);
  });

  it('depends on the entry that is used', () => {
    const other = flowOf({ start: setName('done'), done: end }, { id: 'other', slots, entries: { late: 'done' } });
    const late = flowOf(
      { start: { kind: 'subflow', flow: 'other', entry: 'late', output: { name: 'name' }, to: 'show' }, show, done: end },
      { slots },
    );
    expect(earlyReads(late, [other])).toEqual(['show']);
  });
});
