/** How two lists fit together with as few left over as possible. */
export interface Alignment {
  /** Place in the second list by place in the first. */
  readonly matched: ReadonlyMap<number, number>;
  /** Places in the first list that are not in the second. */
  readonly extra: readonly number[];
  /** Places in the second list that are not in the first. */
  readonly missing: readonly number[];
}

/** Finds a longest common subsequence; of equal ones the first is taken. */
export function align(actual: readonly string[], expected: readonly string[]): Alignment {
  const leftOver = countLeftOver(actual, expected);
  const matched = new Map<number, number>();
  const extra: number[] = [];
  const missing: number[] = [];
  let [here, there] = [0, 0];
  while (here < actual.length || there < expected.length) {
    if (here < actual.length && actual[here] === expected[there]) matched.set(here++, there++);
    else if (there === expected.length || (here < actual.length && at(leftOver, here + 1, there) <= at(leftOver, here, there + 1))) extra.push(here++);
    else missing.push(there++);
  }
  return { matched, extra, missing };
}

type Counts = readonly (readonly number[])[];

function at(counts: Counts, here: number, there: number): number {
  return counts[here]?.[there] ?? 0;
}

/** For each pair of places how many are left over at least from there to the ends. */
function countLeftOver(actual: readonly string[], expected: readonly string[]): Counts {
  const counts: number[][] = [];
  for (let here = actual.length; here >= 0; here -= 1) {
    const row: number[] = [];
    counts[here] = row;
    for (let there = expected.length; there >= 0; there -= 1) {
      const ends = here === actual.length ? expected.length - there : actual.length - here;
      const isEnd = here === actual.length || there === expected.length;
      if (isEnd) row[there] = ends;
      else if (actual[here] === expected[there]) row[there] = at(counts, here + 1, there + 1);
      else row[there] = 1 + Math.min(at(counts, here + 1, there), row[there + 1] ?? 0);
    }
  }
  return counts;
}
