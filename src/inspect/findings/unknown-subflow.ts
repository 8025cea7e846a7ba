import type { FindingKind } from '../finding.ts';
import { nodesOf } from '../graph.ts';
import { didYouMean } from '../suggest.ts';

/** A subflow node that names a flow which does not exist. */
export const unknownSubflow: FindingKind = {
  fault: 'unknown_subflow',
  about: 'a subflow that does not exist',
  find(flow, { flows }) {
    return nodesOf(flow).flatMap(({ id, node }) => {
      if (node.kind !== 'subflow' || flows.has(node.flow)) return [];
      return {
        node: id,
        message: `there is no flow '${node.flow}'.`,
        cure: `${didYouMean(node.flow, flows.keys())}Name an existing flow.`,
      };
    });
  },
};
