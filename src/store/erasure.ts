import { eraseAdministrator } from './administrators.ts';
import { removeAppointments } from './appointments.ts';
import type { Queryable } from './database.ts';
import { eraseLinks } from './link-codes.ts';
import { liftStops } from './reminder-stops.ts';
import { removeWaitingPlaces } from './waiting-places.ts';

/** What an erasure does with each table; a test fails on a table that is not here. */
export const erasureRules: Readonly<Record<string, string>> = {
  contact: 'emptied at once, removed after the receipt was sent',
  address: 'the one that asked is kept as the way of the receipt, then removed with the contact; the others are removed',
  inbound: 'payload emptied, the bare key kept 48 hours so that a late copy is not taken for a new message',
  outbox: 'removed, except what comes after',
  echo: 'removed, except of what comes after; holds keyed hashes only',
  echo_doubt: 'removed; that echoes prove nothing for a day is noted without a word',
  message: 'removed',
  media: 'removed',
  consent: 'kept 24 months under a keyed hash only, as proof',
  flow_version: 'holds nothing personal',
  ticket: 'removed',
  wait: 'removed',
  call: 'removed',
  appointment: 'removed, and its seat given to who waits, or to anybody',
  appointment_change: 'goes with its appointment',
  waiting_place: 'removed, and a seat kept for it given to the next',
  seats: 'counts seats only',
  reminder: 'removed',
  reminder_stop: 'removed',
  facility: 'holds nothing personal',
  link_code: 'removed',
  link_try: 'the bare time is kept for a day, so that nobody can guess on',
  administrator: 'removed: the chat hears of no alert any more',
  administrator_code: 'holds nothing personal',
  alert: 'holds nothing personal',
  traffic: 'holds nothing personal',
  process: 'holds nothing personal',
  channel_token: 'holds nothing personal',
  data_key: 'holds nothing personal',
  template: 'holds nothing personal',
  reminder_step: 'removed with its reminder',
  migration: 'holds nothing personal',
};

/**
 * Erases everything about a contact at once, in the transaction of the turn that asked for it and that empties the
 * contact row itself. Returns how many rows went.
 */
export async function eraseContact(transaction: Queryable, contact: number, now: Date): Promise<number> {
  const gone = [
    await removeFrom(transaction, 'message', contact),
    await removeFrom(transaction, 'media', contact),
    await removeFrom(transaction, 'ticket', contact),
    await removeFrom(transaction, 'wait', contact),
    await removeFrom(transaction, 'call', contact),
    await removeAppointments(transaction, contact, now),
    await removeWaitingPlaces(transaction, contact, now),
    await removeFrom(transaction, 'reminder', contact),
    await liftStops(transaction, contact),
  ];
  const unsent = await dropOutbox(transaction, contact);
  await eraseLinks(transaction, contact);
  await eraseAdministrator(transaction, contact);
  await forgetEchoes(transaction, contact, now);
  // Pending messages were written before the erasure was asked for: they go too, and are not answered any more.
  await transaction.query(
    `update causo.inbound set payload = null, state = 'done', contact_id = null, address_id = null where contact_id = $1`,
    [contact],
  );
  await transaction.query('update causo.consent set contact_id = null, erased_at = $2 where contact_id = $1', [contact, now]);
  await transaction.query('update causo.contact set pending = 0 where id = $1', [contact]);
  return gone.reduce((sum, count) => sum + count, 0) + unsent;
}

/** Nobody knows any more which echoes stood for what: those that still come prove nothing. */
async function forgetEchoes(transaction: Queryable, contact: number, now: Date): Promise<void> {
  const addresses = '(select id from causo.address where contact_id = $1)';
  await transaction.query(`delete from causo.echo where address_id in ${addresses}`, [contact]);
  await transaction.query(`delete from causo.echo_doubt where address_id in ${addresses}`, [contact]);
  await transaction.query(
    `insert into causo.echo_doubt (address_id, trace, since) select id, '', $2 from causo.address where contact_id = $1`,
    [contact, now],
  );
}

/** Cuts all addresses loose but the one where the erasure was asked for: whoever writes there is somebody new. */
export async function removeOtherAddresses(transaction: Queryable, contact: number, kept: number): Promise<void> {
  await transaction.query('delete from causo.address where contact_id = $1 and id <> $2', [contact, kept]);
}

/** Removes contacts whose receipt has been sent, or could not be sent within a day, at most so many. Returns how many. */
export async function removeErased(database: Queryable, now: Date, limit = 1_000): Promise<number> {
  const rows = await database.query(
    // By the place of the row: whoever has written meanwhile is somebody new, and stays.
    `delete from causo.contact where ctid = any(array(
       select ctid from causo.contact c where c.erased_at < $1::timestamptz - interval '10 minutes' and (
         c.erased_at < $1::timestamptz - interval '1 day'
         or not exists (select from causo.address a where a.contact_id = c.id and a.queued <> a.finished)
       ) limit $2
     )) returning id`,
    [now, limit],
  );
  return rows.length;
}

type PersonalTable = 'message' | 'media' | 'ticket' | 'wait' | 'call' | 'reminder';

async function removeFrom(transaction: Queryable, table: PersonalTable, contact: number): Promise<number> {
  const rows = await transaction.query(`delete from causo.${table} where contact_id = $1 returning id`, [contact]);
  return rows.length;
}

async function dropOutbox(transaction: Queryable, contact: number): Promise<number> {
  const [row] = await transaction.query<{ count: number }>(
    `with gone as (
       delete from causo.outbox where contact_id = $1 returning address_id
     ), counted as (
       select address_id, count(*) as count from gone group by address_id
     ), settled as (
       update causo.address a set finished = a.finished + counted.count from counted where a.id = counted.address_id
     )
     select count(*)::int as count from gone`,
    [contact],
  );
  return row?.count ?? 0;
}
