import type { Flow, Node, SubflowNode } from '../../core/flow.ts';
import type { FindingKind } from '../finding.ts';
import { nodeAt, nodesOf, reachableFrom, reachableNodes, successorsOf } from '../graph.ts';

type Flows = ReadonlyMap<string, Flow>;

/** A circle of nodes in which nobody is asked anything, so that it could go round for ever; reported at its first node. */
export const loopWithoutQuestion: FindingKind = {
  fault: 'loop_without_question',
  about: 'a circle of nodes in which nobody is asked anything',
  find(flow, { flows }) {
    const onward = onwardIn(flows, [flow.id]);
    const reachable = reachableNodes(flow);
    const told = new Set<string>();
    const nodes = nodesOf(flow);
    return nodes.flatMap(({ id, node }) => {
      if (!reachable.has(id) || told.has(id)) return [];
      const reached = reachableFrom(flow, onward(node), onward);
      if (!reached.has(id)) return [];
      const leadsBack = (member: string): boolean => reached.has(member) && reachableFrom(flow, [member], onward).has(id);
      const circle = nodes.map((placed) => placed.id).filter(leadsBack);
      for (const member of circle) told.add(member);
      return {
        node: id,
        message: `${circle.map((member) => `'${member}'`).join(', ')} can go round for ever without asking anything.`,
        cure: 'Put a question into the circle, or leave it after one round.',
      };
    });
  },
};

/** Where a node leads without anybody being asked. */
function onwardIn(flows: Flows, running: readonly string[]): (node: Node) => readonly string[] {
  return (node) => (node.kind === 'question' || (node.kind === 'subflow' && asks(node, flows, running)) ? [] : successorsOf(node));
}

/**
 * Whether a subflow asks something on every way to its end. One that is not known, or that runs already, counts as
 * asking: it is reported for that.
 */
function asks({ flow: id, entry }: SubflowNode<string>, flows: Flows, running: readonly string[]): boolean {
  const callee = flows.get(id);
  if (!callee || running.includes(id)) return true;
  const door = entry === undefined ? callee.start : (callee.entries?.[entry] ?? callee.start);
  const silent = reachableFrom(callee, [door], onwardIn(flows, [...running, id]));
  return ![...silent].some((reached) => nodeAt(callee, reached)?.kind === 'end');
}
