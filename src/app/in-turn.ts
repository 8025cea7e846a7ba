/** Does pieces of work that belong to the same thing one after the other, in the order in which they are given. */
export interface InTurn {
  /** Whatever becomes of one piece, the next is begun. */
  do<Result>(thing: number, work: () => Promise<Result>): Promise<Result>;
}

export function createInTurn(): InTurn {
  const last = new Map<number, Promise<unknown>>();
  return {
    do: (thing, work) => {
      const before = last.get(thing) ?? Promise.resolve();
      const done = before.then(work);
      const settled = done.then(
        () => undefined,
        () => undefined,
      );
      last.set(thing, settled);
      void settled.then(() => last.get(thing) === settled && last.delete(thing));
      return done;
    },
  };
}
