import type { FindingKind } from '../finding.ts';
import { nodesOf } from '../graph.ts';
import { languages, textKeysOf, textOf } from '../texts.ts';

/** A text that a node shows and that is absent or blank in a language; each key once, at the first node. */
export const missingText: FindingKind = {
  fault: 'missing_text',
  find(flow, context) {
    const firstUse = new Map<string, string>();
    for (const { id, node } of nodesOf(flow)) {
      for (const key of textKeysOf(node)) if (!firstUse.has(key)) firstUse.set(key, id);
    }
    return [...firstUse].flatMap(([key, node]) => {
      const missing = languages.filter((language) => textOf(flow, language, key, context) === undefined);
      if (missing.length === 0) return [];
      const files = missing.map((language) => `locales/${language}/${flow.id}.json`);
      return {
        node,
        message: `'${key}' has no text in ${missing.join(' and ')}.`,
        cure: `Add it to ${files.join(' and ')}.`,
      };
    });
  },
};
