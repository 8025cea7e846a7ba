import type { Queryable } from './database.ts';
import { removeErased } from './erasure.ts';

/** The day by the clock of Cà Mau. */
const today = `($1::timestamptz at time zone 'Asia/Ho_Chi_Minh')::date`;

/** Messages that nobody could send in time, of a channel that is off for example, and still counted as finished. */
const dropUnsent = `with gone as (
    delete from causo.outbox where not_after < $1::timestamptz - interval '1 day' returning id, address_id
  ), counted as (
    select address_id, count(*) as count from gone group by address_id
  ), settled as (
    update causo.address a set finished = a.finished + counted.count from counted where a.id = counted.address_id
  )
  select id from gone`;

/** The ages after which rows go, as the fact sheet on the law proposes; hours and days before now. */
const rules: readonly { readonly name: string; readonly statement: string }[] = [
  { name: 'message', statement: 'delete from causo.message where expires_at < $1 returning id' },
  { name: 'media', statement: 'delete from causo.media where expires_at < $1 returning id' },
  {
    name: 'inbound',
    statement: `delete from causo.inbound where state = 'done' and received_at < $1::timestamptz - interval '48 hours' returning id`,
  },
  {
    name: 'parked',
    statement: `delete from causo.inbound where state = 'parked' and received_at < $1::timestamptz - interval '30 days' returning id`,
  },
  {
    name: 'parked_without_consent',
    statement: `update causo.inbound i set payload = null
      where i.state = 'parked' and i.payload is not null and i.received_at < $1::timestamptz - interval '24 hours'
        and not exists (select from causo.contact c where c.id = i.contact_id and c.consent = 'granted') returning id`,
  },
  { name: 'outbox', statement: dropUnsent },
  // Longer than a platform repeats what was not taken, and than a row whose outcome is not known may be sent again.
  { name: 'echo', statement: `delete from causo.echo where seen_at < $1::timestamptz - interval '24 hours' returning address_id` },
  { name: 'echo_doubt', statement: `delete from causo.echo_doubt where since < $1::timestamptz - interval '24 hours' returning address_id` },
  { name: 'session_without_consent', statement: forgetSessions(`consent <> 'granted'`, '24 hours') },
  { name: 'session', statement: forgetSessions('true', '30 days') },
  {
    name: 'ticket_summary',
    statement: `update causo.ticket t set summary = null where t.summary is not null and (
        t.opened_at < $1::timestamptz - interval '90 days'
        or t.opened_at < $1::timestamptz - interval '24 hours'
          and not exists (select from causo.contact c where c.id = t.contact_id and c.consent = 'granted')
      ) returning id`,
  },
  { name: 'wait', statement: `delete from causo.wait where done_at < $1::timestamptz - interval '48 hours' returning id` },
  { name: 'call', statement: `delete from causo.call where done_at < $1::timestamptz - interval '48 hours' returning id` },
  {
    name: 'appointment',
    statement: `delete from causo.appointment where coalesce(day < ${today} - 7, requested_at < $1::timestamptz - interval '30 days') returning id`,
  },
  { name: 'waiting_place', statement: `delete from causo.waiting_place where day < ${today} - 7 returning id` },
  { name: 'seats', statement: `delete from causo.seats where day < ${today} - 7 returning id` },
  { name: 'reminder', statement: `delete from causo.reminder where due_day < ${today} - 7 returning id` },
  { name: 'link_code', statement: `delete from causo.link_code where state <> 'agreed' and expires_at < $1::timestamptz - interval '24 hours' returning id` },
  { name: 'link_try', statement: `delete from causo.link_try where at < $1::timestamptz - interval '24 hours' returning id` },
  { name: 'administrator_code', statement: `delete from causo.administrator_code where expires_at < $1::timestamptz - interval '24 hours' returning id` },
  { name: 'ticket', statement: `delete from causo.ticket where closed_at < $1::timestamptz - interval '90 days' returning id` },
  { name: 'consent', statement: `delete from causo.consent where erased_at < $1::timestamptz - interval '24 months' returning id` },
  { name: 'process', statement: `delete from causo.process where seen_at < least(now(), $1::timestamptz) - interval '1 hour' returning owner` },
];

/** A person who is writing right now is left alone; the next round comes soon. */
function forgetSessions(which: string, age: string): string {
  return `update causo.contact set state = null, flow = null, flow_hash = null, version = version + 1
    where id in (
      select id from causo.contact
      where ${which} and state is not null and state_at < $1::timestamptz - interval '${age}'
      order by id for update skip locked
    ) returning id`;
}

/** Removes what has been kept long enough. Returns rule → number of rows, without the zeros. */
export async function applyRetention(database: Queryable, now: Date): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {};
  for (const { name, statement } of rules) {
    const rows = await database.query(statement, [now]);
    if (rows.length > 0) counts[name] = rows.length;
  }
  const erased = await removeErased(database, now);
  return erased > 0 ? { ...counts, erased } : counts;
}
