import type { Change } from './change.ts';
import { slotsFrom, type KnownSlots } from './dataflow.ts';
import type { Node, Slots } from './flow.ts';
import type { Flows } from './flows.ts';
import { nodeAt } from './graph.ts';
import { slotsWhenAsked } from './machine.ts';
import type { Frame, Session } from './session.ts';
import { dataReadBy, textKeysOf } from './slot-reads.ts';

/**
 * The session on the current versions of its flows, when it can go on there as if it had begun there: each of its nodes
 * still exists and waits for the same, and whatever the new version is sure to know from there on is known. All frames
 * move or none does; then the same session comes back.
 */
export function moveSession(flows: Flows, session: Session): Session {
  // The result of a call belongs to the version that asked for it.
  if (session.calling !== undefined) return session;
  const moved = session.frames.map((frame, index) => moveFrame(flows, frame, session.frames[index - 1]));
  const frames = moved.filter((frame) => frame !== undefined);
  const isWhole = frames.length === moved.length;
  return isWhole && frames.some((frame, index) => frame !== session.frames[index]) ? { ...session, frames } : session;
}

function moveFrame(flows: Flows, frame: Frame, below: Frame | undefined): Frame | undefined {
  if (flows.current(frame.flow)?.hash === frame.hash) return frame;
  const old = flows.find(frame.flow, frame.hash);
  const change = flows.change(frame.flow, frame.hash);
  if (!old || !change || !waitsAlike(nodeAt(old, frame.node), nodeAt(change.next.flow, frame.node))) return undefined;
  const slots = carrySlots(change, frame.slots);
  const way: Way = { change, returned: returnedSlots(flows, frame, below) };
  if (!goesOn(way, frame.node, slots)) return undefined;
  return { ...frame, hash: change.next.hash, slots, history: carryHistory(way, { ...frame, slots }) };
}

function waitsAlike(old: Node | undefined, next: Node | undefined): boolean {
  return old !== undefined && next !== undefined && JSON.stringify(expectationOf(old)) === JSON.stringify(expectationOf(next));
}

/** What a session that stands at this node waits for, and where it will put it. */
function expectationOf(node: Node): unknown {
  switch (node.kind) {
    case 'question':
      return [node.kind, node.answer, node.slot, (node.options ?? []).map(({ id, value }) => [id, value] as const).toSorted(([one], [other]) => (one < other ? -1 : 1))];
    case 'subflow':
      return [node.kind, node.flow, Object.entries(node.output ?? {}).toSorted(([one], [other]) => (one < other ? -1 : 1))];
    default:
      return [node.kind];
  }
}

interface Way {
  readonly change: Change;
  /** Slots that the flow below takes over when this one ends. */
  readonly returned: readonly string[];
}

function returnedSlots(flows: Flows, frame: Frame, below: Frame | undefined): readonly string[] {
  const caller = below && flows.find(below.flow, below.hash);
  const node = caller && nodeAt(caller, below.node);
  return node?.kind === 'subflow' && node.flow === frame.flow ? Object.keys(node.output ?? {}) : [];
}

/** The values that mean in the new version what they meant in the old one. */
function carrySlots({ kept, dropped }: Change, slots: Slots): Slots {
  const carried = Object.entries(slots).filter(([slot, value]) => kept.has(slot) && !dropped.get(slot)?.some((choice) => choice === value));
  return Object.fromEntries(carried);
}

/** Whether nothing is missing from this node on that the new version is sure of where it needs it. */
function goesOn(way: Way, node: string, slots: Slots): boolean {
  const { change } = way;
  const { next, find, promised } = change;
  const ahead = slotsFrom(next.flow, [node], knownAt(change, node, slots), find);
  return [...ahead].every(([id, known]) => {
    const sure = promised.get(id);
    // A node to which the new version itself finds no way is no place to go on.
    return sure !== undefined && readsAt(way, id).every((slot) => isAsSure(known, sure, slot));
  });
}

/** An answer that was left out on purpose is known too, as long as it is still the same answer. */
function knownAt({ kept, knewBefore }: Change, node: string, slots: Slots): KnownSlots {
  const filled = new Set(Object.keys(slots));
  const leftOut = [...(knewBefore.get(node)?.decided ?? [])].filter((slot) => kept.has(slot));
  return { filled, decided: new Set([...filled, ...leftOut]) };
}

function isAsSure(known: KnownSlots, sure: KnownSlots, slot: string): boolean {
  return (known.filled.has(slot) || !sure.filled.has(slot)) && (known.decided.has(slot) || !sure.decided.has(slot));
}

function readsAt({ change: { next, gaps }, returned }: Way, id: string): readonly string[] {
  const node = nodeAt(next.flow, id);
  if (!node) return [];
  const shown = textKeysOf(node).flatMap((key) => gaps[key] ?? []);
  const compared = node.kind === 'branch' ? node.cases.map(({ when }) => when.slot) : [];
  return [...shown, ...compared, ...dataReadBy(node).map(({ slot }) => slot), ...(node.kind === 'end' ? returned : [])];
}

/** Keeps the questions to which the new version can go back; what was filled after another counts to the one before. */
function carryHistory(way: Way, frame: Frame): Frame['history'] {
  const { change } = way;
  const isStep = (node: string, index: number): boolean =>
    nodeAt(change.next.flow, node)?.kind === 'question' && goesOn(way, node, slotsWhenAsked(frame, index));
  return frame.history.reduce<Frame['history']>((kept, { node, filled }, index) => {
    const carried = filled.filter((slot) => change.kept.has(slot));
    if (isStep(node, index)) return [...kept, { node, filled: carried }];
    const last = kept.at(-1);
    return last ? [...kept.slice(0, -1), { ...last, filled: [...new Set([...last.filled, ...carried])] }] : kept;
  }, []);
}
