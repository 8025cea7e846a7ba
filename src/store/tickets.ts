import type { Queryable } from './database.ts';
import type { Sealer } from './seal.ts';

export interface NewTicket {
  readonly contact: number;
  readonly address: number;
  readonly topic: string;
  readonly flow?: string;
  readonly node?: string;
  /** What was asked and found so far; sealed. */
  readonly summary: unknown;
  readonly now: Date;
}

/** Opens a ticket, or finds the one that the contact has open already. */
export async function openTicket(
  transaction: Queryable,
  sealer: Sealer,
  ticket: NewTicket,
): Promise<{ readonly id: number; readonly already: boolean }> {
  const [opened] = await transaction.query<{ id: number }>(
    `insert into causo.ticket (contact_id, address_id, topic, flow, node, summary, opened_at)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (contact_id) where closed_at is null do nothing returning id`,
    [ticket.contact, ticket.address, ticket.topic, ticket.flow ?? null, ticket.node ?? null, sealer.seal(ticket.summary), ticket.now],
    'open_ticket',
  );
  if (opened) return { id: opened.id, already: false };
  const [open] = await transaction.query<{ id: number }>(
    'select id from causo.ticket where contact_id = $1 and closed_at is null',
    [ticket.contact],
    'find_open_ticket',
  );
  if (!open) throw new Error('Expected an open ticket after a conflict on it');
  return { id: open.id, already: true };
}

/** How many tickets wait for a person; for the metrics. */
export async function countOpenTickets(database: Queryable): Promise<number> {
  const [row] = await database.query<{ count: number }>('select count(*)::int as count from causo.ticket where closed_at is null');
  return row?.count ?? 0;
}
