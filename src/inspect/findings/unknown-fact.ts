import type { FindingKind } from '../finding.ts';
import { nodesOf } from '../graph.ts';
import { didYouMean } from '../suggest.ts';
import { factVariables } from '../texts.ts';

/** A text that shows a fact which does not exist. */
export const unknownFact: FindingKind = {
  fault: 'unknown_fact',
  find(flow, context) {
    return nodesOf(flow).flatMap(({ id, node }) =>
      factVariables(flow, node, context)
        .filter(({ name }) => !context.facts.has(name))
        .map(({ name, key }) => ({
          node: id,
          message: `the text '${key}' shows the fact '${name}', which does not exist.`,
          cure: `${didYouMean(name, context.facts)}Add it to flows/facts, or name an existing one.`,
        })),
    );
  },
};
