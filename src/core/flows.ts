import type { Change } from './change.ts';
import type { Flow, FlowVersion } from './flow.ts';

/** What the shell has loaded. The core never reads anything else. */
export interface Flows {
  /** The version that a running session is pinned to. */
  find(id: string, hash: string): Flow | undefined;
  /** The version that new sessions start with. */
  current(id: string): FlowVersion | undefined;
  /** What the current version changes for a session pinned to this one; nothing unless this one is known to be older. */
  change(id: string, hash: string): Change | undefined;
}
