import type { Queryable } from './database.ts';
import { columnsOf, raiseContacts, tryingSeconds, type NewPending, type PendingMessage } from './pending.ts';
import type { Sealer } from './seal.ts';

/**
 * Saves messages that this process will try at once, as if it had claimed them. The caller holds the contacts, and none of
 * them has a message that waits. Returns those that were saved; a message that was there already, or whose address is
 * another's by now, is not.
 */
export async function saveTaken(transaction: Queryable, sealer: Sealer, owner: string, messages: readonly (NewPending & { readonly addressChannel: string })[]): Promise<readonly PendingMessage[]> {
  if (messages.length === 0) return [];
  const rows = await transaction.query<{ row: number; updateId: string }>(
    `with valid as (
       select m.* from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::bytea[], $7::timestamptz[]) with ordinality
         as m(channel, account, update_id, contact_id, address_id, payload, received_at, position)
       join causo.address a on a.id = m.address_id and a.contact_id = m.contact_id
       for key share of a
     ), added as (
       insert into causo.inbound (channel, account, update_id, contact_id, address_id, state, payload, received_at, attempts, tried_by, tried_until)
       select channel, account, update_id, contact_id, address_id, 'pending', payload, received_at, 1, $8, now() + interval '${tryingSeconds} s'
       from valid order by position
       on conflict (channel, account, update_id) do nothing
       returning id, update_id, contact_id
     ), ${raiseContacts}
     select id as row, update_id as "updateId" from added`,
    [...columnsOf(sealer, messages), owner],
    'save_taken',
  );
  const saved = new Map(rows.map(({ updateId, row }) => [updateId, row]));
  return messages.flatMap((message) => {
    const row = saved.get(message.updateId);
    return row === undefined ? [] : [{ ...message, row, attempts: 1 }];
  });
}
