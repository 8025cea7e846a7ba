import type { Queryable } from './database.ts';

/** What came in from a channel. */
export interface Traffic {
  /** Messages within about the last 24 hours, and within the 24 hours before. */
  readonly today: number;
  readonly before: number;
  readonly newest: Date | null;
}

/** Counts what came in since it was counted last; at most two days of it are known. */
export async function countTraffic(transaction: Queryable): Promise<void> {
  await transaction.query(
    // The last hour is counted anew from its begin, and that before it while turns may still be under way that began in it.
    `insert into causo.traffic (channel, hour, messages, newest_at)
     select channel, date_trunc('hour', received_at), count(*)::int, max(received_at) from causo.inbound
     where channel <> 'internal'
       and received_at >= coalesce((select date_trunc('hour', max(newest_at) - interval '1 minute') from causo.traffic), '-infinity')
     group by 1, 2
     on conflict (channel, hour) do update set messages = excluded.messages, newest_at = excluded.newest_at`,
  );
}

/** Channel → what came in within the last 48 hours, as far as it was counted, by full hours. */
export async function readTraffic(transaction: Queryable, now: Date): Promise<ReadonlyMap<string, Traffic>> {
  const rows = await transaction.query<Traffic & { readonly [column: string]: unknown; readonly channel: string }>(
    `select channel, coalesce(sum(messages) filter (where newest_at > $1::timestamptz - interval '24 hours'), 0)::int as today,
       coalesce(sum(messages) filter (where newest_at <= $1::timestamptz - interval '24 hours'), 0)::int as before, max(newest_at) as newest
     from causo.traffic where newest_at > $1::timestamptz - interval '48 hours' group by channel`,
    [now],
  );
  return new Map(rows.map(({ channel, ...traffic }) => [channel, traffic]));
}
