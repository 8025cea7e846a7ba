import type { Flow, Node, TextKey } from '../core/flow.ts';
import type { Language } from '../core/session.ts';
import { gapPattern, textKeysOf, variableNames } from '../core/slot-reads.ts';
import type { InspectContext } from './finding.ts';
import { nodesOf } from './graph.ts';

export { textKeysOf, variableNames };

/** The languages in which every text must exist. */
export const languages: readonly Language[] = ['vi', 'en'];

/** Variables that rendering itself fills: how people are addressed, and the progress of a question. */
const ownVariables: ReadonlySet<string> = new Set(['you', 'me', 'step', 'steps']);

/** How people are addressed: empty for most, so that a language may do without. */
export const mayBeEmpty: ReadonlySet<string> = new Set(['you', 'me']);

const factPrefix = 'fact.';

/** The name under which the assistant's own words lie beside those of the flows. */
export const systemFlow = 'system';

/** Under `<label>_words` stand further words that people may type for an option. */
const wordsSuffix = '_words';

/** A variable and the text it stands in. */
export interface TextVariable {
  readonly name: string;
  readonly key: TextKey;
}

/** Every text that the nodes of a flow show, with the first node that shows it. */
export function firstUses(flow: Flow): ReadonlyMap<TextKey, string> {
  const uses = new Map<TextKey, string>();
  for (const { id, node } of nodesOf(flow)) {
    for (const key of textKeysOf(node)) if (!uses.has(key)) uses.set(key, id);
  }
  return uses;
}

/** The path of a text file from the project's root. */
export function textFile(language: Language, flowId: string): string {
  return `locales/${language}/${flowId}.json`;
}

/** A text of a flow, or undefined where it is missing or blank. */
export function textOf(flow: Pick<Flow, 'id'>, language: Language, key: TextKey, context: InspectContext): string | undefined {
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

/** The fact that a variable names, or undefined when it names none. */
export function factIn(variable: string): string | undefined {
  return variable.startsWith(factPrefix) ? variable.slice(factPrefix.length) : undefined;
}

/** Fills every gap of a text, in the composed form in which channels send it. */
export function fillText(text: string, fill: (name: string) => string): string {
  return text.replace(gapPattern, (_gap, name: string) => fill(name)).normalize('NFC');
}

/** The key of the further words of a label. */
export function wordsKey(label: TextKey): TextKey {
  return label + wordsSuffix;
}

/** All that people may type for a label: itself, and the further words. */
export function wordsFor(flow: Pick<Flow, 'id'>, language: Language, label: TextKey, context: InspectContext): readonly string[] {
  const further = textOf(flow, language, wordsKey(label), context)?.split('|') ?? [];
  return [textOf(flow, language, label, context) ?? '', ...further].filter((words) => words.trim() !== '');
}

/** The assistant's own texts that people read, by key; not the further words. */
export function systemTexts(language: Language, context: InspectContext): readonly (readonly [key: TextKey, text: string])[] {
  return Object.entries(context.texts(language, systemFlow)).filter(([key]) => !key.endsWith(wordsSuffix));
}

function variablesOf(flow: Flow, node: Node, context: InspectContext): readonly TextVariable[] {
  return textKeysOf(node).flatMap((key) => {
    const texts = languages.map((language) => textOf(flow, language, key, context) ?? '');
    return variableNames(texts.join(' ')).map((name) => ({ name, key }));
  });
}
