import type { Flow, Node, TextKey } from '../core/flow.ts';
import type { Language } from '../core/session.ts';
import { textKeysOf, variableNames } from '../core/slot-reads.ts';
import type { InspectContext } from './finding.ts';

export { textKeysOf };

/** The languages in which every text must exist. */
export const languages: readonly Language[] = ['vi', 'en'];

/** Variables that rendering itself fills: how people are addressed, and the progress of a question. */
const ownVariables: ReadonlySet<string> = new Set(['you', 'me', 'step', 'steps']);

const factPrefix = 'fact.';

/** A variable and the text it stands in. */
export interface TextVariable {
  readonly name: string;
  readonly key: TextKey;
}

/** A text of a flow, or undefined where it is missing or blank. */
export function textOf(flow: Flow, language: Language, key: TextKey, context: InspectContext): string | undefined {
  const texts = context.texts(language, flow.id);
  const text: unknown = Object.hasOwn(texts, key) ? texts[key] : undefined;
  return typeof text === 'string' && text.trim() !== '' ? text : undefined;
}

/** The slots that a node's texts show, in any language. */
export function slotVariables(flow: Flow, node: Node, context: InspectContext): readonly TextVariable[] {
  return variablesOf(flow, node, context).filter(
    ({ name }) => !ownVariables.has(name) && !name.startsWith(factPrefix),
  );
}

/** The facts that a node's texts show, in any language; `name` is the id of the fact. */
export function factVariables(flow: Flow, node: Node, context: InspectContext): readonly TextVariable[] {
  return variablesOf(flow, node, context)
    .filter(({ name }) => name.startsWith(factPrefix))
    .map(({ name, key }) => ({ name: name.slice(factPrefix.length), key }));
}

function variablesOf(flow: Flow, node: Node, context: InspectContext): readonly TextVariable[] {
  return textKeysOf(node).flatMap((key) => {
    const texts = languages.map((language) => textOf(flow, language, key, context) ?? '');
    return variableNames(texts.join(' ')).map((name) => ({ name, key }));
  });
}
