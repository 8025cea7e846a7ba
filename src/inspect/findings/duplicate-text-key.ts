import type { Language } from '../../core/session.ts';
import type { FindingKind, Found, InspectContext } from '../finding.ts';
import { firstUses, languages, systemFlow, textFile } from '../texts.ts';

/** A key that stands twice in a text file: JSON keeps the last without a word. */
export const duplicateTextKey: FindingKind = {
  fault: 'duplicate_text_key',
  about: 'a key that a text file gives twice',
  find(flow, context) {
    const uses = firstUses(flow);
    return languages.flatMap((language) => doubled(language, flow.id, context, (key) => uses.get(key) ?? '(texts)'));
  },
  findShared(context) {
    return languages.flatMap((language) =>
      doubled(language, systemFlow, context, (key) => `(${key})`).map((found) => ({ file: textFile(language, systemFlow), ...found })),
    );
  },
};

function doubled(language: Language, flowId: string, context: InspectContext, nodeOf: (key: string) => string): readonly Found[] {
  const keys = context.textKeys(language, flowId);
  const twice = new Set(keys.filter((key, index) => keys.indexOf(key) !== index));
  return [...twice].map((key) => ({
    node: nodeOf(key),
    message: `'${key}' stands several times in ${textFile(language, flowId)}, and only the last text is shown.`,
    cure: 'Delete all but one.',
  }));
}
