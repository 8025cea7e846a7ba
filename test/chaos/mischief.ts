import type { Mishap } from './compare-chat.ts';
import type { Random } from './random.ts';
import { pause } from '../support/pause.ts';

/** One kind of thing that goes wrong. */
export interface Trouble {
  readonly name: string;
  /** How often it is chosen, against the others. */
  readonly weight: number;
  /** What is in the air meanwhile may come twice. */
  readonly canRepeat?: true;
  /** Not again within so many milliseconds. */
  readonly seldom?: number;
  /** Resolves when it is over. */
  readonly happen: () => Promise<void>;
}

export interface Mischief {
  readonly mishaps: readonly Mishap[];
  /** How often each has happened, also those that have not. */
  readonly counts: ReadonlyMap<string, number>;
  /** Goes on until told to stop; resolves when the last trouble is over. */
  stop(): Promise<void>;
}

/** Lets one trouble after the other happen, with about so many seconds between two; first each of them once. */
export function startMischief(troubles: readonly Trouble[], random: Random, every: number): Mischief {
  const mishaps: Mishap[] = [];
  const counts = new Map(troubles.map(({ name }) => [name, 0]));
  const last = new Map<string, number>();
  const draw = createBag(troubles, random);
  let stopping = false;
  const isTooSoon = ({ name, seldom = 0 }: Trouble): boolean => Date.now() - (last.get(name) ?? 0) < seldom;
  const running = (async () => {
    while (!stopping) {
      await pause(random.between(every * 333, every * 1_667));
      const trouble = draw();
      if (stopping || isTooSoon(trouble)) continue;
      const from = Date.now();
      last.set(trouble.name, from);
      await trouble.happen();
      if (trouble.canRepeat) mishaps.push({ from, until: Date.now() });
      counts.set(trouble.name, (counts.get(trouble.name) ?? 0) + 1);
    }
  })();
  return {
    mishaps,
    counts,
    stop: async () => {
      stopping = true;
      await running;
    },
  };
}

/** Draws without putting back, so that even a short run meets everything; the first round knows no weights. */
function createBag(troubles: readonly Trouble[], random: Random): () => Trouble {
  let bag = [...troubles];
  return () => {
    if (bag.length === 0) bag = troubles.flatMap((trouble) => Array.from({ length: trouble.weight }, () => trouble));
    const drawn = random.pick(bag);
    bag.splice(bag.indexOf(drawn), 1);
    return drawn;
  };
}

/** A machine that answers nobody for so long has stood still; its processes may take each other for dead. Milliseconds. */
const standstill = 1_000;

/** Notes when the whole machine stood still, as far as this process can tell. */
export function watchForStandstills(): { readonly mishaps: readonly Mishap[]; stop(): void } {
  const mishaps: Mishap[] = [];
  let last = Date.now();
  const timer = setInterval(() => {
    const now = Date.now();
    if (now - last > standstill) mishaps.push({ from: last, until: now });
    last = now;
  }, standstill / 5);
  return { mishaps, stop: () => clearInterval(timer) };
}
