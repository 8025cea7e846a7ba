import type { FindingKind, Found, InspectContext } from '../finding.ts';
import { firstUses, languages, mayBeEmpty, systemFlow, systemTexts, textFile, textOf, variableNames } from '../texts.ts';

/** A text that shows something in one language and not in the other: somebody would not be told an amount or a number. */
export const differentPlaceholders: FindingKind = {
  fault: 'different_placeholders',
  about: 'a text that shows other values in one language than in the other',
  find(flow, context) {
    return [...firstUses(flow)].flatMap(([key, node]) => compare(flow.id, key, node, context));
  },
  findShared(context) {
    const keys = systemTexts('vi', context).map(([key]) => key);
    const found = keys.flatMap((key) => compare(systemFlow, key, `(${key})`, context));
    return found.map((one) => ({ file: textFile('vi', systemFlow), ...one }));
  },
};

function compare(flowId: string, key: string, node: string, context: InspectContext): readonly Found[] {
  const texts = languages.flatMap((language) => {
    const text = textOf({ id: flowId }, language, key, context);
    return text === undefined ? [] : [{ language, names: variableNames(text).filter((name) => !mayBeEmpty.has(name)) }];
  });
  const all = [...new Set(texts.flatMap(({ names }) => names))];
  return texts.flatMap(({ language, names }) => {
    const lacking = all.filter((name) => !names.includes(name)).map((name) => `{{${name}}}`);
    if (lacking.length === 0) return [];
    const message = `'${key}' has no ${lacking.join(' and ')} in ${language}, but in the other language.`;
    return { node, message, cure: `Put it into ${textFile(language, flowId)}, or take it out of the other file.` };
  });
}
