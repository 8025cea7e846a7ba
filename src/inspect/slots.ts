import type { Flow, Node } from '../core/flow.ts';
import type { InspectContext } from './finding.ts';
import { slotVariables } from './texts.ts';

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

/**
 * Slots whose value a node needs. A branch is not among them: comparing a slot that is not set is well defined, it is
 * simply not equal.
 */
export function slotsReadBy(flow: Flow, node: Node, context: InspectContext): readonly SlotRead[] {
  const variables = slotVariables(flow, node, context);
  const inTexts = variables.map(({ name, key }) => ({ slot: name, where: `text '${key}'`, shown: true }));
  return [...inTexts, ...dataReadBy(node)];
}

/** Slots of its own flow that a node names without reading them. */
export function slotsNamedBy(node: Node): readonly SlotUse[] {
  switch (node.kind) {
    case 'question':
      return [
        ...(node.slot === undefined ? [] : [{ slot: node.slot, where: 'slot' }]),
        ...(node.photo ? [{ slot: node.photo.slot, where: 'photo' }] : []),
      ];
    case 'branch':
      return node.cases.map(({ when }, index) => ({ slot: when.slot, where: `case ${index + 1}` }));
    case 'set':
      return Object.keys(node.slots).map((slot) => ({ slot, where: 'slots' }));
    case 'call':
    case 'subflow':
      return named('output', node.output);
    case 'message':
    case 'reminder':
    case 'handoff':
    case 'end':
      return [];
  }
}

function dataReadBy(node: Node): readonly SlotRead[] {
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

function named(where: string, names: Readonly<Record<string, string>> = {}): readonly SlotUse[] {
  return Object.entries(names).map(([name, slot]) => ({ slot, where: `${where} '${name}'` }));
}
