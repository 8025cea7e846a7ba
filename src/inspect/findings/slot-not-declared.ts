import type { Flow, Node } from '../../core/flow.ts';
import type { FindingKind, InspectContext } from '../finding.ts';
import { nodesOf } from '../graph.ts';
import { slotsNamedBy, slotsReadBy, type SlotUse } from '../slots.ts';
import { didYouMean } from '../suggest.ts';

/** A slot that a node or its text names and that its flow, or the subflow it belongs to, does not declare. */
export const slotNotDeclared: FindingKind = {
  fault: 'slot_not_declared',
  about: 'a slot that is not declared',
  find(flow, context) {
    return nodesOf(flow).flatMap(({ id, node }) => {
      const own = [...slotsReadBy(flow, node, context), ...slotsNamedBy(node)];
      return [...undeclared(flow, own), ...undeclaredAbroad(node, context)].map((found) => ({ node: id, ...found }));
    });
  },
};

function undeclared(flow: Flow, uses: readonly SlotUse[]): readonly { message: string; cure: string }[] {
  return uses
    .filter(({ slot }) => !Object.hasOwn(flow.slots, slot))
    .map(({ slot, where }) => ({
      message: `'${slot}' in ${where} is not a slot of '${flow.id}'.`,
      cure: `${didYouMean(slot, Object.keys(flow.slots))}Declare it under 'slots', or name a declared one.`,
    }));
}

function undeclaredAbroad(node: Node, { flows }: InspectContext): readonly { message: string; cure: string }[] {
  const callee = node.kind === 'subflow' ? flows.get(node.flow) : undefined;
  if (node.kind !== 'subflow' || !callee) return [];
  const inputs = Object.keys(node.input ?? {}).map((slot) => ({ slot, where: 'input' }));
  const outputs = Object.keys(node.output ?? {}).map((slot) => ({ slot, where: 'output' }));
  return undeclared(callee, [...inputs, ...outputs]);
}
