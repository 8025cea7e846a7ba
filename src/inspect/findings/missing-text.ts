import type { FindingKind } from '../finding.ts';
import { firstUses, languages, textFile, textOf } from '../texts.ts';

/** A text that a node shows and that is absent or blank in a language; each key once, at the first node. */
export const missingText: FindingKind = {
  fault: 'missing_text',
  about: 'a text that is absent or blank in a language',
  find(flow, context) {
    return [...firstUses(flow)].flatMap(([key, node]) => {
      const missing = languages.filter((language) => textOf(flow, language, key, context) === undefined);
      if (missing.length === 0) return [];
      const files = missing.map((language) => textFile(language, flow.id));
      return {
        node,
        message: `'${key}' has no text in ${missing.join(' and ')}.`,
        cure: `Add it to ${files.join(' and ')}.`,
      };
    });
  },
};
