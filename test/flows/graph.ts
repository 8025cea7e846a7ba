import type { Flow, Node } from '../../src/core/flow.ts';

/** Names of the nodes that can follow. */
export function exitsOf(node: Node): readonly string[] {
  switch (node.kind) {
    case 'question':
      return [...(node.options ?? []).map(({ to }) => to), ...(node.to ? [node.to] : []), ...(node.wait ? [node.wait.to] : []), ...(node.photo ? [node.photo.to] : [])];
    case 'call':
      return Object.values(node.exits);
    case 'branch':
      return [...node.cases.map(({ to }) => to), node.otherwise];
    case 'end':
      return [];
    default:
      return [node.to];
  }
}

/** Where a flow can be entered. */
export function doorsOf(flow: Flow): readonly string[] {
  return [...new Set([flow.start, ...Object.values(flow.entries ?? {})])];
}

export function nodeAt(flow: Flow, name: string): Node {
  const node = flow.nodes[name];
  if (!node) throw new Error(`Expected a node ${name} in ${flow.id}`);
  return node;
}

/** All nodes that can be reached from some, these included. */
export function reachable(flow: Flow, from: readonly string[]): ReadonlySet<string> {
  const seen = new Set(from);
  for (const name of seen) for (const next of exitsOf(nodeAt(flow, name))) seen.add(next);
  return seen;
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
