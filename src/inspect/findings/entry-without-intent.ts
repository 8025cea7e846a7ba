import type { Flow } from '../../core/flow.ts';
import type { FindingKind, InspectContext } from '../finding.ts';
import { nodesOf } from '../graph.ts';
import { didYouMean } from '../suggest.ts';

/** An entry to which no words, no command and no other flow lead. */
export const entryWithoutIntent: FindingKind = {
  fault: 'entry_without_intent',
  about: 'an entry that nothing people say leads to',
  find(flow, context) {
    return Object.keys(flow.entries ?? {})
      .filter((entry) => !context.intents.has(entry) && !isEntered(flow, entry, context))
      .map((entry) => ({
        node: `(entry ${entry})`,
        message: `nothing that people say is understood as '${entry}'.`,
        cure: `${didYouMean(entry, context.intents)}Name an intent, or give it phrases in src/understanding/lexicon.`,
      }));
  },
};

function isEntered({ id }: Flow, entry: string, { listed }: InspectContext): boolean {
  return listed.flatMap(nodesOf).some(({ node }) => node.kind === 'subflow' && node.flow === id && node.entry === entry);
}
