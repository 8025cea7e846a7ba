import type { Flow } from '../core/flow.ts';
import { systemFlow } from './texts.ts';
import type { Finding, FindingKind, InspectContext } from './finding.ts';
import { findingKinds } from './findings/mod.ts';

/** Every fault of one flow, held against what surrounds it. Pure; never throws. */
export function inspectFlow(flow: Flow, context: InspectContext): readonly Finding[] {
  const file = context.fileOf(flow.id);
  return findingKinds.flatMap((kind) => kind.find(flow, context).map((found) => ({ ...nameOf(kind), file, flow: flow.id, ...found })));
}

/** Every fault of what all flows share: the facts and the assistant's own words. Pure; never throws. */
export function inspectShared(context: InspectContext): readonly Finding[] {
  return findingKinds.flatMap((kind) =>
    (kind.findShared?.(context) ?? []).map((found) => ({ ...nameOf(kind), flow: systemFlow, ...found })),
  );
}

function nameOf({ fault, weight = 'error' }: FindingKind): Pick<Finding, 'fault' | 'weight'> {
  return { fault, weight };
}
