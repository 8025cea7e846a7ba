import type { Flow } from '../../core/flow.ts';
import type { FindingKind } from '../finding.ts';
import { nodesOf } from '../graph.ts';

/** A subflow node that leads back into its own flow, so that frames would pile up. */
export const subflowCallsItself: FindingKind = {
  fault: 'subflow_calls_itself',
  about: 'a subflow that leads back into its own flow',
  find(flow, { flows }) {
    return nodesOf(flow).flatMap(({ id, node }) => {
      if (node.kind !== 'subflow' || !calledFlows(node.flow, flows).has(flow.id)) return [];
      return {
        node: id,
        message: `the subflow '${node.flow}' leads back into '${flow.id}'.`,
        cure: 'Go on to a node of this flow instead of calling it again.',
      };
    });
  },
};

/** A flow and everything it calls, however deep. */
function calledFlows(id: string, flows: ReadonlyMap<string, Flow>): ReadonlySet<string> {
  const called = new Set<string>();
  const waiting = [id];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (called.has(next)) continue;
    called.add(next);
    const flow = flows.get(next);
    if (flow) waiting.push(...nodesOf(flow).flatMap(({ node }) => (node.kind === 'subflow' ? node.flow : [])));
  }
  return called;
}
