import type { Flow } from '../../../src/core/flow.ts';
import type { Finding, InspectContext } from '../../../src/inspect/mod.ts';
import { contextOf, type Change } from '../support.ts';

/** A flow with one fault, what surrounds it, and all that must be found. */
export interface BrokenCase {
  readonly title: string;
  readonly flow: Flow;
  readonly context: InspectContext;
  /** An error in `flows/pay-rent.ts` unless told. */
  readonly finding: Pick<Finding, 'fault' | 'node' | 'message' | 'cure'> & Partial<Finding>;
}

/** A flow with no other flows around it. */
export function alone(flow: Flow, change: Change = {}): Pick<BrokenCase, 'flow' | 'context'> {
  return { flow, context: contextOf([flow], change) };
}
