import type { Database, Queryable } from '../../src/store/database.ts';

/** The same database, but `hold` sees each statement first: it can keep it waiting, or throw in its place. */
export function heldDatabase(database: Database, hold: (text: string) => Promise<void> | void): Database {
  const held = (queryable: Queryable): Queryable['query'] => async (text, parameters, name) => {
    await hold(text);
    return queryable.query(text, parameters, name);
  };
  return {
    ...database,
    query: held(database),
    transaction: (work) => database.transaction((transaction) => work({ query: held(transaction) })),
  };
}

export interface Gate {
  readonly wait: Promise<void>;
  open(): void;
}

/** Holds a piece of work back until it is let go. */
export function createGate(): Gate {
  let open = (): void => undefined;
  const wait = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { wait, open };
}
