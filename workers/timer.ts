import type { Assistant } from '../src/app/assistant.ts';
import { contactsWithPending } from '../src/store/pending.ts';
import { addressesToDeliver } from '../src/store/outbox.ts';
import { dueWaits } from '../src/store/waits.ts';
import { fillQueue } from './fill-queue.ts';
import { keepUp } from './upkeep.ts';
import { fireWait } from './wait.ts';

const every = 2_000;

/** The queue is punctual; what is still there so long after its time was lost by it. Milliseconds. */
const overdueAfter = 5_000;

/** Upkeep has a job in the queue; this is for the time when the queue is away. Milliseconds. */
const upkeepEvery = 10 * 60_000;

/** Any number, the same in all processes: whoever holds it does the round. */
const roundLock = 960_002;

/** The plain timer that makes certain what the queue makes punctual. Returns the way to stop it. */
export function startTimer(assistant: Assistant): () => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  let busy = false;
  let keptUpAt = 0;
  const round = async (): Promise<void> => {
    await runRound(assistant);
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

/** One round: what was left behind is done straight from the database, and a wiped queue is filled again. */
export async function runRound(assistant: Assistant): Promise<void> {
  const found = await lookAround(assistant);
  if (!found) return;
  for (const { id, version } of found.waits) {
    await fireWait(assistant, id, version).catch((fault: unknown) => assistant.log.warn('wait_failed', { wait: id, fault }));
  }
  for (const address of found.addresses) assistant.delivery.wake(address);
  await Promise.all(found.contacts.map((contact) => assistant.inbound.drain(contact)));
  await mendQueue(assistant);
}

/** Nothing when another process is doing the round right now. */
async function lookAround({ database, clock, owner }: Assistant) {
  const now = clock();
  const overdue = new Date(now.getTime() - overdueAfter);
  return database.transaction(async (transaction) => {
    const [lock] = await transaction.query<{ taken: boolean }>('select pg_try_advisory_xact_lock($1) as taken', [roundLock]);
    if (!lock?.taken) return undefined;
    return {
      waits: await dueWaits(transaction, overdue),
      addresses: await addressesToDeliver(transaction, now, owner),
      contacts: await contactsWithPending(transaction, new Date(now.getTime() - every)),
    };
  });
}

/** A queue that has lost everything is set up again. */
async function mendQueue(assistant: Assistant): Promise<void> {
  const { queue, log } = assistant;
  if (await queue.isSetUp()) return;
  const rows = await fillQueue(assistant);
  if ((await queue.ensureSchedulers()) && (await queue.markSetUp())) log.info('queue_filled', { rows });
}
