import type { Queryable } from './database.ts';
import type { Sealer } from './seal.ts';

export interface NewReminder {
  readonly contact: number;
  readonly kind: string;
  /** What it is about; a matter has one waiting reminder of a kind. */
  readonly matter: string;
  readonly dueAt: Date;
  /** What its words need; sealed. */
  readonly payload: unknown;
  readonly now: Date;
}

/** Row and version of a waiting reminder, as a job names it. */
export interface Reminder {
  readonly id: number;
  readonly version: number;
  readonly dueAt: Date;
}

/** Notes a message for later. One that waits for the same matter is moved, so that nobody is reminded of an old plan. */
export async function setReminder(transaction: Queryable, sealer: Sealer, reminder: NewReminder): Promise<Reminder> {
  const { contact, kind, matter, dueAt, payload, now } = reminder;
  await stopOtherDays(transaction, reminder);
  const [row] = await transaction.query<Reminder & { readonly [column: string]: unknown }>(
    `insert into causo.reminder (contact_id, kind, matter, due_day, due_at, payload, created_at)
     values ($1, $2, $3, ${dayOf('$4')}, $4, $5, $6)
     on conflict (contact_id, kind, matter, due_day) do update
       set due_at = $4, payload = $5, state = 'waiting', version = causo.reminder.version + 1
     returning id, version, due_at as "dueAt"`,
    [contact, kind, matter, dueAt, sealer.seal(payload), now],
  );
  if (!row) throw new Error('Expected the database to return the reminder it saved');
  return row;
}

async function stopOtherDays(transaction: Queryable, { contact, kind, matter, dueAt }: NewReminder): Promise<void> {
  await transaction.query(
    `update causo.reminder set state = 'stopped', version = version + 1
     where contact_id = $1 and kind = $2 and matter = $3 and state = 'waiting' and due_day <> ${dayOf('$4')}`,
    [contact, kind, matter, dueAt],
  );
}

function dayOf(parameter: string): string {
  return `(${parameter}::timestamptz at time zone 'Asia/Ho_Chi_Minh')::date`;
}

/** Stops all that still wait for a contact. Returns how many. */
export async function stopReminders(transaction: Queryable, contact: number): Promise<number> {
  const rows = await transaction.query(
    `update causo.reminder set state = 'stopped', version = version + 1 where contact_id = $1 and state = 'waiting' returning id`,
    [contact],
  );
  return rows.length;
}

/** Removes all reminders of a contact, whatever became of them. Returns how many. */
export async function removeReminders(transaction: Queryable, contact: number): Promise<number> {
  const rows = await transaction.query('delete from causo.reminder where contact_id = $1 returning id', [contact]);
  return rows.length;
}
