import type { Queryable } from './database.ts';
import { removeErased } from './erasure.ts';

/** The day by the clock of Cà Mau. */
const today = `($1::timestamptz at time zone 'Asia/Ho_Chi_Minh')::date`;

/** So many rows go with one statement: a long one would hold rows for long, and undo everything when it is cut off. */
const atOnce = 5_000;

/** So often each statement is repeated in one upkeep; what is left then goes in the next. */
const usualRounds = 40;

/** SQL: takes the rows of a table away to which `condition` applies, some at once. */
function remove(table: string, condition: string): string {
  return `delete from causo.${table} where ${someOf(table, condition)} returning 1 as one`;
}

/** SQL: the row is one of some to which `condition` applies; one that somebody has changed meanwhile is none of them. */
function someOf(table: string, condition: string): string {
  return `ctid = any(array(select ctid from causo.${table} where ${condition} limit ${atOnce}))`;
}

/** SQL: the person of a row has not agreed that it is kept longer. */
const withoutConsent = `not exists (select from causo.contact c where c.id = contact_id and c.consent = 'granted')`;

/** Messages that nobody could send in time, of a channel that is off for example, and still counted as finished. */
const dropUnsent = `with gone as (
    delete from causo.outbox where ${someOf('outbox', `not_after < $1::timestamptz - interval '1 day'`)} returning id, address_id
  ), counted as (
    select address_id, count(*) as count from gone group by address_id
  ), settled as (
    update causo.address a set finished = a.finished + counted.count from counted where a.id = counted.address_id
  )
  select id from gone`;

/** The ages after which rows go, as the fact sheet on the law proposes; hours and days before now. */
const rules: readonly { readonly name: string; readonly statement: string }[] = [
  { name: 'message', statement: remove('message', 'expires_at < $1') },
  { name: 'media', statement: remove('media', 'expires_at < $1') },
  { name: 'inbound', statement: remove('inbound', `state = 'done' and received_at < $1::timestamptz - interval '48 hours'`) },
  { name: 'parked', statement: remove('inbound', `state = 'parked' and received_at < $1::timestamptz - interval '30 days'`) },
  {
    name: 'parked_without_consent',
    statement: `update causo.inbound set payload = null where ${someOf(
      'inbound',
      `state = 'parked' and payload is not null and received_at < $1::timestamptz - interval '24 hours' and ${withoutConsent}`,
    )} returning id`,
  },
  { name: 'outbox', statement: dropUnsent },
  // Longer than a platform repeats what was not taken, and than a row whose outcome is not known may be sent again.
  { name: 'echo', statement: remove('echo', `seen_at < $1::timestamptz - interval '24 hours'`) },
  { name: 'echo_doubt', statement: remove('echo_doubt', `since < $1::timestamptz - interval '24 hours'`) },
  { name: 'session_without_consent', statement: forgetSessions(`consent <> 'granted'`, '24 hours') },
  { name: 'session', statement: forgetSessions('true', '30 days') },
  {
    name: 'ticket_summary',
    statement: `update causo.ticket set summary = null where ${someOf(
      'ticket',
      `summary is not null and (
        opened_at < $1::timestamptz - interval '90 days'
        or opened_at < $1::timestamptz - interval '24 hours' and ${withoutConsent}
      )`,
    )} returning id`,
  },
  { name: 'wait', statement: remove('wait', `done_at < $1::timestamptz - interval '48 hours'`) },
  { name: 'call', statement: remove('call', `done_at < $1::timestamptz - interval '48 hours'`) },
  {
    name: 'appointment',
    statement: remove('appointment', `coalesce(day < ${today} - 7, requested_at < $1::timestamptz - interval '30 days')`),
  },
  { name: 'waiting_place', statement: remove('waiting_place', `day < ${today} - 7`) },
  { name: 'seats', statement: remove('seats', `day < ${today} - 7`) },
  { name: 'reminder', statement: remove('reminder', `due_day < ${today} - 7`) },
  { name: 'link_code', statement: remove('link_code', `state <> 'agreed' and expires_at < $1::timestamptz - interval '24 hours'`) },
  { name: 'link_try', statement: remove('link_try', `at < $1::timestamptz - interval '24 hours'`) },
  { name: 'administrator_code', statement: remove('administrator_code', `expires_at < $1::timestamptz - interval '24 hours'`) },
  { name: 'ticket', statement: remove('ticket', `closed_at < $1::timestamptz - interval '90 days'`) },
  { name: 'consent', statement: remove('consent', `erased_at < $1::timestamptz - interval '24 months'`) },
  { name: 'traffic', statement: remove('traffic', `hour < $1::timestamptz - interval '72 hours'`) },
  { name: 'process', statement: remove('process', `seen_at < least(now(), $1::timestamptz) - interval '1 hour'`) },
];

/** A person who is writing right now is left alone; the next round comes soon. */
function forgetSessions(which: string, age: string): string {
  return `update causo.contact set state = null, flow = null, flow_hash = null, version = version + 1
    where id in (
      select id from causo.contact
      where ${which} and state is not null and state_at < $1::timestamptz - interval '${age}'
      order by id limit ${atOnce} for update skip locked
    ) returning id`;
}

/**
 * Removes what has been kept long enough, some thousand rows with each statement, repeated at most `rounds` times. Returns
 * rule → number of rows, without the zeros.
 */
export async function applyRetention(database: Queryable, now: Date, rounds = usualRounds): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {};
  for (const { name, statement } of rules) {
    counts[name] = await repeat(rounds, async () => (await database.query(statement, [now])).length);
  }
  counts['erased'] = await repeat(rounds, () => removeErased(database, now, atOnce));
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}

/** Does it again while as many rows as can be were met. Returns how many in all. */
async function repeat(rounds: number, work: () => Promise<number>): Promise<number> {
  let total = 0;
  for (let round = 0; round < rounds; round += 1) {
    const count = await work();
    total += count;
    if (count < atOnce) break;
  }
  return total;
}
