import type { Node, TextKey } from './flow.ts';

/** A place at which a node names a slot. */
export interface SlotUse {
  readonly slot: string;
  /** The place, to be read after "in": `text 'ask'`, `input 'amount'`. */
  readonly where: string;
}

/** A place at which a node needs the value of a slot. */
export interface SlotRead extends SlotUse {
  /** Shown to people, so that a gap would be seen; else it is handed on to a service, a subflow or a reminder. */
  readonly shown: boolean;
}

/** `{{name}}`, also `{{- name}}` and `{{name, format}}` as i18next writes them. */
export const gapPattern = /\{\{-?\s*([^{},\s]+)\s*(?:,[^{}]*)?\}\}/g;

/** The names between the braces of a text, each once. */
export function variableNames(text: string): readonly string[] {
  return [...new Set([...text.matchAll(gapPattern)].flatMap((match) => match[1] ?? []))];
}

/** Every text that a node shows. */
export function textKeysOf(node: Node): readonly TextKey[] {
  switch (node.kind) {
    case 'message':
      return [node.text];
    case 'question':
      return [
        node.text,
        ...(node.again === undefined ? [] : [node.again]),
        ...(node.options ?? []).map((option) => option.label),
      ];
    case 'end':
      return node.text === undefined ? [] : [node.text];
    case 'call':
    case 'branch':
    case 'set':
    case 'reminder':
    case 'handoff':
    case 'subflow':
      return [];
  }
}

/** Slots that a node shows as a picture or hands on; those in its texts are known only where the texts are. */
export function dataReadBy(node: Node): readonly SlotRead[] {
  switch (node.kind) {
    case 'message':
    case 'end':
      return node.picture === undefined ? [] : [{ slot: node.picture, where: 'picture', shown: true }];
    case 'call':
    case 'reminder':
    case 'subflow':
      return named('input', node.input).map((use) => ({ ...use, shown: false }));
    case 'question':
    case 'branch':
    case 'set':
    case 'handoff':
      return [];
  }
}

/** The slots of a list of names, such as the inputs of a call, each with its place. */
export function named(where: string, names: Readonly<Record<string, string>> = {}): readonly SlotUse[] {
  return Object.entries(names).map(([name, slot]) => ({ slot, where: `${where} '${name}'` }));
}
