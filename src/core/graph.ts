import type { BranchNode, CallNode, Condition, Flow, Node, QuestionNode } from './flow.ts';

/** A way out of a node. */
export interface Exit {
  /** How people who write flows would name it: `to`, `option yes`, `outcome failed`. */
  readonly by: string;
  readonly to: string;
  /** What must be true of slots for this way to be taken. */
  readonly needs: readonly SlotState[];
  /** Slots that hold a value once this way was taken. */
  readonly sets: readonly string[];
  /** Slots that may hold a new value once this way was taken. */
  readonly maySet: readonly string[];
  /** Slots that were emptied on purpose when this way was taken. */
  readonly clears: readonly string[];
}

export interface SlotState {
  readonly slot: string;
  readonly filled: boolean;
}

/** A node as it stands in its flow. */
export interface PlacedNode {
  readonly id: string;
  readonly node: Node;
}

/** The nodes of a flow in the order written. */
export function nodesOf(flow: Flow): readonly PlacedNode[] {
  return Object.entries(flow.nodes).map(([id, node]) => ({ id, node }));
}

/** The node of that name. Names such as `constructor`, which every object knows, are not found. */
export function nodeAt(flow: Flow, id: string): Node | undefined {
  return Object.hasOwn(flow.nodes, id) ? flow.nodes[id] : undefined;
}

/** The doors of a flow: its start and its entries. */
export function doorsOf(flow: Flow): readonly { readonly name: string; readonly to: string }[] {
  const entries = Object.entries(flow.entries ?? {});
  return [{ name: '(start)', to: flow.start }, ...entries.map(([intent, to]) => ({ name: `(entry ${intent})`, to }))];
}

/** Every way out of a node, also those that lead nowhere. */
export function exitsOf(node: Node): readonly Exit[] {
  switch (node.kind) {
    case 'message':
    case 'reminder':
    case 'handoff':
      return [exit('to', node.to)];
    case 'question':
      return questionExits(node);
    case 'call':
      return callExits(node);
    case 'branch':
      return branchExits(node);
    case 'set':
      return [exit('to', node.to, { sets: slotsOf(node.slots, true), clears: slotsOf(node.slots, false) })];
    case 'subflow':
      return [exit('to', node.to, { sets: Object.values(node.output ?? {}) })];
    case 'end':
      return [];
  }
}

/** The nodes that can be reached from these, themselves included. */
export function reachableFrom(flow: Flow, from: readonly string[], next = successorsOf): ReadonlySet<string> {
  const reached = new Set<string>();
  const waiting = [...from];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const node = nodeAt(flow, id);
    if (!node || reached.has(id)) continue;
    reached.add(id);
    waiting.push(...next(node));
  }
  return reached;
}

/** The nodes that a conversation can come to. */
export function reachableNodes(flow: Flow): ReadonlySet<string> {
  return reachableFrom(flow, doorsOf(flow).map((door) => door.to));
}

/** Where a node leads in one step. */
export function successorsOf(node: Node): readonly string[] {
  return exitsOf(node).map((way) => way.to);
}

function exit(by: string, to: string, change: Partial<Exit> = {}): Exit {
  return { by, to, needs: [], sets: [], maySet: [], clears: [], ...change };
}

/**
 * A typed answer fills the slot; an option does so where it stands for a value, or where nothing can be typed, and there
 * `to` is not a way out. A wait that ran out fills nothing.
 */
function questionExits(node: QuestionNode<string>): readonly Exit[] {
  const sets = node.slot === undefined ? [] : [node.slot];
  const typed = node.answer !== 'none';
  return [
    ...(node.options ?? []).map((option) => exit(`option ${option.id}`, option.to, typed && option.value === undefined ? {} : { sets })),
    ...(typed && node.to !== undefined ? [exit('to', node.to, { sets })] : []),
    ...(node.wait ? [exit('wait', node.wait.to)] : []),
    ...(node.photo ? [exit('photo', node.photo.to, { sets: [node.photo.slot] })] : []),
  ];
}

/** Only `done` promises the returned values; any other outcome may come without them. */
function callExits(node: CallNode<string>): readonly Exit[] {
  const outputs = Object.values(node.output ?? {});
  return Object.entries(node.exits).map(([outcome, to]) =>
    exit(`outcome ${outcome}`, to, outcome === 'done' ? { sets: outputs } : { maySet: outputs }),
  );
}

function branchExits(node: BranchNode<string>): readonly Exit[] {
  const cases = node.cases.map(({ when, to }, index) =>
    exit(`case ${index + 1}`, to, { needs: [...passedBy(node, index), ...stateWhen(when, true)] }),
  );
  return [...cases, exit('otherwise', node.otherwise, { needs: passedBy(node, node.cases.length) })];
}

/** What is known once the first `count` cases did not apply. */
function passedBy(node: BranchNode<string>, count: number): readonly SlotState[] {
  return node.cases.slice(0, count).flatMap(({ when }) => stateWhen(when, false));
}

/** What is known of the slot when the condition has come out like this. */
function stateWhen(when: Condition, holds: boolean): readonly SlotState[] {
  if ('isSet' in when) return [{ slot: when.slot, filled: when.isSet === holds }];
  return holds ? [{ slot: when.slot, filled: true }] : [];
}

function slotsOf(values: Readonly<Record<string, unknown>>, filled: boolean): readonly string[] {
  return Object.keys(values).filter((slot) => (values[slot] !== null) === filled);
}
