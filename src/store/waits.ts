import { lastUsedAddress } from './contacts.ts';
import type { Queryable } from './database.ts';

export interface Wait {
  readonly id: number;
  readonly version: number;
  readonly contact: number;
  readonly question: number;
  readonly dueAt: Date;
}

const columns = 'id, version, contact_id as contact, question, due_at as "dueAt"';

/** Notes that a question goes on by itself at `dueAt`. */
export async function setWait(transaction: Queryable, contact: number, question: number, dueAt: Date): Promise<Wait> {
  const [wait] = await transaction.query<Wait & { readonly [column: string]: unknown }>(
    `insert into causo.wait (contact_id, question, due_at) values ($1, $2, $3)
     on conflict (contact_id, question) do update set due_at = $3, version = causo.wait.version + 1, done_at = null
     returning ${columns}`,
    [contact, question, dueAt],
  );
  if (!wait) throw new Error('Expected the database to return the wait it saved');
  return wait;
}

/** Claims a wait that is due, once. Nothing when it was moved, done, or the clock is not there yet. */
export async function takeDueWait(transaction: Queryable, id: number, version: number, now: Date): Promise<(Wait & { address: number }) | undefined> {
  // The contact first, as every turn does: an erasure holds the contact and then wants the wait.
  await transaction.query('select id from causo.contact where id = (select contact_id from causo.wait where id = $1) for update', [id]);
  const [wait] = await transaction.query<Wait & { address: number; readonly [column: string]: unknown }>(
    `update causo.wait w set done_at = $3
     where id = $1 and version = $2 and done_at is null and due_at <= $3
     returning ${columns}, coalesce(${lastUsedAddress('w.contact_id')}, 0) as address`,
    [id, version, now],
  );
  return wait;
}

/** Waits not done that fall due before `before`, at most 500. */
export async function dueWaits(database: Queryable, before: Date): Promise<readonly Wait[]> {
  return database.query<Wait & { readonly [column: string]: unknown }>(
    `select ${columns} from causo.wait where done_at is null and due_at < $1 order by due_at limit 500`,
    [before],
  );
}
