import type { FindingKind } from '../finding.ts';
import { nodesOf } from '../graph.ts';
import { didYouMean } from '../suggest.ts';

/** A handoff whose topic no team takes. */
export const unknownTopic: FindingKind = {
  fault: 'unknown_topic',
  about: 'a handoff that no team takes',
  find(flow, { topics }) {
    return nodesOf(flow).flatMap(({ id, node }) => {
      if (node.kind !== 'handoff' || topics.has(node.topic)) return [];
      return {
        node: id,
        message: `no team takes the topic '${node.topic}'.`,
        cure: `${didYouMean(node.topic, topics)}Name one of: ${[...topics].join(', ')}.`,
      };
    });
  },
};
