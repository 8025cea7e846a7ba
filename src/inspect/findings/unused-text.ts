import type { Flow } from '../../core/flow.ts';
import type { FindingKind } from '../finding.ts';
import { nodesOf } from '../graph.ts';
import { firstUses, languages, systemFlow, textFile, wordsKey } from '../texts.ts';

/** A text that no node of its flow shows, so that somebody keeps correcting it for nothing. */
export const unusedText: FindingKind = {
  fault: 'unused_text',
  weight: 'warning',
  about: 'a text that no node shows',
  find(flow, context) {
    // A flow of that name is a fault of its own; the texts are the assistant's.
    if (flow.id === systemFlow) return [];
    const used = new Set([...firstUses(flow).keys(), ...labelsOf(flow).map(wordsKey)]);
    const unused = languages.map((language) => ({
      language,
      keys: Object.keys(context.texts(language, flow.id)).filter((key) => !used.has(key)),
    }));
    return [...new Set(unused.flatMap(({ keys }) => keys))].map((key) => {
      const files = unused.filter(({ keys }) => keys.includes(key)).map(({ language }) => textFile(language, flow.id));
      return { node: '(texts)', message: `nothing shows '${key}'.`, cure: `Delete it from ${files.join(' and ')}, or name it in a node.` };
    });
  },
};

function labelsOf(flow: Flow): readonly string[] {
  return nodesOf(flow).flatMap(({ node }) => (node.kind === 'question' ? (node.options ?? []).map(({ label }) => label) : []));
}
