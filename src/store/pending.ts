import type { Database, Queryable } from './database.ts';
import { isAlive } from './leases.ts';
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
 * another's by now. `held`: whether contacts that somebody holds are waited for, or skipped.
 */
export async function savePending(transaction: Queryable, sealer: Sealer, messages: readonly NewPending[], held: 'wait' | 'skip' = 'wait'): Promise<ReadonlySet<number>> {
  const rows = await transaction.query<{ contact: number }>(
    // The contacts first, as a turn under way does: else the two could wait for each other over contact and key.
    `with locked as (
       select id from causo.contact where id = any($4::bigint[]) order by id for update ${held === 'skip' ? 'skip locked' : ''}
     ), valid as (
       select m.* from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::bytea[], $7::timestamptz[]) with ordinality
         as m(channel, account, update_id, contact_id, address_id, payload, received_at, position)
       join causo.address a on a.id = m.address_id and a.contact_id = m.contact_id
       where m.contact_id in (select id from locked)
       -- Judged again if an erasure that held the contact has removed the address.
       for key share of a
     ), added as (
       insert into causo.inbound (channel, account, update_id, contact_id, address_id, state, payload, received_at)
       select channel, account, update_id, contact_id, address_id, 'pending', payload, received_at from valid
       order by position
       on conflict (channel, account, update_id) do nothing
       returning contact_id
     ), ${raiseContacts}
     select distinct contact_id as contact from valid`,
    columnsOf(sealer, messages),
    held === 'skip' ? 'save_pending_of_free' : 'save_pending',
  );
  return new Set(rows.map(({ contact }) => contact));
}

/** SQL: the contacts of the rows of `added` have so many more messages that wait, which makes a turn under way lose. */
export const raiseContacts = `counted as (
       select contact_id, count(*)::int as added from added group by contact_id
     ), raised as (
       update causo.contact c set version = c.version + 1, pending = c.pending + counted.added, erased_at = null
       from counted where c.id = counted.contact_id
     )`;

/** The messages as columns: channel, account, update id, contact, address, sealed payload, time of arrival. */
export function columnsOf(sealer: Sealer, messages: readonly NewPending[]): readonly unknown[] {
  return [
    messages.map(({ channel }) => channel),
    messages.map(({ account }) => account),
    messages.map(({ updateId }) => updateId),
    messages.map(({ contact }) => contact),
    messages.map(({ address }) => address),
    messages.map(({ payload }) => sealer.seal(payload)),
    messages.map(({ receivedAt }) => receivedAt),
  ];
}

/** While its process lives, a message that is tried is left alone by others for so long; longer than the longest turn. */
export const tryingSeconds = 20;

export interface Claim {
  /** At most so many messages, of as many contacts. */
  readonly limit: number;
  /** A number: only those of this contact. Else only those that were never tried, or only others. */
  readonly whose: number | 'untried' | 'tried';
  /** Rows that are in hand, or have failed a moment ago. */
  readonly except: readonly number[];
}

/**
 * Takes the oldest waiting message of each of several contacts for this process alone, those first that wait longest. Their
 * tries are counted before they are made, so that a message that kills its process is counted too. What this process
 * holds already and is not named in `except` it has lost sight of, and takes again.
 */
export async function claimPending(database: Queryable, sealer: Sealer, owner: string, claim: Claim): Promise<readonly PendingMessage[]> {
  const { limit, whose, except } = claim;
  const [name, where, parameters] = claims(whose);
  const rows = await database.query<Omit<PendingMessage, 'payload'> & { readonly payload: Uint8Array }>(
    `with claimed as (
       select i.id from causo.inbound i
       where i.state = 'pending' and ${where} and i.id <> all($3::bigint[])
         and (i.tried_by is null or i.tried_by = $1 or i.tried_until <= now() or not ${isAlive('i.tried_by')})
         and not exists (
           select from causo.inbound earlier
           where earlier.contact_id = i.contact_id and earlier.state = 'pending' and earlier.id < i.id)
       order by i.id limit $2 for update of i skip locked
     )
     update causo.inbound i set attempts = i.attempts + 1, tried_by = $1, tried_until = now() + interval '${tryingSeconds} s'
     from claimed, causo.address a
     where i.id = claimed.id and a.id = i.address_id
     returning i.id as row, i.contact_id as contact, i.channel, i.account, i.update_id as "updateId", i.address_id as address,
       i.payload, i.attempts, i.received_at as "receivedAt", a.channel as "addressChannel"`,
    [owner, limit, except, ...parameters],
    name,
  );
  return rows.map((row) => ({ ...row, payload: sealer.unseal(row.payload) })).toSorted((a, b) => a.row - b.row);
}

/** Name of the statement, its condition, and what that needs. */
function claims(whose: Claim['whose']): readonly [string, string, readonly number[]] {
  if (whose === 'untried') return ['claim_untried', 'i.contact_id is not null and i.attempts = 0', []];
  if (whose === 'tried') return ['claim_tried', 'i.contact_id is not null and i.attempts > 0', []];
  return ['claim_of_contact', 'i.contact_id = $4', [whose]];
}

/** Gives a message back whose try failed. `isInnocent`: for a reason that had nothing to do with it, so the try does not count. */
export async function returnPending(database: Queryable, owner: string, row: number, isInnocent: boolean): Promise<void> {
  await database.query(
    `update causo.inbound set tried_by = null, tried_until = null, attempts = greatest(0, attempts - $3)
     where id = $1 and tried_by = $2`,
    [row, owner, isInnocent ? 1 : 0],
    'return_pending',
  );
}

/** True while a message waits: it was neither answered nor set aside. */
export async function isPending(database: Queryable, row: number): Promise<boolean> {
  const rows = await database.query(`select id from causo.inbound where id = $1 and state = 'pending'`, [row], 'is_pending');
  return rows.length > 0;
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

/** How many messages wait for their turn, and the age of the oldest in seconds, 0 when there is none. */
export async function pendingAge(database: Queryable, now: Date): Promise<{ readonly count: number; readonly seconds: number }> {
  const [row] = await database.query<{ count: number; seconds: number | null }>(
    `select count(*)::int as count, extract(epoch from $1::timestamptz - min(received_at))::float8 as seconds from causo.inbound where state = 'pending'`,
    [now],
  );
  return { count: row?.count ?? 0, seconds: Math.max(0, row?.seconds ?? 0) };
}
