import type { Assistant } from '../src/app/assistant.ts';
import { retryDelivery } from './delivery-retry.ts';
import { startTimer } from './timer.ts';
import { keepUp } from './upkeep.ts';
import { fireWait } from './wait.ts';

/** Starts everything that works at its own time. Returns the way to stop it, which lets running work finish. */
export function startWorkers(assistant: Assistant): () => Promise<void> {
  const { queue } = assistant;
  queue.startWorkers(
    {
      wait: ({ id, version }) => fireWait(assistant, Number(id), version),
      delivery_retry: ({ id }) => retryDelivery(assistant, Number(id)),
      upkeep: () => keepUp(assistant),
    },
    { concurrency: 4 },
  );
  return startTimer(assistant);
}
