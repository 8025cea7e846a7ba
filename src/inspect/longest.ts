import type { Flow, SlotDefinition } from '../core/flow.ts';
import type { Language } from '../core/session.ts';
import type { InspectContext } from './finding.ts';
import { nodesOf } from './graph.ts';
import { factIn, fillText, systemFlow, systemTexts, textOf } from './texts.ts';

/** A text of a flow with the longest in every gap; empty where it is missing. */
export function longestText(flow: Flow, key: string, language: Language, context: InspectContext): string {
  return fillText(textOf(flow, language, key, context) ?? '', (name) => longestGap(flow, name, language, context));
}

/** The label of an option with the longest in every gap; values stand there as short as on any button. */
export function longestLabel(flow: Flow, key: string, language: Language, context: InspectContext): string {
  return fillText(textOf(flow, language, key, context) ?? '', (name) => {
    const type = Object.hasOwn(flow.slots, name) ? flow.slots[name]?.type : undefined;
    return type === undefined ? longestGap(flow, name, language, context) : context.longest.choice(language, type);
  });
}

/** One of the assistant's own texts with the longest in every gap. */
export function longestSystemText(key: string, language: Language, context: InspectContext): string {
  const { longest } = context;
  return fillText(textOf({ id: systemFlow }, language, key, context) ?? '', (name) => {
    if (key === 'option.value' && name === 'value') return longest.choice(language);
    return factText(name, language, context) ?? longest.own(name, language) ?? '';
  });
}

/** The longest sentence that can stand before a question. */
export function longestLead(language: Language, context: InspectContext): string {
  const leads = systemTexts(language, context).filter(([key]) => /^(?:lead|secret)\./.test(key));
  return longestOf(leads.map(([key]) => longestSystemText(key, language, context)));
}

/** "Bước 2/4." */
export function longestStep([step, steps]: readonly [number, number], language: Language, context: InspectContext): string {
  const text = textOf({ id: systemFlow }, language, 'step', context) ?? '';
  return fillText(text, (name) => String(name === 'step' ? step : steps));
}

function longestGap(flow: Flow, name: string, language: Language, context: InspectContext): string {
  const definition = Object.hasOwn(flow.slots, name) ? flow.slots[name] : undefined;
  if (definition) return longestOf(slotValues(flow, name, definition, language, context));
  return factText(name, language, context) ?? context.longest.own(name, language) ?? '';
}

/** The longest that each source of a slot can put into it: an answer of its type, an option, a set node, a service. */
function slotValues(flow: Flow, slot: string, { type }: SlotDefinition, language: Language, { longest }: InspectContext): readonly string[] {
  const others = nodesOf(flow).flatMap(({ node }) => {
    if (node.kind === 'question') return node.slot === slot ? (node.options ?? []).map(({ id }) => id) : [];
    if (node.kind === 'set') return [node.slots[slot] ?? ''].map(String);
    if (node.kind !== 'call') return [];
    const outputs = Object.entries(node.output ?? {}).filter(([, own]) => own === slot);
    return outputs.flatMap(([name]) => longest.output(node.service, name, language) ?? []);
  });
  return [longest.answer(type, language), ...others];
}

function factText(name: string, language: Language, { facts }: InspectContext): string | undefined {
  const id = factIn(name);
  return id === undefined ? undefined : (facts.find((fact) => fact.id === id)?.value[language] ?? '');
}

function longestOf(texts: readonly string[]): string {
  return texts.reduce((longest, text) => (text.length > longest.length ? text : longest), '');
}
