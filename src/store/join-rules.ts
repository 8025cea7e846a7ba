import type { Queryable } from './database.ts';
import type { Sealer } from './seal.ts';

/** Two contacts that become one, their rows held. */
export interface Joining {
  /** Whose session goes on, and whose row stays. */
  readonly winner: number;
  /** Whose session ends; its row goes. */
  readonly loser: number;
  /** Which of the two gets new message numbers, and by how much they rise. */
  readonly renumbered: number;
  readonly offset: number;
  readonly now: Date;
}

export interface JoinRule {
  /** What becomes of the rows, in words. */
  readonly says: string;
  readonly apply: (transaction: Queryable, joining: Joining, sealer: Sealer) => Promise<void>;
}

/** Events from inside that belong to a question or a call of one session, and mean nothing to another. */
const sessionEvents = ['wait_timed_out', 'call_finished'];

/**
 * What joining does with each column that names a contact, in the order in which it is done; a test fails on a column
 * that is not here. Messages come before the outbox and the outbox before addresses, as a delivery locks them.
 */
export const joinRules: Readonly<Record<string, JoinRule>> = {
  'message.contact_id': { says: 'moved, numbered on behind those of the other', apply: joinMessages },
  'media.contact_id': { says: 'moved', apply: moving('media') },
  'ticket.contact_id': { says: 'moved; of two open ones the one that is further stays open and takes in the other', apply: joinTickets },
  'wait.contact_id': { says: 'those of the session that ends go with its question', apply: endWaits },
  'call.contact_id': { says: 'those of the session that ends go with it', apply: endCalls },
  'appointment.contact_id': { says: 'moved', apply: moving('appointment') },
  'waiting_place.contact_id': { says: 'moved, each in its place of the line', apply: moving('waiting_place') },
  'reminder.contact_id': { says: 'moved; of two plans for the same matter the newer one counts', apply: joinReminders },
  'reminder_stop.contact_id': { says: 'moved: what one of them did not want, both do not', apply: joinReminderStops },
  'outbox.contact_id': { says: 'moved, and sent where it was to be sent', apply: joinOutbox },
  'address.contact_id': { says: 'moved', apply: moving('address') },
  'inbound.contact_id': { says: 'moved, waiting ones too; what only the ended session waited for is done with', apply: joinInbound },
  'consent.contact_id': { says: 'moved; the newest word on a purpose counts', apply: moving('consent') },
  'link_code.contact_id': { says: 'moved, no longer to be used', apply: joinLinkCodes },
  'link_code.taker_contact_id': { says: 'moved; who has been joined is not joined again', apply: joinTakenCodes },
  'link_try.contact_id': { says: 'moved', apply: moving('link_try') },
};

type MovedTable = 'media' | 'ticket' | 'appointment' | 'waiting_place' | 'reminder' | 'address' | 'consent' | 'link_try';

function moving(table: MovedTable): JoinRule['apply'] {
  return async (transaction, { winner, loser }) => {
    await transaction.query(`update causo.${table} set contact_id = $1 where contact_id = $2`, [winner, loser]);
  };
}

/** Over negative numbers: the unique key is judged row by row, and a number may still be taken while its owner moves. */
async function joinMessages(transaction: Queryable, { winner, loser, renumbered, offset }: Joining): Promise<void> {
  await transaction.query('update causo.message set number = -(number + $2) where contact_id = $1', [renumbered, offset]);
  await transaction.query(
    'update causo.message set contact_id = $1, number = abs(number) where contact_id = $2 or contact_id = $1 and number < 0',
    [winner, loser],
  );
}

async function joinOutbox(transaction: Queryable, { winner, loser, renumbered, offset }: Joining): Promise<void> {
  await transaction.query(
    `update causo.outbox set contact_id = $1,
       message_number = case when contact_id = $3 and message_number > 0 then message_number + $4 else message_number end
     where contact_id in ($1, $2)`,
    [winner, loser, renumbered, offset],
  );
}

interface OpenTicket {
  readonly [column: string]: unknown;
  readonly id: number;
  readonly summary: Uint8Array | null;
}

async function joinTickets(transaction: Queryable, joining: Joining, sealer: Sealer): Promise<void> {
  const [kept, other] = await transaction.query<OpenTicket>(
    `select id, summary from causo.ticket where contact_id in ($1, $2) and closed_at is null
     order by state = 'claimed' desc, opened_at, id for update`,
    [joining.winner, joining.loser],
  );
  if (kept && other) await mergeTickets(transaction, kept, other, joining.now, sealer);
  await moving('ticket')(transaction, joining, sealer);
}

/** Whoever takes the ticket has to see what was asked for in both chats. */
async function mergeTickets(transaction: Queryable, kept: OpenTicket, other: OpenTicket, now: Date, sealer: Sealer): Promise<void> {
  const found = [kept, other].flatMap(({ summary }) => (summary ? sealer.unseal(summary) : []));
  await transaction.query(`update causo.ticket set state = 'closed', closed_at = $2, version = version + 1 where id = $1`, [other.id, now]);
  await transaction.query('update causo.ticket set summary = $2 where id = $1', [kept.id, found.length > 0 ? sealer.seal(found) : null]);
}

async function endWaits(transaction: Queryable, { loser }: Joining): Promise<void> {
  await transaction.query('delete from causo.wait where contact_id = $1', [loser]);
}

async function endCalls(transaction: Queryable, { loser }: Joining): Promise<void> {
  await transaction.query('delete from causo.call where contact_id = $1', [loser]);
}

async function joinReminderStops(transaction: Queryable, { winner, loser }: Joining): Promise<void> {
  await transaction.query(
    `insert into causo.reminder_stop (contact_id, kind, since) select $1, kind, since from causo.reminder_stop where contact_id = $2
     on conflict (contact_id, kind) do nothing`,
    [winner, loser],
  );
  await transaction.query('delete from causo.reminder_stop where contact_id = $1', [loser]);
}

async function joinReminders(transaction: Queryable, joining: Joining, sealer: Sealer): Promise<void> {
  const { winner, loser } = joining;
  const sameMatter = `from causo.reminder o where o.contact_id in ($1, $2) and o.contact_id <> r.contact_id and o.kind = r.kind and o.matter = r.matter`;
  await transaction.query(
    `delete from causo.reminder r where r.contact_id in ($1, $2) and exists (
       select ${sameMatter} and o.due_day = r.due_day
         and case when (o.state = 'waiting') <> (r.state = 'waiting') then o.state = 'waiting' else o.id > r.id end)`,
    [winner, loser],
  );
  await transaction.query(
    `update causo.reminder r set state = 'stopped', version = version + 1, outcome = 'not_wanted'
     where r.contact_id in ($1, $2) and r.state = 'waiting' and exists (select ${sameMatter} and o.state = 'waiting' and o.id > r.id)`,
    [winner, loser],
  );
  await moving('reminder')(transaction, joining, sealer);
}

/** The rows stay where they are in the line: they are handled in the order of their ids. */
async function joinInbound(transaction: Queryable, { winner, loser }: Joining): Promise<void> {
  await transaction.query(
    `update causo.inbound set state = 'done', payload = null
     where contact_id = $1 and state = 'pending' and channel = 'internal' and split_part(update_id, '-', 1) = any($2::text[])`,
    [loser, sessionEvents],
  );
  await transaction.query('update causo.inbound set contact_id = $1 where contact_id = $2', [winner, loser]);
}

async function joinLinkCodes(transaction: Queryable, { winner, loser, now }: Joining): Promise<void> {
  await transaction.query(
    `update causo.link_code set contact_id = $1, expires_at = case when state = 'open' then least(expires_at, $3) else expires_at end
     where contact_id = $2`,
    [winner, loser, now],
  );
}

async function joinTakenCodes(transaction: Queryable, { winner, loser }: Joining): Promise<void> {
  await transaction.query('update causo.link_code set taker_contact_id = $1 where taker_contact_id = $2', [winner, loser]);
  await transaction.query(`update causo.link_code set state = 'used' where contact_id = $1 and taker_contact_id = $1`, [winner]);
}
