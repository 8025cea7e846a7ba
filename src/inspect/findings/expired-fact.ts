import type { FindingKind, Found, InspectContext } from '../finding.ts';
import { nodesOf } from '../graph.ts';
import { factIn, factVariables, languages, systemFlow, systemTexts, textFile, variableNames } from '../texts.ts';

/**
 * A fact that a text shows although its source should have been read again by now. Only a warning: most facts stay true,
 * and a day that passes must not stop anybody's work. Once in each flow, at the first node that shows it.
 */
export const expiredFact: FindingKind = {
  fault: 'expired_fact',
  weight: 'warning',
  about: 'a fact whose source was to be read again by now',
  find(flow, context) {
    const shown = nodesOf(flow).flatMap(({ id, node }) => factVariables(flow, node, context).map(({ name }) => [name, id] as const));
    return expired(shown, context);
  },
  findShared(context) {
    const shown = languages.flatMap((language) =>
      systemTexts(language, context).flatMap(([key, text]) =>
        variableNames(text).flatMap((name): (readonly [string, string])[] => {
          const fact = factIn(name);
          return fact === undefined ? [] : [[fact, `(${key})`]];
        }),
      ),
    );
    return expired(shown, context).map((found) => ({ file: textFile('vi', systemFlow), ...found }));
  },
};

/** `shown`: facts and where they are shown, in the order of the places. */
function expired(shown: readonly (readonly [fact: string, node: string])[], { facts, today }: InspectContext): readonly Found[] {
  return facts.flatMap(({ id, checkBy }) => {
    const first = shown.find(([fact]) => fact === id);
    if (!first || checkBy >= today) return [];
    return {
      node: first[1],
      message: `the source of the fact '${id}' was to be read again by ${checkBy}.`,
      cure: "Read it, then set the fact's value, checkedOn and checkBy in flows/facts.",
    };
  });
}
