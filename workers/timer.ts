import type { Assistant } from '../src/app/assistant.ts';
import { keepUp } from '../src/app/keep-up.ts';
import { sweep } from '../src/app/sweep.ts';

const every = 2_000;

/** Upkeep has a job in the queue; this is for the time when the queue is away. Milliseconds. */
const upkeepEvery = 10 * 60_000;

/** The plain timer that makes certain what the queue makes punctual. Returns the way to stop it. */
export function startTimer(assistant: Assistant): () => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  let busy = false;
  let keptUpAt = 0;
  const round = async (): Promise<void> => {
    await sweep(assistant);
    const now = assistant.clock().getTime();
    if (now - keptUpAt < upkeepEvery) return;
    keptUpAt = now;
    await keepUp(assistant);
  };
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    running = round()
      .catch((error: unknown) => assistant.log.warn('timer_round_failed', { fault: error }))
      .finally(() => {
        busy = false;
      });
  }, every);
  return async () => {
    clearInterval(timer);
    await running;
  };
}
