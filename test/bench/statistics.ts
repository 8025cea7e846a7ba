/** The value below which this part of all lies; NaN of nothing. `part`: 0 to 1. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(sorted.length * part) - 1))] ?? Number.NaN;
}

/** Most times that lie within one window of this length, its end not included. Milliseconds. */
export function worstWindow(times: readonly number[], length: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  let first = 0;
  let worst = 0;
  for (const [index, time] of sorted.entries()) {
    while (time - (sorted[first] ?? time) >= length) first += 1;
    worst = Math.max(worst, index - first + 1);
  }
  return worst;
}
