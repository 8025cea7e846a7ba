import type { Queryable } from './database.ts';

/** What is held about a contact, in counts and dates. */
export interface Holdings {
  readonly messages: number;
  readonly pictures: number;
  readonly openTickets: number;
  readonly consents: number;
  readonly appointments: number;
  readonly reminders: number;
  readonly since: Date;
}

/** Counts what is held about a contact, for "xem dữ liệu". */
export async function readHoldings(transaction: Queryable, contact: number): Promise<Holdings | undefined> {
  const [row] = await transaction.query<Holdings & { readonly [column: string]: unknown }>(
    `select
       (select count(*)::int from causo.message where contact_id = c.id) as messages,
       (select count(*)::int from causo.media where contact_id = c.id) as pictures,
       (select count(*)::int from causo.ticket where contact_id = c.id and closed_at is null) as "openTickets",
       (select count(*)::int from causo.consent where contact_id = c.id) as consents,
       (select count(*)::int from causo.appointment where contact_id = c.id)
         + (select count(*)::int from causo.waiting_place where contact_id = c.id) as appointments,
       -- Nobody asked to be reminded of what is unfinished, and it holds nothing.
       (select count(*)::int from causo.reminder where contact_id = c.id and state = 'waiting' and kind <> 'unfinished_flow') as reminders,
       c.created_at as since
     from causo.contact c where id = $1`,
    [contact],
  );
  return row;
}
