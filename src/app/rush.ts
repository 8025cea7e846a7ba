/** Knows when more comes in than can be done, whatever it is that takes too long. */
export interface Rush {
  /** `now`: milliseconds. Returns the way to say that it is over; nothing when there are too many already. */
  enter(now: number): (() => void) | undefined;
  /** True when `enter` would turn somebody away. */
  isOn(now: number): boolean;
}

/** So few are no rush, however long they take: something else is slow then. */
const fewest = 24;

/** It is a rush when the oldest that is under way is older than so many milliseconds. */
export function createRush(longest: number): Rush {
  // In the order in which they came.
  const underWay = new Map<symbol, number>();
  const isOn = (now: number): boolean => {
    const [oldest = now] = underWay.values();
    return underWay.size >= fewest && now - oldest > longest;
  };
  return {
    isOn,
    enter: (now) => {
      if (isOn(now)) return undefined;
      const me = Symbol();
      underWay.set(me, now);
      return () => void underWay.delete(me);
    },
  };
}
