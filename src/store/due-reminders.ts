import { lastUsedAddress } from './contacts.ts';
import type { Queryable } from './database.ts';
import { dayOf, type Reminder, type ReminderOutcome } from './reminders.ts';

/** A reminder whose time has come, held together with its contact until the transaction ends. */
export interface DueReminder extends Reminder {
  readonly contact: number;
  readonly kind: string;
  readonly matter: string;
  readonly onItsDay: boolean;
  /** Sealed. */
  readonly payload: Uint8Array;
  readonly attempts: number;
  /** No message of the contact waits for its turn. */
  readonly isFree: boolean;
  /** Where they wrote last; null when there is no address. */
  readonly address: number | null;
  readonly channel: string | null;
}

/**
 * Takes reminders due before `before`, the oldest first, at most `limit`. Those that another process has in hand, or whose
 * contact is held by a turn, are left for the next look.
 */
export async function holdDueReminders(transaction: Queryable, before: Date, limit: number): Promise<readonly DueReminder[]> {
  return transaction.query<DueReminder & { readonly [column: string]: unknown }>(
    // Nothing is waited for, so that the order of locks, which differs from that of a turn, can hold nobody up.
    `with due as (
       select id, version, contact_id, kind, matter, due_at, on_its_day, payload, attempts from causo.reminder
       where state = 'waiting' and due_at <= $1 order by due_at, id limit $2 for update skip locked
     ), held as (
       select id, pending from causo.contact where id in (select contact_id from due) order by id for update skip locked
     )
     select due.id, due.version, due.contact_id as contact, due.kind, due.matter, due.due_at as "dueAt", due.on_its_day as "onItsDay",
       due.payload, due.attempts, held.pending = 0 as "isFree", a.id as address, a.channel
     from due join held on held.id = due.contact_id
       left join causo.address a on a.id = ${lastUsedAddress('due.contact_id')}
     order by due.due_at, due.id`,
    [before, limit],
    'hold_due_reminders',
  );
}

/** Ends reminders that are held. */
export async function endReminders(transaction: Queryable, ends: readonly { readonly id: number; readonly outcome: ReminderOutcome }[], now: Date): Promise<void> {
  if (ends.length === 0) return;
  await transaction.query(
    `update causo.reminder r set state = case e.outcome when 'told' then 'done' else 'stopped' end, outcome = e.outcome, ended_at = $3
     from unnest($1::bigint[], $2::text[]) as e(id, outcome) where r.id = e.id`,
    [ends.map(({ id }) => id), ends.map(({ outcome }) => outcome), now],
    'end_reminders',
  );
}

export interface ReminderMove {
  readonly id: number;
  readonly dueAt: Date;
  /** It could not be fired; else it was put off to a better moment. */
  readonly isRetry: boolean;
}

/**
 * Puts reminders that are held off to another moment, under a new version. One that would come on a day on which there is
 * another one about the same is not moved. Returns those that were.
 */
export async function moveReminders(transaction: Queryable, moves: readonly ReminderMove[]): Promise<readonly Reminder[]> {
  if (moves.length === 0) return [];
  return transaction.query<Reminder & { readonly [column: string]: unknown }>(
    `update causo.reminder r set due_at = m.due_at, due_day = ${dayOf('m.due_at')}, version = r.version + 1,
       moves = r.moves + case when m.is_retry then 0 else 1 end, attempts = r.attempts + case when m.is_retry then 1 else 0 end
     from unnest($1::bigint[], $2::timestamptz[], $3::boolean[]) as m(id, due_at, is_retry)
     where r.id = m.id and not exists (
       select from causo.reminder o where o.contact_id = r.contact_id and o.kind = r.kind and o.matter = r.matter and o.id <> r.id
         and o.due_day = ${dayOf('m.due_at')})
     returning r.id, r.version, r.due_at as "dueAt"`,
    [moves.map(({ id }) => id), moves.map(({ dueAt }) => dueAt), moves.map(({ isRetry }) => isRetry)],
    'move_reminders',
  );
}

/** At one instant so many jobs are enough to wake every process; each of them takes whatever is due. */
const jobsPerInstant = 8;

/** Waiting reminders that fall due before `before`, at most a few of each instant and `limit` in all, for the queue. */
export async function reminderInstants(database: Queryable, before: Date, limit: number): Promise<readonly Reminder[]> {
  return database.query<Reminder & { readonly [column: string]: unknown }>(
    `select id, version, due_at as "dueAt" from (
       select id, version, due_at, row_number() over (partition by due_at order by id) as place
       from causo.reminder where state = 'waiting' and due_at < $1
     ) numbered where place <= ${jobsPerInstant} order by due_at, place limit $2`,
    [before, limit],
  );
}
