import type { FindingKind } from '../finding.ts';
import { doorsOf, exitsOf, nodeAt, nodesOf } from '../graph.ts';
import { didYouMean } from '../suggest.ts';

/** An exit, the start or an entry that names a node which this flow does not have. */
export const exitToNowhere: FindingKind = {
  fault: 'exit_to_nowhere',
  about: 'an exit, entry or start that names no node',
  find(flow) {
    const doors = doorsOf(flow).map(({ name, to }) => ({ node: name, by: '', to }));
    const exits = nodesOf(flow).flatMap(({ id, node }) =>
      exitsOf(node).map(({ by, to }) => ({ node: id, by: by === 'to' ? '' : ` (${by})`, to })),
    );
    return [...doors, ...exits]
      .filter(({ to }) => !nodeAt(flow, to))
      .map(({ node, by, to }) => ({
        node,
        message: `'${to}' is not a node of this flow${by}.`,
        cure: `${didYouMean(to, Object.keys(flow.nodes))}Name an existing node.`,
      }));
  },
};
