import { slotsBefore, type FindFlow, type KnownSlots } from './dataflow.ts';
import type { Flow, FlowVersion, Node, TextKey } from './flow.ts';
import { nodeAt, nodesOf } from './graph.ts';

/** One version of a flow against the next: what has to be known of the two to move a session. */
export interface Change {
  readonly next: FlowVersion;
  /** The names between the braces of each text of the next version, in whatever language. */
  readonly gaps: Readonly<Record<TextKey, readonly string[]>>;
  readonly find: FindFlow;
  /** Slots that are filled from the same questions, calls and subflows in both. */
  readonly kept: ReadonlySet<string>;
  /** Slot → choices that only the old version offers. */
  readonly dropped: ReadonlyMap<string, readonly string[]>;
  /** What each version is sure of before each of its nodes. */
  readonly knewBefore: ReadonlyMap<string, KnownSlots>;
  readonly promised: ReadonlyMap<string, KnownSlots>;
}

/** Compares two versions of a flow. It takes some milliseconds, so the shell keeps the result. */
export function compareVersions(old: Flow, { next, gaps, find }: Pick<Change, 'next' | 'gaps' | 'find'>): Change {
  const common = nodesOf(old).flatMap(({ id, node }) => {
    const successor = nodeAt(next.flow, id);
    return successor ? [[node, successor] as const] : [];
  });
  const refilled = new Set(common.flatMap((nodes) => refilledBetween(...nodes)));
  const isKept = (slot: string): boolean => old.slots[slot]?.type === next.flow.slots[slot]?.type && !refilled.has(slot);
  return {
    next,
    gaps,
    find,
    kept: new Set(Object.keys(old.slots).filter(isKept)),
    dropped: new Map(common.flatMap((nodes) => droppedBetween(...nodes))),
    knewBefore: slotsBefore(old, find),
    promised: slotsBefore(next.flow, find),
  };
}

/** Slots that a node fills in one of its versions and not, or from something else, in the other. */
function refilledBetween(old: Node, next: Node): readonly string[] {
  const [before, after] = [sourcesOf(old), sourcesOf(next)];
  return [...before.keys(), ...after.keys()].filter((slot) => before.get(slot) !== after.get(slot));
}

/** Slot → where a node takes its value from. */
function sourcesOf(node: Node): ReadonlyMap<string, string> {
  switch (node.kind) {
    case 'question':
      return new Map(node.slot === undefined ? [] : [[node.slot, `answer ${node.answer}`]]);
    case 'call':
      return new Map(Object.entries(node.output ?? {}).map(([value, slot]) => [slot, `value ${value}`]));
    case 'subflow':
      return new Map(Object.entries(node.output ?? {}).map(([theirs, slot]) => [slot, `slot ${theirs}`]));
    default:
      return new Map();
  }
}

/** Choices that a question no longer offers, under the slot that may still hold one of them. */
function droppedBetween(old: Node, next: Node): readonly (readonly [string, readonly string[]])[] {
  if (old.kind !== 'question' || next.kind !== 'question' || old.slot === undefined) return [];
  const left = new Set(next.options?.map(({ id }) => id));
  return [[old.slot, (old.options ?? []).flatMap(({ id }) => (left.has(id) ? [] : id))]];
}
