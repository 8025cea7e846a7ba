import { advisoryLocks } from '../store/advisory-locks.ts';
import { agreedLinks } from '../store/link-codes.ts';
import { addressesToDeliver } from '../store/outbox.ts';
import { dueCalls, lateCalls } from '../store/calls.ts';
import { dueSeats } from '../store/seats.ts';
import { dueWaits } from '../store/waits.ts';
import { offerSeats } from './appointments/offer-seats.ts';
import type { Assistant } from './assistant.ts';
import { fillQueue } from './fill-queue.ts';
import { fireWait } from './fire-wait.ts';

/** The queue is punctual; what is still there so long after its time was lost by it. Milliseconds. */
const overdueAfter = 5_000;

/** Accounts that should have been joined so long ago were left behind by their process. Milliseconds. */
const leftBehindAfter = 2_000;

/** One round: what was left behind is done straight from the database, and a wiped queue is filled again. */
export async function sweep(assistant: Assistant): Promise<void> {
  const found = await lookAround(assistant);
  if (!found) return;
  for (const { id, version } of found.waits) {
    await fireWait(assistant, id, version).catch((fault: unknown) => assistant.log.warn('wait_failed', { wait: id, fault }));
  }
  for (const { id } of found.seats) {
    await offerSeats(assistant, id).catch((fault: unknown) => assistant.log.warn('seats_not_offered', { seats: id, fault }));
  }
  for (const id of found.late) {
    await assistant.calls.giveUp(id).catch((fault: unknown) => assistant.log.warn('call_not_ended', { call: id, fault }));
  }
  // Not waited for: a photo can take longer than the time to the next round.
  for (const call of found.calls) void assistant.calls.run(call);
  for (const link of found.links) await assistant.join(link);
  for (const address of found.addresses) assistant.delivery.wake(address);
  await assistant.reminders.fireDue(found.overdue).catch((fault: unknown) => assistant.log.warn('reminders_not_fired', { fault }));
  await mendQueue(assistant);
}

/** Nothing when another process is doing the round right now. */
async function lookAround({ database, clock, owner }: Assistant) {
  const now = clock();
  const overdue = new Date(now.getTime() - overdueAfter);
  return database.transaction(async (transaction) => {
    const [lock] = await transaction.query<{ taken: boolean }>('select pg_try_advisory_xact_lock($1) as taken', [advisoryLocks.timerRound]);
    if (!lock?.taken) return undefined;
    return {
      overdue,
      waits: await dueWaits(transaction, overdue),
      seats: await dueSeats(transaction, overdue),
      late: await lateCalls(transaction, now),
      calls: await dueCalls(transaction, overdue),
      links: await agreedLinks(transaction, new Date(now.getTime() - leftBehindAfter)),
      addresses: await addressesToDeliver(transaction, now, owner),
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
