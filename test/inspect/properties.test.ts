import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Condition, Flow, Node } from '../../src/core/flow.ts';
import { drawFlow } from '../../src/inspect/draw-flow.ts';
import { exitsOf, nodeAt, reachableNodes } from '../../src/inspect/graph.ts';
import { formatFinding, inspectFlow, inspectShared } from '../../src/inspect/mod.ts';
import { printFlow } from '../../src/inspect/print-flow.ts';
import { slotsBefore } from '../../src/core/dataflow.ts';
import { contextOf } from './support.ts';

const nodeNames = ['a', 'b', 'c', 'd', 'e', 'f', '__proto__', 'constructor'];
const to = fc.constantFrom(...nodeNames, 'nowhere');
const slot = fc.constantFrom('x', 'y', 'z', 'toString');
const key = fc.constantFrom('k1', 'k2', 'k3');
const flowId = fc.constantFrom('one', 'two', 'three');
const names = fc.dictionary(fc.constantFrom('x', 'y'), slot);
const when: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ slot, isSet: fc.boolean() }),
  fc.record({ slot, is: fc.constantFrom('v', true, 3) }),
);

const node: fc.Arbitrary<Node> = fc.oneof(
  fc.record({ kind: fc.constant('message' as const), text: key, picture: slot, to }),
  fc.record(
    {
      kind: fc.constant('question' as const),
      text: key,
      answer: fc.constantFrom('none' as const, 'any' as const),
      slot,
      to,
      options: fc.array(fc.record({ id: fc.constantFrom('o1', 'o2'), label: key, to }), { maxLength: 3 }),
      wait: fc.record({ minutes: fc.nat(60), to }),
    },
    { requiredKeys: ['kind', 'text', 'answer'] },
  ),
  fc.record({ kind: fc.constant('call' as const), service: key, input: names, output: names, exits: fc.record({ done: to, failed: to }) }),
  fc.record({ kind: fc.constant('branch' as const), cases: fc.array(fc.record({ when, to }), { maxLength: 3 }), otherwise: to }),
  fc.record({ kind: fc.constant('set' as const), slots: fc.dictionary(slot, fc.constantFrom('v', null)), to }),
  fc.record({ kind: fc.constant('reminder' as const), reminder: key, input: names, to }),
  fc.record({ kind: fc.constant('handoff' as const), topic: key, to }),
  fc.record({ kind: fc.constant('subflow' as const), flow: flowId, entry: fc.constantFrom('in', 'out'), input: names, output: names, to }),
  fc.record({ kind: fc.constant('end' as const) }),
);

function flowWith(id: string): fc.Arbitrary<Flow> {
  return fc.record({
    id: fc.constant(id),
    kind: fc.constant('service' as const),
    start: to,
    entries: fc.dictionary(fc.constantFrom('in', 'else'), to),
    topic: fc.constantFrom('market', ''),
    slots: fc.constant({ x: { type: 'any' as const }, y: { type: 'any' as const, default: 'v' } }),
    nodes: fc.dictionary(fc.constantFrom(...nodeNames), node, { maxKeys: 8 }),
  });
}

const texts = fc.dictionary(key, fc.constantFrom('', 'xin chào', '{{x}}', 'Quay lại', 'Ba', 'BA', 'a'.repeat(120), '{{x {{z}} {{fact.f}}', '{{{{{{{{'));

/** Repeats single steps until nothing is added: slow and plain on purpose. */
function naiveReach(flow: Flow): ReadonlySet<string> {
  const own = new Set(Object.keys(flow.nodes));
  const reached = new Set([flow.start, ...Object.values(flow.entries ?? {})].filter((id) => own.has(id)));
  for (let round = 0; round <= own.size; round += 1) {
    for (const id of reached) {
      for (const target of targetsIn(flow.nodes[id])) if (own.has(target)) reached.add(target);
    }
  }
  return reached;
}

/** Every value that stands where a node name may stand. */
function targetsIn(from: Node | undefined): readonly string[] {
  if (!from || from.kind === 'end') return [];
  if (from.kind === 'call') return Object.values(from.exits);
  if (from.kind === 'branch') return [...from.cases.map((one) => one.to), from.otherwise];
  if (from.kind !== 'question') return [from.to];
  const typed = from.answer === 'none' || from.to === undefined ? [] : [from.to];
  return [...(from.options ?? []).map((one) => one.to), ...typed, ...(from.wait ? [from.wait.to] : [])];
}

describe('inspecting random flows', () => {
  it('never throws, and every finding fills one line', () => {
    fc.assert(
      fc.property(flowWith('one'), flowWith('two'), flowWith('three'), texts, (one, two, three, some) => {
        const context = contextOf([one, two, three], { texts: () => some, system: () => some, today: '2030-01-01' });
        const findings = [...[one, two, three].flatMap((flow) => inspectFlow(flow, context)), ...inspectShared(context)];
        for (const line of findings.map(formatFinding)) expect(line).toMatch(/^.+ · .+ · .+\.$/);
      }),
      { numRuns: 500 },
    );
  });

  it('reaches exactly what a naive walk reaches', () => {
    fc.assert(
      fc.property(flowWith('one'), (flow) => {
        const naive = naiveReach(flow);
        expect(reachableNodes(flow)).toEqual(naive);
        expect([...slotsBefore(flow, () => undefined).keys()].filter((id) => !naive.has(id))).toEqual([]);
      }),
    );
  });

  it('never calls a node unreachable that a naive walk reaches', () => {
    fc.assert(
      fc.property(flowWith('one'), (flow) => {
        const reached = naiveReach(flow);
        const unreachable = inspectFlow(flow, contextOf([flow])).filter(({ fault }) => fault === 'unreachable_node');
        expect(unreachable.filter((finding) => reached.has(finding.node))).toEqual([]);
      }),
    );
  });

  it('never takes a slot for set, nor a node for out of reach, on a walk that shows otherwise', () => {
    fc.assert(
      fc.property(flowWith('one'), fc.array(fc.nat(), { maxLength: 30 }), (flow, choices) => {
        const before = slotsBefore(flow, () => undefined);
        let id = flow.start;
        let filled: ReadonlySet<string> = new Set(['y']);
        for (const choice of choices) {
          const here = nodeAt(flow, id);
          if (!here) return;
          const known = before.get(id);
          expect(known && [...known.filled].filter((name) => !filled.has(name))).toEqual([]);
          const ways = exitsOf(here).filter(({ needs }) => needs.every((one) => filled.has(one.slot) === one.filled));
          const way = ways[choice % Math.max(ways.length, 1)];
          if (!way) return;
          const gains = choice % 2 === 0 ? way.maySet : [];
          filled = new Set([...[...filled, ...way.sets, ...gains].filter((name) => !way.clears.includes(name)), 'y']);
          id = way.to;
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('can be printed and drawn whatever the flow looks like', () => {
    fc.assert(
      fc.property(flowWith('one'), texts, (flow, some) => {
        expect(printFlow(flow, some)).toContain('Kịch bản one');
        expect(drawFlow(flow, some)).toMatch(/^flowchart TD/);
      }),
    );
  });

  it('takes no more than a moment for a long chain of loops', () => {
    const size = 300;
    const nodes = Object.fromEntries(
      Array.from({ length: size }, (_, index): [string, Node] => [
        `n${index}`,
        { kind: 'call', service: 'make_picture', output: { value: `s${index}` }, exits: { done: `n${(index + 1) % size}`, failed: `n${index % 7}` } },
      ]),
    );
    const slots = Object.fromEntries(Array.from({ length: size }, (_, index) => [`s${index}`, { type: 'any' as const }]));
    const flow: Flow = { id: 'one', kind: 'service', start: 'n0', topic: 'market', slots, nodes };
    const faults = inspectFlow(flow, contextOf([flow])).map(({ fault }) => fault);
    expect(new Set(faults)).toEqual(new Set(['dead_end', 'loop_without_question']));
  });
});
