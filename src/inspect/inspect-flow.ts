import type { Flow } from '../core/flow.ts';
import type { Finding, InspectContext } from './finding.ts';
import { findingKinds } from './findings/mod.ts';

/** Every fault of one flow, held against what surrounds it. Pure; never throws. */
export function inspectFlow(flow: Flow, context: InspectContext): readonly Finding[] {
  const file = context.fileOf(flow.id);
  return findingKinds.flatMap(({ fault, find }) =>
    find(flow, context).map((found) => ({ fault, file, flow: flow.id, ...found })),
  );
}
