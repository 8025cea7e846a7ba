import { quantile, worstWindow } from './statistics.ts';
import { milliseconds, mustBeZero, percent, promises, tells, times, type Row } from './table.ts';

/** What a platform saw, and how long people waited. */
export interface PaceEvidence {
  readonly name: string;
  /** Messages or calls that may come within `window` milliseconds. */
  readonly limit: number;
  readonly window: number;
  readonly refused: number;
  /** When it took what; epoch milliseconds. */
  readonly taken: readonly { readonly at: number; readonly isBroadcast: boolean }[];
  readonly broadcasts: number;
  /** Milliseconds that people waited for a reply, without and with the broadcast. */
  readonly waitsWithout: readonly number[];
  readonly waitsWith: readonly number[];
}

const leastUse = 0.95;
const worstRatio = 1.5;

/** The rows of a table, each with what was promised. */
export function judgePace(evidence: PaceEvidence): readonly Row[] {
  const { name, limit, window, refused, taken, broadcasts, waitsWithout, waitsWith } = evidence;
  const sent = taken.filter(({ isBroadcast }) => isBroadcast).length;
  const worst = worstWindow(taken.map(({ at }) => at), window);
  const use = partUsed(evidence);
  const [without, withIt] = [quantile(waitsWithout, 0.99), quantile(waitsWith, 0.99)];
  const unit = window === 1_000 ? 'second' : 'minute';
  return [
    mustBeZero(`${name}: answers "too many"`, refused),
    promises(`${name}: worst sliding ${unit}, limit ${limit}`, worst, `≤ ${limit}`, worst <= limit),
    promises(`${name}: part of the limit used`, percent(use), `≥ ${percent(leastUse)}`, use >= leastUse),
    promises(`${name}: queued messages that came`, sent, `${broadcasts}`, sent === broadcasts),
    tells(`${name}: replies without the queue, p50`, `${milliseconds(quantile(waitsWithout, 0.5))} (${waitsWithout.length})`),
    tells(`${name}: replies without the queue, p99`, milliseconds(without)),
    tells(`${name}: replies beside the queue, p50`, `${milliseconds(quantile(waitsWith, 0.5))} (${waitsWith.length})`),
    tells(`${name}: replies beside the queue, p99`, milliseconds(withIt)),
    promises(`${name}: p99 beside the queue to p99 without`, times(withIt / without), `≤ ${times(worstRatio)}`, withIt <= without * worstRatio),
  ];
}

/** Counted while the queue is surely not empty: from its first message to where only one in twenty is left. */
function partUsed({ taken, broadcasts, limit, window }: PaceEvidence): number {
  const queued = taken.filter(({ isBroadcast }) => isBroadcast).map(({ at }) => at).toSorted((a, b) => a - b);
  const first = queued[0];
  const last = queued[Math.floor(broadcasts * 0.95) - 1];
  if (first === undefined || last === undefined || last <= first) return 0;
  const inBetween = taken.filter(({ at }) => at > first && at <= last).length;
  return inBetween / ((limit * (last - first)) / window);
}
