/** Longer names are not compared: the work grows with the product of the lengths. */
const longestCompared = 80;

/** How much of the longer word may differ before a guess helps nobody. Found by trying common slips. */
const tolerance = 0.6;

/** The known name that looks most like the one given, or undefined when none comes near. */
export function closest(name: string, known: Iterable<string>): string | undefined {
  if (name.length > longestCompared) return undefined;
  let best: { readonly name: string; readonly share: number } | undefined;
  for (const candidate of known) {
    if (candidate.length > longestCompared) continue;
    const share = distance(name, candidate) / Math.max(name.length, candidate.length, 1);
    if (share <= tolerance && (!best || share < best.share)) best = { name: candidate, share };
  }
  return best?.name;
}

/** "Did you mean 'x'? " with a space behind, or nothing. */
export function didYouMean(name: string, known: Iterable<string>): string {
  const guess = closest(name, known);
  return guess === undefined ? '' : `Did you mean '${guess}'? `;
}

/** How many letters must be put in, taken out or changed. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [line, letter] of [...one].entries()) {
    const next = [line + 1];
    for (const [column, counterpart] of [...other].entries()) {
      const change = (row[column] ?? 0) + (letter === counterpart ? 0 : 1);
      next.push(Math.min(change, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
