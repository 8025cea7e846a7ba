/** One line of a result. */
export interface Row {
  readonly what: string;
  readonly value: string;
  /** What was promised; without it the line only tells. */
  readonly promise?: string;
  readonly kept?: boolean;
}

export function tells(what: string, value: string | number): Row {
  return { what, value: String(value) };
}

/** A line that has to hold. */
export function promises(what: string, value: string | number, promise: string, kept: boolean): Row {
  return { what, value: String(value), promise, kept };
}

export function mustBeZero(what: string, count: number): Row {
  return promises(what, count, '0', count === 0);
}

export function isKept(rows: readonly Row[]): boolean {
  return rows.every(({ kept }) => kept !== false);
}

/** A table to read, in columns as wide as they have to be. */
export function layOut(title: string, rows: readonly Row[]): string {
  const width = (read: (row: Row) => string): number => Math.max(0, ...rows.map((row) => read(row).length));
  const [what, value] = [width((row) => row.what), width((row) => row.value)];
  const lines = rows.map((row) => `  ${row.what.padEnd(what)}  ${row.value.padStart(value)}${verdictOf(row)}`.trimEnd());
  return [title, ...lines].join('\n');
}

function verdictOf({ promise, kept }: Row): string {
  return promise === undefined ? '' : `  ${kept ? '✓' : '✗'} promised ${promise}`;
}

export function milliseconds(value: number): string {
  return `${Math.round(value)} ms`;
}

export function percent(part: number): string {
  return `${(part * 100).toFixed(1)} %`;
}

export function times(ratio: number): string {
  return `${ratio.toFixed(2)} ×`;
}
