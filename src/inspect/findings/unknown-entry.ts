import type { FindingKind } from '../finding.ts';
import { nodesOf } from '../graph.ts';
import { didYouMean } from '../suggest.ts';

/** A subflow node that enters another flow by an entry which that flow does not have. */
export const unknownEntry: FindingKind = {
  fault: 'unknown_entry',
  about: 'a subflow entered where it has no entry',
  find(flow, { flows }) {
    return nodesOf(flow).flatMap(({ id, node }) => {
      if (node.kind !== 'subflow' || node.entry === undefined) return [];
      const callee = flows.get(node.flow);
      const entries = callee?.entries ?? {};
      if (!callee || Object.hasOwn(entries, node.entry)) return [];
      return {
        node: id,
        message: `'${node.entry}' is not an entry of the flow '${node.flow}'.`,
        cure: `${didYouMean(node.entry, Object.keys(entries))}Name one of its entries, or leave 'entry' out to begin at its start.`,
      };
    });
  },
};
