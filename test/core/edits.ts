import type { Flow, Node, QuestionNode, TextKey, Value } from '../../src/core/mod.ts';


/** Sends every exit of a node elsewhere. */
function reroute(node: Node, to: (target: string) => string): Node {
  switch (node.kind) {
    case 'end':
      return node;
    case 'branch':
      return { ...node, cases: node.cases.map((one) => ({ ...one, to: to(one.to) })), otherwise: to(node.otherwise) };
    case 'call':
      return { ...node, exits: { done: to(node.exits.done), failed: to(node.exits.failed) } };
    case 'question':
      return {
        ...node,
        ...(node.options ? { options: node.options.map((option) => ({ ...option, to: to(option.to) })) } : {}),
        ...(node.to === undefined ? {} : { to: to(node.to) }),
        ...(node.wait ? { wait: { ...node.wait, to: to(node.wait.to) } } : {}),
      };
    default:
      return { ...node, to: to(node.to) };
  }
}

function withNodes(flow: Flow, change: (id: string, node: Node) => readonly (readonly [string, Node])[]): Flow {
  return { ...flow, nodes: Object.fromEntries(Object.entries(flow.nodes).flatMap(([id, node]) => change(id, node))) };
}

/** Every way that leads to one node leads to another. */
function redirect(flow: Flow, from: string, to: string): Flow {
  const rerouted = withNodes(flow, (id, node) => [[id, reroute(node, (target) => (target === from ? to : target))]]);
  return { ...rerouted, start: flow.start === from ? to : flow.start };
}

export function questionAt(flow: Flow, id: string): QuestionNode<string> {
  const node = flow.nodes[id];
  if (node?.kind !== 'question') throw new Error(`Expected a question ${id}`);
  return node;
}

export function withNode(flow: Flow, id: string, node: Node): Flow {
  return { ...flow, nodes: { ...flow.nodes, [id]: node } };
}

export function removeNode(flow: Flow, id: string): Flow {
  return withNodes(flow, (name, node) => (name === id ? [] : [[name, node]]));
}

/** Where an answer leads, for a question that everybody leaves by the same way. */
function wayOn(node: QuestionNode<string>): string {
  return node.to ?? node.options?.[0]?.to ?? '';
}

/** A new question before another one; `needed`: what is filed holds its answer. */
export function insertBefore(flow: Flow, id: string, { needed }: { readonly needed: boolean }): Flow {
  const more: QuestionNode<string> = { kind: 'question', text: 'extra', answer: 'any', slot: 'extra', to: id };
  const inserted = withNode(redirect(flow, id, 'extra'), 'extra', more);
  const declared = { ...inserted, slots: { ...flow.slots, extra: { type: 'any' as const } } };
  return needed ? fileAlso(declared, 'extra') : declared;
}

/** A new question behind another one, on all ways out of it. */
export function insertAfter(flow: Flow, id: string): Flow {
  const more: QuestionNode<string> = { kind: 'question', text: 'extra', answer: 'any', slot: 'extra', to: wayOn(questionAt(flow, id)) };
  const turned = reroute(questionAt(flow, id), () => 'extra');
  return fileAlso({ ...withNode(withNode(flow, id, turned), 'extra', more), slots: { ...flow.slots, extra: { type: 'any' } } }, 'extra');
}

function fileAlso(flow: Flow, slot: string): Flow {
  return withNodes(flow, (id, node) => [[id, node.kind === 'call' && node.service === 'file' ? { ...node, input: { ...node.input, [slot]: slot } } : node]]);
}

/** A message on the way to a question. */
export function sayBefore(flow: Flow, id: string, text: TextKey): Flow {
  return withNode(redirect(flow, id, 'said'), 'said', { kind: 'message', text, to: id });
}

/** The question goes, and its slot with it wherever that is read. */
export function removeQuestion(flow: Flow, id: string): Flow {
  const { slot } = questionAt(flow, id);
  const left = removeNode(redirect(flow, id, wayOn(questionAt(flow, id))), id);
  return slot === undefined ? left : removeSlot(left, slot);
}

export function renameNode(flow: Flow, id: string, to: string): Flow {
  const renamed = withNodes(redirect(flow, id, to), (name, node) => [[name === id ? to : name, node]]);
  return renamed;
}

/** Two nodes take each other's name. */
export function swapNodeNames(flow: Flow, one: string, other: string): Flow {
  return renameNode(renameNode(renameNode(flow, one, 'between'), other, one), 'between', other);
}

export function changeQuestion(flow: Flow, id: string, change: Partial<QuestionNode<string>>): Flow {
  return withNode(flow, id, { ...questionAt(flow, id), ...change });
}

/** The question reads another kind of answer into the same slot. */
export function changeAnswer(flow: Flow, id: string, answer: QuestionNode<string>['answer']): Flow {
  const { slot } = questionAt(flow, id);
  const changed = changeQuestion(flow, id, { answer });
  return slot === undefined ? changed : { ...changed, slots: { ...flow.slots, [slot]: { ...flow.slots[slot], type: answer } } };
}

export function reorderOptions(flow: Flow, id: string): Flow {
  return changeQuestion(flow, id, { options: (questionAt(flow, id).options ?? []).toReversed() });
}

/** All options get another id under the same label; branches follow. */
export function changeOptionIds(flow: Flow, id: string): Flow {
  const options = (questionAt(flow, id).options ?? []).map((option) => ({ ...option, id: `${option.id}.new` }));
  const renamed = changeQuestion(flow, id, { options });
  const old = new Set<Value>(questionAt(flow, id).options?.map((option) => option.id));
  return withNodes(renamed, (name, node) => {
    if (node.kind !== 'branch') return [[name, node]];
    const cases = node.cases.map((one) => ('is' in one.when && old.has(one.when.is) ? { ...one, when: { ...one.when, is: `${String(one.when.is)}.new` } } : one));
    return [[name, { ...node, cases }]];
  });
}

/** Other words everywhere: the keys change, what is asked does not. */
export function changeTexts(flow: Flow): Flow {
  return withNodes(flow, (id, node) => [[id, node.kind === 'question' ? { ...node, text: `${node.text}.reworded` } : node]]);
}

/** The slot is not kept any more. */
export function removeSlot(flow: Flow, slot: string): Flow {
  const { [slot]: _gone, ...slots } = flow.slots;
  return withNodes({ ...flow, slots }, (id, node) => [[id, renameSlotIn(node, slot, undefined)]]);
}

export function renameSlot(flow: Flow, slot: string, to: string): Flow {
  const slots = Object.fromEntries(Object.entries(flow.slots).map(([name, definition]) => [name === slot ? to : name, definition]));
  return withNodes({ ...flow, slots }, (id, node) => [[id, renameSlotIn(node, slot, to)]]);
}

/** Two slots take each other's place: whatever filled or read one now fills or reads the other. */
export function swapSlots(flow: Flow, one: string, other: string): Flow {
  return renameSlot(renameSlot(renameSlot(flow, one, 'between'), other, one), 'between', other);
}

function renameSlotIn(node: Node, slot: string, to: string | undefined): Node {
  const names = (map: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> =>
    Object.fromEntries(Object.entries(map).flatMap(([name, mine]) => (mine !== slot ? [[name, mine]] : to === undefined ? [] : [[name, to]])));
  switch (node.kind) {
    case 'question': {
      const { slot: own, ...rest } = node;
      return own !== slot ? node : to === undefined ? rest : { ...rest, slot: to };
    }
    case 'call':
    case 'subflow':
      return { ...node, input: names(node.input), output: names(node.output) };
    case 'set': {
      const slots = Object.entries(node.slots).flatMap(([name, value]) => (name !== slot ? [[name, value]] : to === undefined ? [] : [[to, value]]));
      return { ...node, slots: Object.fromEntries(slots) };
    }
    case 'branch': {
      const kept = node.cases.filter(({ when }) => when.slot !== slot || to !== undefined);
      return { ...node, cases: kept.map((one) => (one.when.slot === slot && to !== undefined ? { ...one, when: { ...one.when, slot: to } } : one)) };
    }
    default:
      return node;
  }
}

/** All names of nodes that ask. */
export function questionsOf(flow: Flow): readonly string[] {
  return Object.entries(flow.nodes).flatMap(([id, node]): readonly string[] => (node.kind === 'question' ? [id] : []));
}

