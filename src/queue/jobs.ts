import { Queue as BullQueue, Worker } from 'bullmq';
import type { Job as BullJob, JobsOptions } from 'bullmq';
import type { RedisHandle } from './redis.ts';

/** The kinds of work that come due at a time. */
export const jobKinds = ['wait', 'call', 'reminder', 'seat_offer', 'delivery_retry', 'upkeep'] as const;

export type JobKind = (typeof jobKinds)[number];

/** What a job carries: which row, and which version of it. Nothing personal. */
export interface Job {
  /** Row id; for `upkeep`, which has no row, the word itself. */
  readonly id: string;
  readonly version: number;
}

export type JobHandlers = Readonly<Record<JobKind, (job: Job) => Promise<void>>>;

/** Something that went wrong, named by codes only. */
export interface QueueFault {
  readonly fault: 'job_failed' | 'job_unknown' | 'queue_error';
  /** A code or the name of the kind of error, never its text. */
  readonly code: string;
  readonly kind?: JobKind;
  readonly job?: Job;
}

export interface QueueOptions {
  readonly log: (fault: QueueFault) => void;
  readonly upkeepEveryMinutes?: number;
  /** Keeps queues apart that share one Redis. */
  readonly name?: string;
  readonly limits?: Partial<QueueLimits>;
}

/** How long a caller waits at most. Milliseconds. */
export interface QueueLimits {
  /** For Redis to answer. */
  readonly answer: number;
  /** For running jobs to finish when the queue closes. */
  readonly close: number;
}

/**
 * The clock of the assistant: it makes work punctual, the rows behind the jobs make it certain. No method throws or
 * hangs while Redis is away.
 */
export interface Queue {
  /** False: Redis did not take it, and the timer has to find the row. The same id again changes nothing. */
  schedule(kind: JobKind, rowId: string, version: number, dueAt: number, now: number): Promise<boolean>;
  /** True when it will not run any more; false when it is running already, or Redis is away. */
  cancel(kind: JobKind, rowId: string, version: number): Promise<boolean>;
  /** A job whose handler fails is logged and not tried again here: that is for its row and the timer to decide. */
  startWorkers(handlers: JobHandlers, options: { readonly concurrency: number }): void;
  /** Registers the regular upkeep; harmless when done twice, needed again after Redis was wiped. */
  ensureSchedulers(): Promise<boolean>;
  /** False only when Redis answers and has lost everything since `markSetUp`, or was never set up. */
  isSetUp(): Promise<boolean>;
  markSetUp(): Promise<boolean>;
  /** Jobs by state; undefined while Redis is away. */
  counts(): Promise<Readonly<Record<'waiting' | 'active' | 'delayed', number>> | undefined>;
  /** How many milliseconds too late the last job began. */
  lag(): number;
  /** Lets running jobs finish, for at most 5 seconds unless told otherwise. */
  close(): Promise<void>;
}

const prefix = '{causo}';
const usualLimits: QueueLimits = { answer: 900, close: 5_000 };
/** The event stream is not read by us, and long streams make the stand-in slow. */
const longestEventStream = 10;
const jobOptions: JobsOptions = { removeOnComplete: true, removeOnFail: true, attempts: 1 };

/** Opens the queue over the connections of this process. */
export function openQueue(redis: RedisHandle, options: QueueOptions): Queue {
  const name = options.name ?? 'jobs';
  const everyMinutes = options.upkeepEveryMinutes ?? 1;
  const limits = { ...usualLimits, ...options.limits };
  const marker = `${prefix}:${name}:set-up`;
  const queue = new BullQueue<Job>(name, {
    connection: redis.prompt,
    prefix,
    streams: { events: { maxLen: longestEventStream } },
    // Its check is a command that may fail at a bad moment, and the queue would stay broken for good.
    skipVersionCheck: true,
    skipWaitingForReady: true,
  });
  const reportError = (error: unknown): void => {
    // Lost connections are counted where they belong, and while Redis is away every attempt ends here.
    if (redis.isUp() && !isLostConnection(error)) options.log({ fault: 'queue_error', code: codeOf(error) });
  };
  queue.on('error', reportError);
  let worker: Worker<Job> | undefined;
  let lag = 0;
  const running = new Set<Promise<void>>();

  const attempt = async <Answer>(work: () => Promise<Answer>, otherwise: Answer): Promise<Answer> => {
    if (!redis.isUp()) return otherwise;
    try {
      return await within(limits.answer, work());
    } catch (error) {
      reportError(error);
      return otherwise;
    }
  };

  return {
    schedule: (kind, rowId, version, dueAt, now) =>
      attempt(async () => {
        const delay = Math.max(0, dueAt - now);
        const data: Job = { id: rowId, version };
        await queue.add(kind, data, { ...jobOptions, jobId: jobId(kind, rowId, version), delay });
        return true;
      }, false),
    cancel: (kind, rowId, version) =>
      attempt(async () => (await queue.remove(jobId(kind, rowId, version))) === 1, false),
    startWorkers(handlers, { concurrency }) {
      if (worker !== undefined) throw new Error('Expected startWorkers to be called once for a queue');
      worker = new Worker<Job>(
        name,
        async (job) => {
          lag = Math.max(0, Date.now() - job.timestamp - (job.opts.delay ?? 0));
          const work = runJob(job, handlers, options.log);
          running.add(work);
          await work.finally(() => running.delete(work));
        },
        { connection: redis.patient, prefix, concurrency, removeOnComplete: { count: 0 }, removeOnFail: { count: 0 } },
      );
      worker.on('error', reportError);
    },
    ensureSchedulers: () =>
      attempt(async () => {
        // Kept in Redis, so lost with it; without it the stream grows to 10,000 entries.
        await redis.prompt.hset(queue.toKey('meta'), 'opts.maxLenEvents', longestEventStream);
        const data: Job = { id: 'upkeep', version: 0 };
        const template = { name: 'upkeep', data, opts: { removeOnComplete: true, removeOnFail: true, attempts: 1 } };
        await queue.upsertJobScheduler('upkeep', { every: everyMinutes * 60_000 }, template);
        return true;
      }, false),
    isSetUp: () => attempt(async () => (await redis.prompt.exists(marker)) === 1, true),
    markSetUp: () => attempt(async () => (await redis.prompt.set(marker, '1')) === 'OK', false),
    counts: () =>
      attempt(async () => {
        const found = await queue.getJobCounts('waiting', 'active', 'delayed');
        return { waiting: found['waiting'] ?? 0, active: found['active'] ?? 0, delayed: found['delayed'] ?? 0 };
      }, undefined),
    lag: () => lag,
    async close() {
      // Without Redis BullMQ waits for a goodbye that never comes, unless forced; then it does not wait for jobs.
      const force = !redis.isUp();
      const finished = force ? Promise.allSettled(running) : Promise.resolve();
      const closing = finished.then(() => Promise.allSettled([worker?.close(force), queue.close()]));
      await within(limits.close, closing).catch(reportError);
    },
  };
}

function jobId(kind: JobKind, rowId: string, version: number): string {
  return `${kind}-${rowId}-${version}`;
}

async function runJob(job: BullJob<Job>, handlers: JobHandlers, log: QueueOptions['log']): Promise<void> {
  const kind = jobKinds.find((known) => known === job.name);
  const data = readJob(job.data);
  // An older or newer program may have put it there; its row is what counts.
  if (kind === undefined || data === undefined) return log({ fault: 'job_unknown', code: 'unreadable' });
  try {
    await handlers[kind](data);
  } catch (error) {
    log({ fault: 'job_failed', code: codeOf(error), kind, job: data });
  }
}

function readJob(data: unknown): Job | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const { id, version } = data as { readonly id?: unknown; readonly version?: unknown };
  return typeof id === 'string' && typeof version === 'number' ? { id, version } : undefined;
}

/** The code of an error, else its class: texts may hold what people wrote. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'not_an_error';
  const code = 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^\w{1,40}$/.test(code) ? code : error.constructor.name;
}

function isLostConnection(error: unknown): boolean {
  return error instanceof Error && ('syscall' in error || error.message === 'Connection is closed.');
}

async function within<Answer>(milliseconds: number, work: Promise<Answer>): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Expected an answer within ${milliseconds} ms`)), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
