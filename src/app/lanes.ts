/** One item that waits in its lane. */
interface Waiting<Item, Outcome> {
  readonly item: Item;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
}

export interface LaneSettings<Item, Outcome, Lane> {
  readonly laneOf: (item: Item) => Lane;
  /** Order among the items that wait in one lane; without it the order in which they came. */
  readonly compare?: (a: Item, b: Item) => number;
  /**
   * Handles one item of each of several lanes together; outcomes in the same order, an Error where one failed, a
   * promise where one takes longer than the group: its lane waits for it, the others do not.
   */
  readonly handle: (items: readonly Item[]) => Promise<readonly (Outcome | Error | Promise<Outcome | Error>)[]>;
  /** How many groups may be under way at once, and how many items go in one. */
  readonly groups: number;
  readonly groupSize: number;
}

export interface Lanes<Item, Outcome> {
  /** Queues an item behind what its lane holds already. */
  add(item: Item): Promise<Outcome>;
  /** Resolves when nothing is waiting or under way. */
  idle(): Promise<void>;
}

/**
 * One item at a time per lane. Lanes gather while a group is under way and go together in the next one; an item alone
 * waits for nothing.
 */
export function createLanes<Item, Outcome, Lane = number>(settings: LaneSettings<Item, Outcome, Lane>): Lanes<Item, Outcome> {
  const { compare = () => 0 } = settings;
  const lanes = new Map<Lane, Waiting<Item, Outcome>[]>();
  const busy = new Set<Lane>();
  let groups = 0;
  let scheduled = false;
  let idleWaiters: (() => void)[] = [];

  const next = (): readonly (readonly [Lane, Waiting<Item, Outcome>])[] => {
    const taken: (readonly [Lane, Waiting<Item, Outcome>])[] = [];
    for (const [lane, waiting] of lanes) {
      if (taken.length >= settings.groupSize) break;
      const first = busy.has(lane) ? undefined : waiting.shift();
      if (first) taken.push([lane, first]);
    }
    taken.forEach(([lane]) => moveBack(lane));
    return taken;
  };

  /** Whoever was just served stands behind the others, so that nobody starves behind lanes that are never empty. */
  const moveBack = (lane: Lane): void => {
    const waiting = lanes.get(lane) ?? [];
    lanes.delete(lane);
    if (waiting.length > 0) lanes.set(lane, waiting);
  };

  const run = async (taken: readonly (readonly [Lane, Waiting<Item, Outcome>])[]): Promise<void> => {
    groups += 1;
    for (const [lane] of taken) busy.add(lane);
    const outcomes = await settings.handle(taken.map(([, { item }]) => item)).catch((error: unknown) => taken.map(() => toError(error)));
    groups -= 1;
    await Promise.all(taken.map(([lane, waiting], index) => land(lane, waiting, outcomes[index] ?? new Error('Expected an outcome for each item'))));
  };

  const land = async (lane: Lane, waiting: Waiting<Item, Outcome>, outcome: Outcome | Error | Promise<Outcome | Error>): Promise<void> => {
    settle(waiting, await Promise.resolve(outcome).catch(toError));
    busy.delete(lane);
    schedule();
  };

  const pump = (): void => {
    scheduled = false;
    while (groups < settings.groups) {
      const taken = next();
      if (taken.length === 0) break;
      void run(taken);
    }
    if (groups === 0 && lanes.size === 0 && busy.size === 0) {
      idleWaiters.forEach((resolve) => resolve());
      idleWaiters = [];
    }
  };

  // Two rounds later, so that messages which arrive together start together and in order: what comes over a connection
  // that was just made is read one round after what came later over one that was open.
  const schedule = (): void => {
    if (scheduled) return;
    scheduled = true;
    setImmediate(() => setImmediate(pump));
  };

  return {
    add: (item) =>
      new Promise<Outcome>((resolve, reject) => {
        const lane = settings.laneOf(item);
        const waiting = lanes.get(lane) ?? [];
        const index = waiting.findIndex((other) => compare(item, other.item) < 0);
        waiting.splice(index < 0 ? waiting.length : index, 0, { item, resolve, reject });
        lanes.set(lane, waiting);
        schedule();
      }),
    idle: () =>
      new Promise((resolve) => {
        idleWaiters.push(resolve);
        schedule();
      }),
  };
}

function settle<Item, Outcome>(waiting: Waiting<Item, Outcome>, outcome: Outcome | Error): void {
  if (outcome instanceof Error) waiting.reject(outcome);
  else waiting.resolve(outcome);
}

/** Whatever was thrown, as an Error. */
export function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
