import type { Queryable } from './database.ts';
import type { Sealer } from './seal.ts';

/** One line of a conversation as it was kept. */
export interface StoredMessage {
  readonly number: number;
  readonly direction: 'inbound' | 'outbound';
  readonly payload: unknown;
  readonly at: Date;
}

/**
 * Messages of a contact with a number above `after`, oldest first; the newest `limit` when `after` is 0. With `address`
 * only those that went over it.
 */
export async function messagesAfter(
  database: Queryable,
  sealer: Sealer,
  contact: number,
  after: number,
  limit: number,
  address?: number,
): Promise<readonly StoredMessage[]> {
  const rows = await database.query<{ number: number; direction: 'inbound' | 'outbound'; payload: Uint8Array; at: Date }>(
    `select * from (
       select number, direction, payload, created_at as at from causo.message
       where contact_id = $1 and number > $2 and ($4::bigint is null or address_id = $4)
       order by case when $2 = 0 then -number else number end limit $3
     ) page order by number`,
    [contact, after, limit, address ?? null],
    'messages_after',
  );
  return rows.map((row) => ({ ...row, payload: sealer.unseal(row.payload) }));
}

/** The sensitive messages of a contact, to be written again with the numbers masked. */
export async function maskSensitive(
  database: Queryable,
  sealer: Sealer,
  contact: number,
  masked: (payload: unknown) => unknown,
): Promise<void> {
  const rows = await database.query<{ id: number; payload: Uint8Array }>(
    'select id, payload from causo.message where contact_id = $1 and sensitive',
    [contact],
  );
  await rewrite(database, sealer, rows, masked);
}

/** The same for everybody's messages from before `before`; returns how many were masked. */
export async function maskOldSensitive(
  database: Queryable,
  sealer: Sealer,
  before: Date,
  masked: (payload: unknown) => unknown,
): Promise<number> {
  const rows = await database.query<{ id: number; payload: Uint8Array }>(
    'select id, payload from causo.message where sensitive and created_at < $1 limit 1000',
    [before],
  );
  await rewrite(database, sealer, rows, masked);
  return rows.length;
}

async function rewrite(
  database: Queryable,
  sealer: Sealer,
  rows: readonly { readonly id: number; readonly payload: Uint8Array }[],
  masked: (payload: unknown) => unknown,
): Promise<void> {
  await database.query(
    `update causo.message m set payload = n.payload, sensitive = false
     from unnest($1::bigint[], $2::bytea[]) as n(id, payload) where m.id = n.id`,
    [rows.map(({ id }) => id), rows.map(({ payload }) => sealer.seal(masked(sealer.unseal(payload))))],
  );
}

/**
 * Ends the longer keeping that consent allowed: notes for volunteers go, what the web chat has to show stays at most `hours` from when it was
 * written, everything else goes at once.
 */
export async function endKeeping(transaction: Queryable, contact: number, hours: number): Promise<void> {
  await transaction.query('update causo.ticket set summary = null where contact_id = $1', [contact]);
  await transaction.query(
    `delete from causo.message m using causo.address a
     where m.contact_id = $1 and a.id = m.address_id and a.channel <> 'web'`,
    [contact],
  );
  await transaction.query(
    `update causo.message set expires_at = least(expires_at, created_at + make_interval(hours => $2)) where contact_id = $1`,
    [contact, hours],
  );
}
