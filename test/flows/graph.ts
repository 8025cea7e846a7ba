import type { Flow, Node } from '../../src/core/flow.ts';
import { doorsOf as doorsWithNames, nodeAt as findNode, reachableFrom as reachable, successorsOf as exitsOf } from '../../src/inspect/graph.ts';

export { exitsOf, reachable };

/** Where a flow can be entered. */
export function doorsOf(flow: Flow): readonly string[] {
  return [...new Set(doorsWithNames(flow).map(({ to }) => to))];
}

export function nodeAt(flow: Flow, name: string): Node {
  const node = findNode(flow, name);
  if (!node) throw new Error(`Expected a node ${name} in ${flow.id}`);
  return node;
}

/** The largest sum of weights on any way that comes to no node twice. */
export function heaviestWay(flow: Flow, from: string, weight: (node: Node) => number, stopsAt: (node: Node) => boolean = () => false, seen: ReadonlySet<string> = new Set()): number {
  const node = nodeAt(flow, from);
  const here = weight(node);
  if (stopsAt(node)) return here;
  const walked = new Set([...seen, from]);
  const next = exitsOf(node).filter((name) => !walked.has(name));
  return here + Math.max(0, ...next.map((name) => heaviestWay(flow, name, weight, stopsAt, walked)));
}
