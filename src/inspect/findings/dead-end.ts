import type { Flow, Node } from '../../core/flow.ts';
import type { FindingKind, Found } from '../finding.ts';
import { exitsOf, nodeAt, nodesOf, reachableFrom, reachableNodes, successorsOf, type PlacedNode } from '../graph.ts';

/**
 * A node from which no end can be reached, and a question that leaves an answer without an exit. Of nodes that only
 * lead into a trap nothing is said: the trap itself is reported, once, at its first node. An exit to nowhere counts as
 * an end here, as it is reported already.
 */
export const deadEnd: FindingKind = {
  fault: 'dead_end',
  about: 'a place from which no end can be reached, or a question without a way on',
  find(flow) {
    const reachable = reachableNodes(flow);
    const nodes = nodesOf(flow).filter(({ id }) => reachable.has(id));
    return [...nodes.flatMap(answerWithoutExit), ...traps(flow, nodes)];
  },
};

function answerWithoutExit({ id, node }: PlacedNode): readonly Found[] {
  if (node.kind !== 'question') return [];
  if (node.answer !== 'none' && node.to === undefined) {
    return [{ node: id, message: 'a typed answer leads nowhere.', cure: "Name the next node in 'to'." }];
  }
  if (exitsOf(node).length > 0) return [];
  return [{ node: id, message: 'the question has no exit.', cure: "Give it options, or an answer type and a 'to'." }];
}

function traps(flow: Flow, nodes: readonly PlacedNode[]): readonly Found[] {
  const stuck = nodes.filter(({ node }) => exitsOf(node).length > 0 && !canEnd(flow, node));
  const told = new Set<string>();
  return stuck.flatMap(({ id, node }) => {
    const circle = reachableFrom(flow, successorsOf(node));
    if (told.has(id) || !isCircle(flow, id, circle)) return [];
    for (const member of circle) told.add(member);
    const message = `no end can be reached from here${others(id, circle)}.`;
    return [{ node: id, message, cure: 'Add an exit that leads to an end.' }];
  });
}

function canEnd(flow: Flow, from: Node): boolean {
  const reached = reachableFrom(flow, successorsOf(from));
  return [from, ...[...reached].flatMap((id) => nodeAt(flow, id) ?? [])].some(
    (node) => node.kind === 'end' || successorsOf(node).some((to) => !nodeAt(flow, to)),
  );
}

/** True when every node of the set leads back to this one, so that it is the trap and not the way into it. */
function isCircle(flow: Flow, id: string, circle: ReadonlySet<string>): boolean {
  return [...circle].every((member) => reachableFrom(flow, [member]).has(id));
}

function others(id: string, circle: ReadonlySet<string>): string {
  const names = [...circle].filter((member) => member !== id).map((member) => `'${member}'`);
  return names.length === 0 ? '' : `, nor from ${names.join(', ')}`;
}
