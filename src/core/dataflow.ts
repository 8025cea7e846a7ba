import type { Flow, SubflowNode } from './flow.ts';
import { doorsOf, exitsOf, nodeAt, nodesOf, type Exit, type PlacedNode } from './graph.ts';

/** What is certain about the slots when a node begins, whatever way led there. */
export interface KnownSlots {
  /** Slots that hold a value. Those with a default always do. */
  readonly filled: ReadonlySet<string>;
  /** Slots that hold a value or were emptied on purpose. */
  readonly decided: ReadonlySet<string>;
}

/** Finds the flow that a subflow runs. */
export type FindFlow = (id: string) => Flow | undefined;

type ExitsAt = (id: string) => readonly Exit[];

/**
 * So many slots that branches ask about are followed exactly; each may double the work. For any further ones a branch
 * only narrows what is known, which can report a way that nobody can take, and never hides one.
 */
const followedLimit = 8;

/** What is certain before each node on all ways from the start and the entries; nodes nobody can come to are left out. */
export function slotsBefore(flow: Flow, find: FindFlow): ReadonlyMap<string, KnownSlots> {
  const given = new Set(flow.given);
  return slotsFrom(flow, doorsOf(flow).map((door) => door.to), { filled: given, decided: given }, find);
}

/** The same for all ways that begin at these nodes, at each of which so much is known. */
export function slotsFrom(
  flow: Flow,
  nodes: readonly string[],
  given: KnownSlots,
  find: FindFlow,
): ReadonlyMap<string, KnownSlots> {
  const ways = new Map(nodesOf(flow).map((placed) => [placed.id, exitsInCompany(placed, find)]));
  return solve(flow, nodes, given, (id) => ways.get(id) ?? []);
}

/** The exits of a node; those of a subflow set for certain only what the other flow has filled at each of its ends. */
function exitsInCompany({ node }: PlacedNode, find: FindFlow): readonly Exit[] {
  const callee = node.kind === 'subflow' ? find(node.flow) : undefined;
  if (node.kind !== 'subflow' || !callee) return exitsOf(node);
  const filled = filledAtEnd(callee, node);
  const outputs = Object.entries(node.output ?? {});
  const sets = outputs.filter(([slot]) => filled.has(slot)).map(([, own]) => own);
  const maySet = outputs.filter(([slot]) => !filled.has(slot)).map(([, own]) => own);
  return exitsOf(node).map((way) => ({ ...way, sets, maySet }));
}

/**
 * Slots of the called flow that hold a value at each of its ends. Its inputs count as filled. Looks one level deep:
 * what that flow gets from its own subflows counts as set, so that flows which call each other cannot make this endless.
 */
function filledAtEnd(callee: Flow, call: SubflowNode<string>): ReadonlySet<string> {
  const door = call.entry === undefined ? callee.start : (callee.entries?.[call.entry] ?? callee.start);
  const inputs = new Set(Object.keys(call.input ?? {}));
  const before = solve(callee, [door], { filled: inputs, decided: inputs }, (id) => {
    const node = nodeAt(callee, id);
    return node ? exitsOf(node) : [];
  });
  const atEnds = [...before].flatMap(([id, known]) => (nodeAt(callee, id)?.kind === 'end' ? known.filled : []));
  // A flow that never ends gives nothing back; its dead end is reported where it is.
  return atEnds.length > 0 ? atEnds.reduce(intersect) : new Set(Object.keys(callee.slots));
}

/**
 * Ways are kept apart at each node by which of the followed slots are filled, and met within each group. Goes round
 * until nothing changes; what is known of a group only shrinks, so that it ends.
 */
function solve(
  flow: Flow,
  doors: readonly string[],
  given: KnownSlots,
  exits: ExitsAt,
): ReadonlyMap<string, KnownSlots> {
  const defaults = new Set(Object.keys(flow.slots).filter((name) => flow.slots[name]?.default !== undefined));
  const followed = followedSlots(flow, exits);
  const groups = new Map<string, { readonly id: string; readonly known: KnownSlots }>();
  const waiting: string[] = [];
  const arrive = (id: string, slots: KnownSlots): void => {
    if (!nodeAt(flow, id)) return;
    const group = JSON.stringify([id, followed.map((slot) => slots.filled.has(slot))]);
    const before = groups.get(group)?.known;
    const known = before ? meet(before, slots) : slots;
    if (before && known.filled.size === before.filled.size && known.decided.size === before.decided.size) return;
    groups.set(group, { id, known });
    waiting.push(group);
  };
  const first = { filled: new Set([...defaults, ...given.filled]), decided: new Set([...defaults, ...given.decided]) };
  for (const door of doors) arrive(door, first);
  for (let group = waiting.pop(); group !== undefined; group = waiting.pop()) {
    const here = groups.get(group);
    for (const way of here ? exits(here.id) : []) {
      for (const slots of take(way, here?.known, followed, defaults)) arrive(way.to, slots);
    }
  }
  return meetByNode([...groups.values()]);
}

/** Only slots that some branch asks about are worth following. */
function followedSlots(flow: Flow, exits: ExitsAt): readonly string[] {
  const asked = nodesOf(flow).flatMap(({ id }) => exits(id).flatMap(({ needs }) => needs.map(({ slot }) => slot)));
  return [...new Set(asked)].slice(0, followedLimit);
}

/** What may be known after taking a way: nothing at all when it cannot be taken from here. */
function take(
  way: Exit,
  before: KnownSlots | undefined,
  followed: readonly string[],
  defaults: ReadonlySet<string>,
): readonly KnownSlots[] {
  if (!before || way.needs.some(({ slot, filled }) => contradicts(before, slot, filled, followed))) return [];
  const needed = way.needs.flatMap(({ slot, filled }) => (filled ? slot : []));
  const cleared = new Set(way.clears.filter((slot) => !defaults.has(slot)));
  const set = [...needed, ...way.sets];
  const after = {
    filled: new Set([...before.filled, ...set].filter((slot) => !cleared.has(slot))),
    decided: new Set([...before.decided, ...set, ...way.clears]),
  };
  return eitherWay(after, way.maySet.filter((slot) => followed.includes(slot) && !after.filled.has(slot)));
}

function contradicts({ filled }: KnownSlots, slot: string, needed: boolean, followed: readonly string[]): boolean {
  return needed ? followed.includes(slot) && !filled.has(slot) : filled.has(slot);
}

/** With and without each of these slots. */
function eitherWay(known: KnownSlots, slots: readonly string[]): readonly KnownSlots[] {
  return slots.reduce<readonly KnownSlots[]>(
    (all, slot) => [
      ...all,
      ...all.map(({ filled, decided }) => ({ filled: new Set([...filled, slot]), decided: new Set([...decided, slot]) })),
    ],
    [known],
  );
}

function meetByNode(groups: readonly { readonly id: string; readonly known: KnownSlots }[]): ReadonlyMap<string, KnownSlots> {
  const nodes = new Map<string, KnownSlots>();
  for (const { id, known } of groups) {
    const others = nodes.get(id);
    nodes.set(id, others ? meet(others, known) : known);
  }
  return nodes;
}

function meet(one: KnownSlots, other: KnownSlots): KnownSlots {
  return { filled: intersect(one.filled, other.filled), decided: intersect(one.decided, other.decided) };
}

function intersect(one: ReadonlySet<string>, other: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...one].filter((slot) => other.has(slot)));
}
