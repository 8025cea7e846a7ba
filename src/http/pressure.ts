/** Knows when so much has arrived at once that those at the end of it would wait too long. */
export interface Pressure {
  /** Asked once for each request, as it arrives. */
  isTooMuch(): boolean;
  stop(): void;
}

/** Times in milliseconds. */
export interface PressureSettings {
  readonly now?: () => number;
  readonly every?: number;
}

/** A round of the event loop that takes longer is too much. Milliseconds. */
const longestRound = 300;
/** Fewer requests than this in a round are not the cause of that. */
const fewest = 100;

/**
 * A timer rings between two rounds of the event loop. While one round goes on and on, it holds too much: the rest is
 * better told to come again than kept waiting for an answer.
 */
export function createPressure({ now = () => performance.now(), every = 20 }: PressureSettings = {}): Pressure {
  let begun = now();
  let requests = 0;
  const timer = setInterval(() => {
    begun = now();
    requests = 0;
  }, every);
  timer.unref();
  return {
    isTooMuch: () => {
      requests += 1;
      return requests > fewest && now() - begun > longestRound;
    },
    stop: () => clearInterval(timer),
  };
}
