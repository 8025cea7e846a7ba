/** The time that the calls of one send may take; waiting for a slot between them does not count. */
export interface Patience {
  readonly signal: AbortSignal;
  /** Another call begins: it has the whole time for itself. */
  start(): void;
  /** Nothing is under way. */
  rest(): void;
}

/** `milliseconds` for each call. `giveUp` ends the send at once. Begins started. */
export function createPatience(milliseconds: number, giveUp: AbortSignal): Patience {
  const late = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const rest = (): void => clearTimeout(timer);
  const start = (): void => {
    rest();
    timer = setTimeout(() => late.abort(), milliseconds);
  };
  start();
  return { signal: AbortSignal.any([late.signal, giveUp]), start, rest };
}
