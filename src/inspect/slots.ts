import type { Flow, Node } from '../core/flow.ts';
import { dataReadBy, named, type SlotRead, type SlotUse } from '../core/slot-reads.ts';
import type { InspectContext } from './finding.ts';
import { slotVariables } from './texts.ts';

export type { SlotUse };

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
        ...(node.options ?? []).flatMap(({ id, value }) => (value === undefined ? [] : [{ slot: value, where: `option '${id}'` }])),
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
