import type { FindingKind } from '../finding.ts';
import { nodesOf } from '../graph.ts';

/** A question with more options than a channel has buttons, so that people there have to type instead of tapping. */
export const tooManyOptions: FindingKind = {
  fault: 'too_many_options',
  about: 'more options than a channel has buttons',
  find(flow, { channels }) {
    return nodesOf(flow).flatMap(({ id, node }) => {
      const count = node.kind === 'question' ? (node.options ?? []).length : 0;
      return channels
        .filter(({ limits }) => count > limits.options)
        .map((channel) => ({
          node: id,
          message: `${count} options are more than the ${channel.limits.options} buttons of ${channel.id}, so that people there must type.`,
          cure: 'Put some of them under an option of their own, such as "more".',
        }));
    });
  },
};
