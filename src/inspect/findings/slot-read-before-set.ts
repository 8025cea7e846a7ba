import { slotsBefore } from '../../core/dataflow.ts';
import type { FindingKind } from '../finding.ts';
import { nodesOf } from '../graph.ts';
import { slotsReadBy, type SlotUse } from '../slots.ts';

/**
 * A slot whose value is needed though, on some way from the start or an entry, nothing has filled it. What is shown to
 * people must hold a value; what is handed to a service or a subflow may also have been emptied on purpose (`null` in a
 * set node), which is how a flow says "no amount".
 */
export const slotReadBeforeSet: FindingKind = {
  fault: 'slot_read_before_set',
  about: 'a slot that is needed before anything has filled it',
  find(flow, context) {
    const before = slotsBefore(flow, (id) => context.flows.get(id));
    return nodesOf(flow).flatMap(({ id, node }) => {
      const known = before.get(id);
      if (!known) return [];
      const unset = slotsReadBy(flow, node, context).filter(
        ({ slot, shown }) => Object.hasOwn(flow.slots, slot) && !(shown ? known.filled : known.decided).has(slot),
      );
      return [...new Set(unset.map(({ slot }) => slot))].map((slot) => ({
        node: id,
        message: `'${slot}' is read in ${placesOf(slot, unset)}, but not every way here has set it.`,
        cure: `Ask for it first, give it a default, or branch on { slot: '${slot}', isSet: true }.`,
      }));
    });
  },
};

function placesOf(slot: string, uses: readonly SlotUse[]): string {
  return uses.flatMap((use) => (use.slot === slot ? use.where : [])).join(', ');
}
