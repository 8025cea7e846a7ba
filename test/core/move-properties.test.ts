import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Flow, Flows } from '../../src/core/mod.ts';
import { inspectFlow } from '../../src/inspect/mod.ts';
import { contextOf } from '../inspect/support.ts';
import * as edits from './edits.ts';
import { Resident } from './resident.ts';
import { flowsIn, type Program } from './versions.ts';
import { details, textsOf, visit, visitMenu } from './visit-flow.ts';

/** An edit that an author may make to the visit, or to the part of it that has a flow of its own. */
interface Edit {
  readonly name: string;
  readonly apply: (flow: Flow) => Flow;
}

const first: Program = { name: 'first', flows: [visit, details, visitMenu], texts: textsOf(visit) };

const questions = edits.questionsOf(visit);
const withSlot = questions.filter((id) => id !== 'read_back');
const withOptions = ['size', 'kind', 'read_back', 'amount'];

const one = fc.constantFrom(...questions);
const pair = fc.constantFrom<readonly [string, string]>(['amount', 'place'], ['place', 'name'], ['size', 'kind'], ['name', 'amount']);
const edit = (name: string, of: fc.Arbitrary<(flow: Flow) => Flow>): fc.Arbitrary<Edit> => of.map((apply) => ({ name, apply }));

const anyEdit: fc.Arbitrary<Edit> = fc.oneof(
  edit('insert before', fc.tuple(one, fc.boolean()).map(([id, needed]) => (flow) => edits.insertBefore(flow, id, { needed }))),
  edit('insert after', fc.constantFrom('size', 'place', 'name').map((id) => (flow) => edits.insertAfter(flow, id))),
  edit('say before', one.map((id) => (flow) => edits.sayBefore(flow, id, 'told'))),
  edit('remove', fc.constantFrom(...withSlot).map((id) => (flow) => edits.removeQuestion(flow, id))),
  edit('rename', one.map((id) => (flow) => edits.renameNode(flow, id, `${id}_renamed`))),
  edit('swap names', pair.map(([id, other]) => (flow) => edits.swapNodeNames(flow, id, other))),
  edit('answer kind', fc.tuple(fc.constantFrom('amount', 'place', 'name'), fc.constantFrom('any' as const, 'note' as const, 'date' as const)).map(([id, kind]) => (flow) => edits.changeAnswer(flow, id, kind))),
  edit('reorder options', fc.constantFrom(...withOptions).map((id) => (flow) => edits.reorderOptions(flow, id))),
  edit('option ids', fc.constantFrom(...withOptions).map((id) => (flow) => edits.changeOptionIds(flow, id))),
  edit('remove slot', fc.constantFrom(...withSlot).map((slot) => (flow) => edits.removeSlot(flow, slot))),
  edit('rename slot', fc.constantFrom(...withSlot).map((slot) => (flow) => edits.renameSlot(flow, slot, `${slot}_renamed`))),
  edit('swap slots', pair.map(([slot, other]) => (flow) => edits.swapSlots(flow, slot, other))),
  edit('texts', fc.constant(edits.changeTexts)),
);
const anyDetailsEdit: fc.Arbitrary<Edit> = fc.oneof(
  edit('details: rename', fc.constantFrom('ask', 'sure').map((id) => (flow) => edits.renameNode(flow, id, `${id}_renamed`))),
  edit('details: reorder options', fc.constant((flow: Flow) => edits.reorderOptions(flow, 'sure'))),
  edit('details: option ids', fc.constant((flow: Flow) => edits.changeOptionIds(flow, 'sure'))),
  edit('details: remove', fc.constant((flow: Flow) => edits.removeQuestion(flow, 'sure'))),
  edit('details: texts', fc.constant(edits.changeTexts)),
);

/** Edits that do not fit on top of each other are an author's mistake, which the compiler or `inspect` would show. */
function applied(flow: Flow, all: readonly Edit[]): Flow | undefined {
  try {
    return all.reduce((edited, { apply }) => apply(edited), flow);
  } catch {
    return undefined;
  }
}

const mistakes = new Set(['exit_to_nowhere', 'dead_end', 'unreachable_node', 'slot_not_declared', 'slot_read_before_set', 'loop_without_question']);

function isSound(flow: Flow, { flows, texts = {} }: Program): boolean {
  const own = contextOf(flows, { texts: () => texts });
  return inspectFlow(flow, own).every(({ fault }) => !mistakes.has(fault));
}

/** The visit after some edits; nothing when they make no sound flow. */
function edited(name: string, ofVisit: readonly Edit[], ofDetails: readonly Edit[] = []): Program | undefined {
  const flows = [applied(visit, ofVisit), applied(details, ofDetails)].filter((flow) => flow !== undefined);
  const [main] = flows;
  const program = main && flows.length === 2 ? { name, flows: [...flows, visitMenu], texts: textsOf(main) } : undefined;
  return program && flows.every((flow) => isSound(flow, program)) ? program : undefined;
}

const someEdits = fc.array(anyEdit, { minLength: 1, maxLength: 3 });
const someDetailsEdits = fc.array(anyDetailsEdit, { maxLength: 1 });

/** As many numbers as one likes that look thrown (a linear congruential generator), so that a crowd is one number. */
function* thrown(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state >>> 8;
  }
}

function actSometimes(resident: Resident, program: () => Flows, most: number, next: () => number): void {
  for (let left = next() % most; left > 0 && !resident.isDone; left -= 1) resident.act(program(), next());
}

/** Two hundred who have come to some step under the first version and have not finished. */
function crowd(next: () => number): readonly Resident[] {
  const flows = flowsIn(first);
  const residents: Resident[] = [];
  while (residents.length < 200) {
    const resident = new Resident();
    resident.start(flows);
    actSometimes(resident, () => flows, 16, next);
    if (!resident.isDone) residents.push(resident);
  }
  return residents;
}

function namesFiled({ flows: [main] }: Program): readonly string[] {
  const node = main?.nodes['file'];
  return node?.kind === 'call' ? Object.keys(node.input ?? {}) : [];
}

/** The programs that take the messages of these residents after the edit. */
type Deployment = (second: Program) => readonly Flows[];

const deployments: readonly (readonly [string, Deployment])[] = [
  ['a program that starts when the old one has stopped', (second) => [flowsIn(second, { older: [first] })]],
  ['a new program beside the old one', (second) => [flowsIn(second, { older: [first] }), flowsIn(first, { newer: [second] })]],
  ['two programs that each take the other for the older', (second) => [flowsIn(second, { older: [first] }), flowsIn(first, { older: [second] })]],
];

/** Everybody goes on under the edited flow to the end; returns whatever went wrong, and how many moved. */
function goOn(second: Program, deployment: Deployment, seed: number): { readonly faults: readonly string[]; readonly moved: number } {
  const programs = deployment(second);
  const throws = thrown(seed);
  const next = (): number => throws.next().value;
  const program = (): Flows => programs[next() % programs.length] ?? flowsIn(second);
  const residents = crowd(next);
  const common = namesFiled(first).filter((name) => namesFiled(second).includes(name));
  for (const resident of residents) {
    actSometimes(resident, program, 8, next);
    resident.finish(program);
  }
  return {
    faults: residents.flatMap((resident) => [...resident.faults, ...resident.missing(common)]),
    moved: residents.filter(({ moves }) => moves > 0).length,
  };
}

describe('two hundred running sessions', () => {
  // How long it takes says nothing; on a busy machine it is a minute.
  it.each(deployments)('answer what they see, whatever an author does to the flow under them, on %s', { timeout: 600_000 }, (_name, deployment) => {
    const counts = { moved: 0, stayed: 0 };
    fc.assert(
      fc.property(someEdits, someDetailsEdits, fc.nat(), (ofVisit, ofDetails, seed) => {
        const second = edited('second', ofVisit, ofDetails);
        fc.pre(second !== undefined);
        const { faults, moved } = goOn(second, deployment, seed);
        expect(faults).toEqual([]);
        counts.moved += moved;
        counts.stayed += 200 - moved;
      }),
      { numRuns: 10 },
    );
    expect(Math.min(counts.moved, counts.stayed)).toBeGreaterThan(0);
  });
});
