import type { Database, Queryable } from './database.ts';
import type { Sealer } from './seal.ts';
import type { InboundKey } from './turns.ts';

/** A message that waits: for its turn, or for a better moment. */
export interface PendingMessage extends InboundKey {
  readonly row: number;
  readonly contact: number;
  readonly address: number;
  readonly payload: unknown;
  readonly attempts: number;
  readonly receivedAt: Date;
  /** Channel of the address that is answered; that of the message itself may be `internal`. */
  readonly addressChannel: string;
}

export interface NewPending extends InboundKey {
  readonly contact: number;
  readonly address: number;
  readonly payload: unknown;
  readonly receivedAt: Date;
}

/**
 * Saves messages to be handled in order of their rows. Raises the version of each contact, so that a turn still under way
 * loses, and its pending count, so that later messages queue behind. A message that was already done is left alone.
 * Returns the contacts for which it was saved, or was there already; none is whose row is gone, or whose address is
 * another's by now.
 */
export async function savePending(transaction: Queryable, sealer: Sealer, messages: readonly NewPending[]): Promise<ReadonlySet<number>> {
  const rows = await transaction.query<{ contact: number }>(
    // The contacts first, as a turn under way does: else the two could wait for each other over contact and key.
    `with locked as (
       select id from causo.contact where id = any($4::bigint[]) order by id for update
     ), valid as (
       select m.* from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::bytea[], $7::timestamptz[]) with ordinality
         as m(channel, account, update_id, contact_id, address_id, payload, received_at, position)
       join causo.address a on a.id = m.address_id and a.contact_id = m.contact_id
       where m.contact_id in (select id from locked)
     ), added as (
       insert into causo.inbound (channel, account, update_id, contact_id, address_id, state, payload, received_at)
       select channel, account, update_id, contact_id, address_id, 'pending', payload, received_at from valid
       order by position
       on conflict (channel, account, update_id) do nothing
       returning contact_id
     ), counted as (
       select contact_id, count(*)::int as added from added group by contact_id
     ), raised as (
       update causo.contact c set version = c.version + 1, pending = c.pending + counted.added, erased_at = null
       from counted where c.id = counted.contact_id
     )
     select distinct contact_id as contact from valid`,
    [
      messages.map(({ channel }) => channel),
      messages.map(({ account }) => account),
      messages.map(({ updateId }) => updateId),
      messages.map(({ contact }) => contact),
      messages.map(({ address }) => address),
      messages.map(({ payload }) => sealer.seal(payload)),
      messages.map(({ receivedAt }) => receivedAt),
    ],
    'save_pending',
  );
  return new Set(rows.map(({ contact }) => contact));
}

/** The waiting messages of one contact, oldest first, at most 20. */
export async function loadPending(database: Queryable, sealer: Sealer, contact: number): Promise<readonly PendingMessage[]> {
  const rows = await database.query<{
    row: number;
    channel: string;
    account: string;
    updateId: string;
    address: number;
    payload: Uint8Array;
    attempts: number;
    receivedAt: Date;
    addressChannel: string;
  }>(
    `select i.id as row, i.channel, i.account, i.update_id as "updateId", i.address_id as address, i.payload, i.attempts,
       i.received_at as "receivedAt", a.channel as "addressChannel"
     from causo.inbound i join causo.address a on a.id = i.address_id
     where i.contact_id = $1 and i.state = 'pending' order by i.id limit 20`,
    [contact],
    'load_pending',
  );
  return rows.map((row) => ({ ...row, contact, payload: sealer.unseal(row.payload) }));
}

/** True while a message waits: it was neither answered nor set aside. */
export async function isPending(database: Queryable, row: number): Promise<boolean> {
  const rows = await database.query(`select id from causo.inbound where id = $1 and state = 'pending'`, [row], 'is_pending');
  return rows.length > 0;
}

/** Counts a try before it is made, so that a message that kills its process is counted too. Returns the new count. */
export async function countAttempt(database: Queryable, row: number): Promise<number> {
  const [counted] = await database.query<{ attempts: number }>(
    `update causo.inbound set attempts = attempts + 1 where id = $1 and state = 'pending' returning attempts`,
    [row],
    'count_attempt',
  );
  return counted?.attempts ?? 0;
}

/** Takes a try back that failed for a reason which had nothing to do with the message. */
export async function discountAttempt(database: Queryable, row: number): Promise<void> {
  await database.query('update causo.inbound set attempts = greatest(0, attempts - 1) where id = $1', [row], 'discount_attempt');
}

/**
 * Sets a message aside for good, with the payload given, and puts the notice, if there is one, in its place, in one
 * transaction: the chat goes on, and the person hears of it. Does nothing when the message is not pending any more.
 */
export async function park(database: Database, sealer: Sealer, message: PendingMessage, notice: NewPending | undefined): Promise<void> {
  await database.transaction(async (transaction) => {
    // Whose it is now: it may have been joined with another contact since it was loaded.
    await transaction.query('select id from causo.contact where id = (select contact_id from causo.inbound where id = $1) for update', [message.row]);
    const [owner] = await transaction.query<{ id: number }>(
      `with parked as (
         update causo.inbound set state = 'parked', payload = $2 where id = $1 and state = 'pending' returning contact_id
       )
       update causo.contact c set pending = c.pending - 1, version = c.version + 1
       from parked where c.id = parked.contact_id returning c.id`,
      [message.row, sealer.seal(message.payload)],
    );
    if (owner && notice) await savePending(transaction, sealer, [{ ...notice, contact: owner.id }]);
  });
}

/** Contacts with messages that have waited since before `before`, at most 500. */
export async function contactsWithPending(database: Queryable, before: Date): Promise<readonly number[]> {
  const rows = await database.query<{ contact: number }>(
    `select distinct contact_id as contact from causo.inbound
     where state = 'pending' and received_at < $1 and contact_id is not null limit 500`,
    [before],
  );
  return rows.map(({ contact }) => contact);
}
