import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Flow } from '../../src/core/flow.ts';
import { findingKinds, formatFinding, inspectFlow, inspectShared, type Finding, type InspectContext } from '../../src/inspect/mod.ts';
import { brokenCases } from './broken/cases.ts';
import { contextOf, flowOf, inspectAlone, plainTexts } from './support.ts';

/** What is found in a flow and in what it shares with others. */
function found(flow: Flow, context: InspectContext): readonly Finding[] {
  return [...inspectFlow(flow, context), ...inspectShared(context)];
}

describe('the findings of a broken flow', () => {
  it.each(brokenCases)('are exactly one for $title', ({ flow, context, finding }) => {
    expect(found(flow, context)).toEqual([{ weight: 'error', file: 'flows/pay-rent.ts', flow: 'pay_rent', ...finding }]);
  });

  it('read as one line each, with file, node and cure', () => {
    for (const { flow, context, finding } of brokenCases) {
      const line = found(flow, context).map(formatFinding).join('\n');
      expect(line).not.toContain('\n');
      expect(line.startsWith(`${finding.file ?? 'flows/pay-rent.ts'} · ${finding.node} · `)).toBe(true);
      expect(line.endsWith(finding.cure)).toBe(true);
    }
  });

  it('name a misspelt exit the way a person would say it', () => {
    const [first] = brokenCases;
    const lines = first ? inspectFlow(first.flow, first.context).map(formatFinding) : [];
    expect(lines).toEqual([
      "flows/pay-rent.ts · start · exit to nowhere: 'paid' is not a node of this flow. Did you mean 'pay_end'? Name an existing node.",
    ]);
  });

  it('count the other questions when a flow has no way to a person', () => {
    const ask = { kind: 'question', text: 'ask', answer: 'any' } as const;
    const flow = flowOf({ start: { ...ask, to: 'two' }, two: { ...ask, to: 'done' }, done: { kind: 'end' } }, { topic: '' });
    expect(inspectAlone(flow).map(({ node, message }) => [node, message])).toEqual([
      ['start', '"gặp người" reaches nobody here, as the flow has no topic. The same holds for 1 more of its questions.'],
    ]);
  });

  it('tell a key that several nodes show only once', () => {
    const say = { kind: 'message', text: 'text' } as const;
    const flow = flowOf({ start: { ...say, to: 'two' }, two: { ...say, to: 'done' }, done: { kind: 'end' } });
    expect(inspectAlone(flow, { texts: () => ({}) }).map(({ node }) => node)).toEqual(['start']);
  });

  it('see a circle of flows that call each other', () => {
    const start = { kind: 'subflow', to: 'done' } as const;
    const one = flowOf({ start: { ...start, flow: 'two' }, done: { kind: 'end' } });
    const two = flowOf({ start: { ...start, flow: 'pay_rent' }, done: { kind: 'end' } }, { id: 'two' });
    const faults = inspectFlow(one, contextOf([one, two])).map(({ fault }) => fault);
    expect(faults).toEqual(['subflow_calls_itself']);
  });
});

describe('the list of findings', () => {
  it('has a broken flow of its own for every kind', () => {
    const shown = new Set(brokenCases.map(({ finding }) => finding.fault));
    expect([...shown].toSorted()).toEqual(findingKinds.map(({ fault }) => fault).toSorted());
  });

  it('is told in docs/inspect.md, in the order in which it is looked through', () => {
    const page = readFileSync(new URL('../../docs/inspect.md', import.meta.url), 'utf8');
    const [table = ''] = page.split('|---|---|---|\n')[1]?.split('\n\n') ?? [];
    const told = [...table.matchAll(/^\| (\w[\w ]*\w)( \*)? \|/gm)].map(([, name, mark]) => [name, mark === undefined ? 'error' : 'warning']);
    expect(told).toEqual(findingKinds.map(({ fault, weight = 'error' }) => [fault.replaceAll('_', ' '), weight]));
  });

  it('names every file of the folder, and each fault once', () => {
    const folder = new URL('../../src/inspect/findings/', import.meta.url);
    const files = readdirSync(folder).filter((name) => name !== 'mod.ts' && name.endsWith('.ts'));
    const faults = findingKinds.map(({ fault }) => fault);
    expect(faults.toSorted()).toEqual(files.map((name) => name.replace(/\.ts$/, '').replaceAll('-', '_')).toSorted());
  });
});

describe('a sound flow', () => {
  const sound = flowOf(
    {
      start: { kind: 'question', text: 'ask', again: 'again', answer: 'money', slot: 'amount', to: 'picture', step: [1, 2] },
      picture: {
        kind: 'call',
        service: 'make_picture',
        input: { amount: 'amount' },
        output: { media: 'picture' },
        exits: { done: 'show', failed: 'person' },
      },
      show: { kind: 'message', text: 'show', picture: 'picture', to: 'paid' },
      paid: {
        kind: 'question',
        text: 'paid',
        answer: 'none',
        options: [
          { id: 'yes', label: 'yes', to: 'forget' },
          { id: 'no', label: 'no', to: 'start' },
        ],
        wait: { minutes: 30, to: 'remind' },
      },
      remind: { kind: 'reminder', reminder: 'paid', input: { amount: 'amount' }, to: 'done' },
      forget: { kind: 'set', slots: { picture: null }, to: 'done' },
      person: { kind: 'handoff', topic: 'market', to: 'done' },
      done: { kind: 'end', text: 'bye' },
    },
    { slots: { amount: { type: 'money' }, picture: { type: 'any' } }, entries: { ask_price: 'start' } },
  );

  it('gives no finding', () => {
    const texts = {
      ...plainTexts([sound]),
      paid: 'Trả {{amount, money}} chưa {{you}}? Bước {{step}}/{{steps}}',
      bye: '{{- me}} chào, gọi {{fact.hotline}}',
    };
    expect(inspectAlone(sound, { texts: () => texts })).toEqual([]);
  });
});
