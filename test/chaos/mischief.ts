import type { Fakes } from './platform.ts';
import type { Random } from './random.ts';
import type { Mishap } from './verdict.ts';

/** One kind of thing that goes wrong. Resolves when it is over. */
export interface Trouble {
  readonly name: string;
  /** How often it is chosen, against the others. */
  readonly weight: number;
  readonly happen: () => Promise<void>;
}

export interface Mischief {
  readonly mishaps: readonly Mishap[];
  readonly counts: ReadonlyMap<string, number>;
  /** Goes on until told to stop; resolves when the last trouble is over. */
  stop(): Promise<void>;
}

/** Lets one trouble after the other happen, with pauses of `least` to `most` milliseconds. */
export function startMischief(troubles: readonly Trouble[], random: Random, [least, most]: readonly [number, number]): Mischief {
  const mishaps: Mishap[] = [];
  const counts = new Map<string, number>();
  const bag = troubles.flatMap((trouble) => Array.from({ length: trouble.weight }, () => trouble));
  let stopping = false;
  const running = (async () => {
    while (!stopping) {
      await pause(random.between(least, most));
      if (stopping) return;
      const { name, happen } = random.pick(bag);
      const from = Date.now();
      await happen();
      mishaps.push({ from, until: Date.now() });
      counts.set(name, (counts.get(name) ?? 0) + 1);
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

/** A fault waits for the next calls; after so long they have met it. Milliseconds. */
const faultTime = 1_000;

/** What platforms do when they are in trouble themselves. */
export function platformTroubles({ telegram, zalo }: Fakes, random: Random): readonly Trouble[] {
  const onTelegram = (name: string, fault: Parameters<typeof telegram.trouble>[0]): Trouble => ({
    name: `Telegram: ${name}`,
    weight: 2,
    happen: () => fewTimes((times) => telegram.trouble(fault, { times }), random),
  });
  const onZalo = (name: string, fault: Parameters<typeof zalo.trouble>[0]): Trouble => ({
    name: `Zalo: ${name}`,
    weight: 2,
    happen: () => fewTimes((times) => zalo.trouble(fault, { times }), random),
  });
  return [
    onTelegram('429', { kind: 'rate_limited', retryAfter: 1 }),
    onTelegram('502', { kind: 'server_error', status: 502 }),
    onTelegram('answer lost', { kind: 'lost_answer' }),
    onTelegram('line cut', { kind: 'cut' }),
    // It keeps the whole account still for ten seconds.
    { name: 'Zalo: -32', weight: 2, happen: seldom(() => zalo.trouble({ kind: 'rate_limited' }, { times: 1 })) },
    onZalo('503', { kind: 'server_error', status: 503 }),
    onZalo('answer lost', { kind: 'lost_answer' }),
    onZalo('line cut', { kind: 'cut' }),
    { name: 'Zalo: -216', weight: 2, happen: seldom(() => zalo.expireAccess()) },
  ];
}

/** No platform can be reached for so many milliseconds. */
export function networkCut({ telegram, zalo }: Fakes, milliseconds: number): Trouble {
  return {
    name: `network cut for ${milliseconds / 1_000} s`,
    weight: 1,
    happen: async () => {
      telegram.trouble({ kind: 'cut' });
      zalo.trouble({ kind: 'cut' });
      zalo.trouble({ kind: 'cut' }, { oauth: true });
      await pause(milliseconds);
      telegram.calm();
      zalo.calm();
    },
  };
}

/** Between two troubles of a kind that the whole account has to wait for. Milliseconds. */
const seldomEvery = 30_000;

function seldom(happen: () => void): () => Promise<void> {
  let last = 0;
  return async () => {
    if (Date.now() - last < seldomEvery) return;
    last = Date.now();
    happen();
  };
}

async function fewTimes(trouble: (times: number) => void, random: Random): Promise<void> {
  trouble(random.between(1, 4));
  await pause(faultTime);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
