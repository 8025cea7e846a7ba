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

/** Adds something to what an open ticket tells, for whoever takes it. */
export async function noteOnTicket(transaction: Queryable, sealer: Sealer, id: number, noted: readonly unknown[]): Promise<void> {
  const [ticket] = await transaction.query<{ summary: Uint8Array | null }>('select summary from causo.ticket where id = $1 for update', [id]);
  if (!ticket) return;
  const known: unknown = ticket.summary ? sealer.unseal(ticket.summary) : [];
  const entries: readonly unknown[] = Array.isArray(known) ? known : [known];
  await transaction.query('update causo.ticket set summary = $2 where id = $1', [id, sealer.seal([...entries, ...noted].slice(-mostEntries))]);
}

/** Of what is noted again and again only the last stays. */
const mostEntries = 20;
