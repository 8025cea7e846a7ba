import { advisoryLocks } from './advisory-locks.ts';
import { broadcastPriority } from './outbox.ts';
import type { Queryable } from './database.ts';

/** How one kind of trouble stands. */
export interface StoredAlert {
  readonly id: number;
  readonly kind: string;
  /** Empty where it is not about one channel. */
  readonly channel: string;
  /** Last seen by a process that could not judge it alone. */
  readonly noticedAt: Date | null;
  /** Null: all is well. */
  readonly beganAt: Date | null;
  /** When administrators were told; null while it is under way: nobody could be. */
  readonly toldAt: Date | null;
  readonly remindedAt: Date | null;
  readonly version: number;
}

type Row<T> = T & { readonly [column: string]: unknown };

/** Takes the right to judge until the transaction ends, and reads how everything stands. Undefined while another process judges. */
export async function holdAlerts(transaction: Queryable): Promise<readonly StoredAlert[] | undefined> {
  const [lock] = await transaction.query<{ taken: boolean }>('select pg_try_advisory_xact_lock($1) as taken', [advisoryLocks.alerts]);
  if (!lock?.taken) return undefined;
  return transaction.query<Row<StoredAlert>>(
    `select id, kind, channel, noticed_at as "noticedAt", began_at as "beganAt", told_at as "toldAt", reminded_at as "remindedAt", version
     from causo.alert order by id`,
  );
}

/** Writes how one kind of trouble stands now and returns the number and the version of its row. */
export async function saveAlert(
  transaction: Queryable,
  { kind, channel, beganAt, toldAt, remindedAt }: Pick<StoredAlert, 'kind' | 'channel' | 'beganAt' | 'toldAt' | 'remindedAt'>,
): Promise<Pick<StoredAlert, 'id' | 'version'>> {
  const [row] = await transaction.query<Row<Pick<StoredAlert, 'id' | 'version'>>>(
    `insert into causo.alert (kind, channel, began_at, told_at, reminded_at, version) values ($1, $2, $3, $4, $5, 1)
     on conflict (kind, channel) do update set began_at = $3, told_at = $4, reminded_at = $5, version = causo.alert.version + 1
     returning id, version`,
    [kind, channel, beganAt, toldAt, remindedAt],
  );
  if (!row) throw new Error('Expected the database to return the alert it saved');
  return row;
}

/** Notes that a process has seen something which is judged later, by whoever looks at all of it. */
export async function noticeAlert(database: Queryable, kind: string, channel: string, now: Date): Promise<void> {
  await database.query(
    `insert into causo.alert (kind, channel, noticed_at) values ($1, $2, $3)
     on conflict (kind, channel) do update set noticed_at = greatest(causo.alert.noticed_at, $3)`,
    [kind, channel, now],
  );
}

/** Lets go of trouble with channels that are off by now; nobody is told that it is over. */
export async function dropAlertsOfOthers(transaction: Queryable, channels: readonly string[]): Promise<void> {
  await transaction.query(
    `update causo.alert set began_at = null, told_at = null, reminded_at = null
     where channel <> '' and channel <> all($1::text[]) and began_at is not null`,
    [channels],
  );
}

/** What is wrong right now. */
export async function alertsUnderWay(database: Queryable): Promise<readonly Pick<StoredAlert, 'kind' | 'channel'>[]> {
  return database.query<Row<Pick<StoredAlert, 'kind' | 'channel'>>>('select kind, channel from causo.alert where began_at is not null order by id');
}

/** A chat that hears of alerts. */
export interface AlertPlace {
  readonly contact: number;
  readonly address: number;
  readonly channel: string;
}

/** The administrators' chats that have not blocked us. */
export async function alertPlaces(transaction: Queryable): Promise<readonly AlertPlace[]> {
  return transaction.query<Row<AlertPlace>>(
    `select a.contact_id as contact, a.id as address, a.channel from causo.administrator d
     join causo.address a on a.id = d.address_id where a.blocked_at is null order by d.id`,
  );
}

/** Channel → age in seconds of its oldest message that still can be sent; broadcasts take their time and are left out. */
export async function readOutboxAges(transaction: Queryable, now: Date): Promise<ReadonlyMap<string, number>> {
  const rows = await transaction.query<{ channel: string; seconds: number }>(
    `select a.channel, extract(epoch from $1::timestamptz - min(o.created_at))::float8 as seconds
     from causo.outbox o join causo.address a on a.id = o.address_id
     where o.priority < ${broadcastPriority} and o.not_after > $1 group by a.channel`,
    [now],
  );
  return new Map(rows.map(({ channel, seconds }) => [channel, seconds]));
}

/** How many messages were set aside within the last 24 hours. */
export async function countParked(transaction: Queryable, now: Date): Promise<number> {
  const [row] = await transaction.query<{ count: number }>(
    `select count(*)::int as count from causo.inbound where state = 'parked' and received_at > $1::timestamptz - interval '24 hours'`,
    [now],
  );
  return row?.count ?? 0;
}
