import type { Flow, Node } from '../../core/flow.ts';
import type { FindingKind, InspectContext } from '../finding.ts';
import { nodesOf, reachableFrom, reachableNodes, successorsOf } from '../graph.ts';

/** A circle of nodes in which nobody is asked anything, so that it could go round for ever; reported at its first node. */
export const loopWithoutQuestion: FindingKind = {
  fault: 'loop_without_question',
  find(flow, context) {
    const onward = (node: Node): readonly string[] => (waits(node, context) ? [] : successorsOf(node));
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

/** A subflow counts as asking when there is a question anywhere in it, and so does one that is not known. */
function waits(node: Node, { flows }: InspectContext): boolean {
  if (node.kind === 'question') return true;
  if (node.kind !== 'subflow') return false;
  const callee: Flow | undefined = flows.get(node.flow);
  return !callee || nodesOf(callee).some((placed) => placed.node.kind === 'question');
}
