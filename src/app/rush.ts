/** Knows when more comes in than can be done, whatever it is that takes too long. Times in milliseconds. */
export interface Rush {
  /** Begins a piece of work; returns the way to say that it is over. */
  enter(now: number): () => void;
  /** Nothing should be begun that can be left. */
  isOn(now: number): boolean;
}

/** So few are no rush, however long they take: something else is slow then. */
const fewest = 24;

/** It is a rush when the oldest that is under way is older than so many milliseconds. */
export function createRush(longest: number): Rush {
  // In the order in which they came.
  const underWay = new Map<symbol, number>();
  return {
    isOn: (now) => {
      const [oldest = now] = underWay.values();
      return underWay.size >= fewest && now - oldest > longest;
    },
    enter: (now) => {
      const me = Symbol();
      underWay.set(me, now);
      return () => void underWay.delete(me);
    },
  };
}
