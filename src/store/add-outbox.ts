import type { Queryable } from './database.ts';
import type { Sealer } from './seal.ts';

export interface NewOutboxRow {
  readonly contact: number;
  readonly address: number;
  readonly priority: 0 | 1 | 2 | 3;
  readonly payload: unknown;
  readonly now: Date;
  readonly notAfter: Date;
}

/** Puts a message that no turn wrote behind what waits for an address. The caller holds the contact, and wakes delivery after the commit. */
export async function addToOutbox(transaction: Queryable, sealer: Sealer, { contact, address, priority, payload, now, notAfter }: NewOutboxRow): Promise<void> {
  await transaction.query(
    `with placed as (
       update causo.address set queued = queued + 1 where id = $1 and contact_id = $2 returning id, queued
     )
     insert into causo.outbox (address_id, contact_id, number, priority, message_number, payload, created_at, due_at, not_after)
     select id, $2, queued, $3, 0, $4, $5, $5, $6 from placed`,
    [address, contact, priority, sealer.seal(payload), now, notAfter],
    'add_to_outbox',
  );
}

/** Holds a row of the outbox. False: it is not there any more. */
export async function holdOutboxRow(transaction: Queryable, row: number): Promise<boolean> {
  const rows = await transaction.query('select id from causo.outbox where id = $1 for update', [row], 'hold_outbox_row');
  return rows.length > 0;
}
