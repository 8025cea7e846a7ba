import type { Flow } from '../../core/flow.ts';
import type { FindingKind } from '../finding.ts';
import { doorsOf, nodeAt, nodesOf, reachableFrom, successorsOf } from '../graph.ts';
import { closest } from '../suggest.ts';

/**
 * A node that no conversation comes to. A misspelt exit counts as leading where it was probably meant to, so that one
 * slip is one finding; with a start that is nowhere nothing is said here, as that is reported already.
 */
export const unreachableNode: FindingKind = {
  fault: 'unreachable_node',
  about: 'a node that nothing leads to',
  find(flow) {
    if (!nodeAt(flow, flow.start)) return [];
    const doors = doorsOf(flow).map((door) => door.to);
    const reached = reachableFrom(flow, [...doors, ...meantTargets(flow)]);
    return nodesOf(flow)
      .filter(({ id }) => !reached.has(id))
      .map(({ id }) => ({
        node: id,
        message: 'no way leads here from the start or from any entry.',
        cure: 'Lead to it from another node, or delete it.',
      }));
  },
};

function meantTargets(flow: Flow): readonly string[] {
  const targets = [...doorsOf(flow).map((door) => door.to), ...nodesOf(flow).flatMap(({ node }) => successorsOf(node))];
  const names = Object.keys(flow.nodes);
  return targets.filter((to) => !nodeAt(flow, to)).flatMap((to) => closest(to, names) ?? []);
}
