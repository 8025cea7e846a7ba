import type { Queryable } from './database.ts';

/** Notes that somebody wants no reminders of these kinds any more; `all` stands for every kind. */
export async function noteStops(transaction: Queryable, contact: number, kinds: readonly string[], now: Date): Promise<void> {
  await transaction.query(
    `insert into causo.reminder_stop (contact_id, kind, since) select $1, kind, $3 from unnest($2::text[]) as kind
     on conflict (contact_id, kind) do nothing`,
    [contact, kinds, now],
  );
}

/** Takes back what was stopped, all of it without `kinds`. Returns how many. */
export async function liftStops(transaction: Queryable, contact: number, kinds?: readonly string[]): Promise<number> {
  const rows = await transaction.query('delete from causo.reminder_stop where contact_id = $1 and ($2::text[] is null or kind = any($2)) returning id', [
    contact,
    kinds ?? null,
  ]);
  return rows.length;
}

/** True when somebody wants no reminders of this kind. */
export async function isStopped(transaction: Queryable, contact: number, kind: string): Promise<boolean> {
  const rows = await transaction.query(`select kind from causo.reminder_stop where contact_id = $1 and kind in ($2, 'all') limit 1`, [contact, kind]);
  return rows.length > 0;
}
