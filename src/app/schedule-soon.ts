import type { JobKind, Queue } from '../queue/jobs.ts';

/** A row about which something is due, as its job names it. */
export interface DueRow {
  readonly id: number;
  readonly version: number;
  readonly dueAt: Date;
}

/** Only so much of the future is in the queue; upkeep tops it up. Milliseconds. */
export const queueHorizon = 10 * 60_000;

/** Puts those of the rows into the queue that fall due soon; resolves when it has them, or is away. Never rejects. */
export async function scheduleSoon({ queue, clock }: { readonly queue: Queue; readonly clock: () => Date }, kind: JobKind, rows: readonly DueRow[]): Promise<void> {
  const now = clock().getTime();
  const soon = rows.filter(({ dueAt }) => dueAt.getTime() < now + queueHorizon);
  await Promise.all(soon.map(({ id, version, dueAt }) => queue.schedule(kind, String(id), version, dueAt.getTime(), now)));
}
