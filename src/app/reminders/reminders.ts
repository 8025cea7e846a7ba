import type { Queue } from '../../queue/jobs.ts';
import { reminderInstants } from '../../store/due-reminders.ts';
import type { Reminder } from '../../store/reminders.ts';
import type { Inbound } from '../handle-inbound.ts';
import type { Metrics } from '../metrics.ts';
import { scheduleSoon } from '../schedule-soon.ts';
import { fireBatch, type FiredBatch, type FiringSettings } from './fire-batch.ts';

export interface RemindersSettings extends FiringSettings {
  readonly queue: Queue;
  readonly inbound: Inbound;
  readonly clock: () => Date;
  readonly metrics: Metrics;
}

/** Reminders of everybody: set elsewhere, fired here. */
export interface Reminders {
  /** Takes note of reminders that were just committed; the near ones go into the queue. */
  schedule(reminders: readonly Reminder[]): void;
  /** A job has come due: whatever is due by now is fired, also what has no job of its own. */
  fire(): void;
  /** Fires what was due before `before`; resolves when it is handed to delivery. Returns how many were told. */
  fireDue(before: Date): Promise<number>;
  /** Puts what falls due soon into the queue. Returns how many jobs that were. */
  fillQueue(before: Date): Promise<number>;
  /** Takes nothing new and resolves when what is under way has been handed on. */
  stop(): Promise<void>;
}

/** So many are fired in one transaction; while their turns run the next are prepared. */
const batchSize = 128;

/** The in-process stand-in for Redis is slow with more jobs, a server is not. */
const mostJobs = { embedded: 500, server: 5_000 } as const;

export function createReminders(settings: RemindersSettings): Reminders {
  const { database, inbound, clock, log, metrics } = settings;
  const stopping = new AbortController();
  const underWay = new Set<Promise<unknown>>();
  let firing: Promise<void> | undefined;
  let again = false;

  const track = <T>(work: Promise<T>): Promise<T> => {
    underWay.add(work);
    void work.catch(() => undefined).finally(() => underWay.delete(work));
    return work;
  };

  const schedule = (reminders: readonly Reminder[]): void => void scheduleSoon(settings, 'reminder', reminders);

  /** The turns of a batch run while the next batch is prepared, so that the lanes never stand idle. */
  const fireDue = async (before: Date): Promise<number> => {
    const turns: Promise<void>[] = [];
    let told = 0;
    for (;;) {
      if (stopping.signal.aborted) break;
      const batch = await fireBatch(settings, before, clock(), batchSize);
      told += batch.taken.length + batch.behind.length;
      turns.push(handOver(batch));
      schedule(batch.moved);
      if (batch.held < batchSize) break;
    }
    await Promise.all(turns);
    return told;
  };

  const handOver = async ({ taken, behind, fellBack }: FiredBatch): Promise<void> => {
    for (const { kind, means } of fellBack) metrics.fellBack(kind, means);
    for (const contact of behind) void inbound.drain(contact);
    const fired = new Map(taken.map(({ message, fired: what }) => [message.row, what]));
    await inbound.finish(taken.map(({ message }) => message), (message) => {
      const what = fired.get(message.row);
      if (what) metrics.reminded(what.kind, clock().getTime() - what.dueAt.getTime());
    });
  };

  const round = async (): Promise<void> => {
    do {
      again = false;
      await fireDue(clock());
    } while (again && !stopping.signal.aborted);
  };

  return {
    schedule,
    // Not waited for: thousands of jobs of one instant need but one look at the database.
    fire: () => {
      again = true;
      firing ??= track(round())
        .catch((fault: unknown) => log.warn('reminders_not_fired', { fault }))
        .finally(() => (firing = undefined));
    },
    fireDue: (before) => track(fireDue(before)),
    fillQueue: async (before) => {
      const near = await reminderInstants(database, before, mostJobs[database.kind]);
      await scheduleSoon(settings, 'reminder', near);
      return near.length;
    },
    stop: async () => {
      stopping.abort();
      await Promise.allSettled(underWay);
    },
  };
}
