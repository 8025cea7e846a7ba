import type { FindingKind } from '../finding.ts';
import { nodesOf } from '../graph.ts';
import { didYouMean } from '../suggest.ts';

/** A call to a service that does not exist. */
export const unknownService: FindingKind = {
  fault: 'unknown_service',
  about: 'a call to a service that does not exist',
  find(flow, { services }) {
    return nodesOf(flow).flatMap(({ id, node }) => {
      if (node.kind !== 'call' || services.has(node.service)) return [];
      return {
        node: id,
        message: `there is no service '${node.service}'.`,
        cure: `${didYouMean(node.service, services)}Name an existing service.`,
      };
    });
  },
};
