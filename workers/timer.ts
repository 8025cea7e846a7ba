import type { Assistant } from '../src/app/assistant.ts';
import { keepUp } from '../src/app/keep-up.ts';
import { sweep } from '../src/app/sweep.ts';
import { buryDead } from '../src/store/presence.ts';

const every = 2_000;

/** So often it is looked whether another process has died, since people wait for what it held. Milliseconds. */
const lookEvery = 200;

/** Upkeep has a job in the queue; this is for the time when the queue is away. Milliseconds. */
const upkeepEvery = 10 * 60_000;

/** The plain timer that makes certain what the queue makes punctual. Returns the way to stop it. */
export function startTimer(assistant: Assistant): () => Promise<void> {
  const { database, owner, inbound, clock, log } = assistant;
  // Not in the first round: people who wait for what a dead process left come first.
  let keepUpAt = clock().getTime() + every;
  const round = async (): Promise<void> => {
    await sweep(assistant);
    const now = clock().getTime();
    if (now < keepUpAt) return;
    keepUpAt = now + upkeepEvery;
    await keepUp(assistant);
  };
  // Apart from the rounds: after a rush it takes minutes.
  const stopDraining = repeat(every, (signal) => inbound.drainAll(signal));
  const stopRounds = repeat(every, () => round().catch((fault: unknown) => log.warn('timer_round_failed', { fault })));
  const lookForDead = async (signal: AbortSignal): Promise<void> => {
    const dead = await buryDead(database, owner);
    if (dead === 0) return;
    log.warn('processes_died', { dead });
    // Not waited for: after a rush it takes minutes, and others may die meanwhile.
    void inbound.drainAll(signal);
    await sweep(assistant);
  };
  const stopLooking = repeat(lookEvery, (signal) => lookForDead(signal).catch((fault: unknown) => log.warn('dead_not_looked_for', { fault })));
  return async () => {
    await Promise.all([stopRounds(), stopDraining(), stopLooking()]);
  };
}

/** Does something now and then again and again, never twice at once. `work` never rejects. Returns the way to stop it. */
function repeat(milliseconds: number, work: (signal: AbortSignal) => Promise<void>): () => Promise<void> {
  const stopping = new AbortController();
  let running: Promise<void> | undefined;
  const begin = (): void => {
    running ??= work(stopping.signal).finally(() => {
      running = undefined;
    });
  };
  begin();
  const timer = setInterval(begin, milliseconds);
  return async () => {
    clearInterval(timer);
    stopping.abort();
    await running;
  };
}
