import type { FindingKind, Found, InspectContext } from '../finding.ts';
import { nodesOf } from '../graph.ts';
import { didYouMean } from '../suggest.ts';
import { factIn, factVariables, languages, systemFlow, systemTexts, textFile, variableNames } from '../texts.ts';

/** A text that shows a fact which does not exist. */
export const unknownFact: FindingKind = {
  fault: 'unknown_fact',
  about: 'a fact that does not exist',
  find(flow, context) {
    return nodesOf(flow).flatMap(({ id, node }) =>
      factVariables(flow, node, context).flatMap(({ name, key }) => unknown(name, key, id, context)),
    );
  },
  findShared(context) {
    return languages.flatMap((language) =>
      systemTexts(language, context).flatMap(([key, text]) => {
        const shown = variableNames(text).flatMap((name) => factIn(name) ?? []);
        const found = shown.flatMap((name) => unknown(name, key, `(${key})`, context));
        return found.map((one) => ({ file: textFile(language, systemFlow), ...one }));
      }),
    );
  },
};

function unknown(name: string, key: string, node: string, { facts }: InspectContext): readonly Found[] {
  const known = facts.map(({ id }) => id);
  if (known.includes(name)) return [];
  const message = `the text '${key}' shows the fact '${name}', which does not exist.`;
  return [{ node, message, cure: `${didYouMean(name, known)}Add it to flows/facts, or name an existing one.` }];
}
