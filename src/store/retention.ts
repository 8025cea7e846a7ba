import type { Queryable } from './database.ts';
import { removeErased } from './erasure.ts';

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
    name: 'session_without_consent',
    statement: `update causo.contact set state = null, flow = null, flow_hash = null, version = version + 1
      where consent <> 'granted' and state is not null and state_at < $1::timestamptz - interval '24 hours' returning id`,
  },
  {
    name: 'session',
    statement: `update causo.contact set state = null, flow = null, flow_hash = null, version = version + 1
      where state is not null and state_at < $1::timestamptz - interval '30 days' returning id`,
  },
  { name: 'wait', statement: `delete from causo.wait where done_at < $1::timestamptz - interval '48 hours' returning id` },
  { name: 'ticket', statement: `delete from causo.ticket where closed_at < $1::timestamptz - interval '90 days' returning id` },
  { name: 'consent', statement: `delete from causo.consent where erased_at < $1::timestamptz - interval '24 months' returning id` },
  { name: 'process', statement: `delete from causo.process where seen_at < least(now(), $1::timestamptz) - interval '1 hour' returning owner` },
];

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
