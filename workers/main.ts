import { offerSeats } from '../src/app/appointments/offer-seats.ts';
import type { Assistant } from '../src/app/assistant.ts';
import { fireWait } from '../src/app/fire-wait.ts';
import { keepUp } from '../src/app/keep-up.ts';
import { retryDelivery } from '../src/app/retry-delivery.ts';
import { startTimer } from './timer.ts';

/** Starts everything that works at its own time. Returns the way to stop it, which lets running work finish. */
export function startWorkers(assistant: Assistant): () => Promise<void> {
  assistant.queue.startWorkers(
    {
      wait: ({ id, version }) => fireWait(assistant, Number(id), version),
      call: ({ id, version }) => assistant.calls.run({ id: Number(id), version }),
      reminder: async () => assistant.reminders.fire(),
      seat_offer: ({ id }) => offerSeats(assistant, Number(id)),
      delivery_retry: ({ id }) => retryDelivery(assistant, Number(id)),
      upkeep: () => keepUp(assistant),
    },
    { concurrency: 4 },
  );
  return startTimer(assistant);
}
