import type { Queryable } from './database.ts';
import type { Sealer } from './seal.ts';

export interface NewReminder {
  readonly contact: number;
  readonly kind: string;
  /** What it is about; a matter has one waiting reminder of a kind. */
  readonly matter: string;
  readonly dueAt: Date;
  /** The person named this very day, so it comes on a holiday too. */
  readonly onItsDay?: boolean;
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

/** How a reminder ends. `done`: what it is about is done; `unreachable`: there is no address to send it to. */
export type ReminderOutcome = 'told' | 'not_wanted' | 'stopped' | 'done' | 'unreachable' | 'failed';

/**
 * Notes a message for later. One that waits for the same matter is moved, so that nobody is reminded of an old plan. Nothing
 * when the person has been reminded of this matter on that day already.
 */
export async function setReminder(transaction: Queryable, sealer: Sealer, reminder: NewReminder): Promise<Reminder | undefined> {
  const { contact, kind, matter, dueAt, onItsDay = false, payload, now } = reminder;
  await stopOtherDays(transaction, reminder);
  const [row] = await transaction.query<Reminder & { readonly [column: string]: unknown }>(
    `insert into causo.reminder (contact_id, kind, matter, due_day, due_at, on_its_day, payload, created_at)
     values ($1, $2, $3, ${dayOf('$4')}, $4, $5, $6, $7)
     on conflict (contact_id, kind, matter, due_day) do update
       set due_at = $4, on_its_day = $5, payload = $6, state = 'waiting', version = causo.reminder.version + 1,
         attempts = 0, ended_at = null, outcome = null
       where causo.reminder.state <> 'done'
     returning id, version, due_at as "dueAt"`,
    [contact, kind, matter, dueAt, onItsDay, sealer.seal(payload), now],
  );
  return row;
}

async function stopOtherDays(transaction: Queryable, { contact, kind, matter, dueAt, now }: NewReminder): Promise<void> {
  await transaction.query(
    `update causo.reminder set ${ended('$5')}, outcome = 'not_wanted'
     where contact_id = $1 and kind = $2 and matter = $3 and state = 'waiting' and due_day <> ${dayOf('$4')}`,
    [contact, kind, matter, dueAt, now],
  );
}

/** SQL: the day of a moment by the clock of Cà Mau. */
export function dayOf(moment: string): string {
  return `(${moment}::timestamptz at time zone 'Asia/Ho_Chi_Minh')::date`;
}

/** SQL: a reminder that will not be told ends, which makes its job end too. */
function ended(at: string): string {
  return `state = 'stopped', version = version + 1, ended_at = ${at}::timestamptz`;
}

/** Which of what waits for a contact: everything, kinds, or one subject of kinds, which is the matter up to its first slash. */
export interface Waiting {
  readonly contact: number;
  readonly kinds?: readonly string[];
  readonly subject?: string;
}

/** Ends what still waits for a contact. Returns how many that were. */
export async function endWaiting(
  transaction: Queryable,
  { contact, kinds, subject }: Waiting,
  outcome: Exclude<ReminderOutcome, 'told'>,
  now: Date,
): Promise<number> {
  const rows = await transaction.query(
    `update causo.reminder set ${ended('$5')}, outcome = $4
     where contact_id = $1 and state = 'waiting' and ($2::text[] is null or kind = any($2))
       and ($3::text is null or split_part(matter, '/', 1) = $3) returning id`,
    [contact, kinds ?? null, subject ?? null, outcome, now],
  );
  return rows.length;
}

/** Removes all reminders of a contact, whatever became of them. Returns how many. */
export async function removeReminders(transaction: Queryable, contact: number): Promise<number> {
  const rows = await transaction.query('delete from causo.reminder where contact_id = $1 returning id', [contact]);
  return rows.length;
}

/** What the person was reminded of last, if that was after `since`. */
export async function lastTold(transaction: Queryable, contact: number, since: Date): Promise<{ readonly kind: string; readonly matter: string } | undefined> {
  const [row] = await transaction.query<{ kind: string; matter: string }>(
    `select kind, matter from causo.reminder
     where contact_id = $1 and outcome = 'told' and ended_at > $2 order by ended_at desc, id desc limit 1`,
    [contact, since],
  );
  return row;
}
