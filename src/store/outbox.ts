import type { AddressKey } from '../channels/channel.ts';
import type { Queryable } from './database.ts';
import { leaseIsFree, newLease } from './leases.ts';
import type { Sealer } from './seal.ts';

/** A message waiting to be sent. */
export interface OutboxRow {
  readonly row: number;
  readonly address: number;
  readonly contact: number;
  readonly number: number;
  readonly priority: number;
  readonly question: number | null;
  readonly messageNumber: number;
  readonly payload: unknown;
  readonly createdAt: Date;
  readonly dueAt: Date;
  readonly notAfter: Date;
  readonly attempts: number;
  /** It may have arrived: its outcome is not known. */
  readonly uncertain: boolean;
  /** When it was sent for the first time; noted only on channels that send echoes. */
  readonly attemptedAt: Date | null;
}

/** Takes the lease of an address, or finds it taken by this process already. Nothing when another process holds it. */
export async function takeLease(database: Queryable, address: number, owner: string): Promise<(AddressKey & { blocked: boolean }) | undefined> {
  const [row] = await database.query<{ channel: string; account: string; platformId: string; blocked: boolean }>(
    `update causo.address a set lease_owner = $2, lease_until = ${newLease}
     where a.id = $1 and ${leaseIsFree('a', '$2')}
     returning channel, account, platform_id as "platformId", blocked_at is not null as blocked`,
    [address, owner],
    'take_lease',
  );
  return row;
}

/** Lets go when nothing is left to send, judged by counters on the row that is locked. False: there is more. */
export async function releaseWhenEmpty(database: Queryable, address: number, owner: string): Promise<boolean> {
  const rows = await database.query(
    `update causo.address set lease_owner = null where id = $1 and lease_owner = $2 and queued = finished returning id`,
    [address, owner],
    'release_lease',
  );
  return rows.length > 0;
}

/** Lets go although rows are left; a job or the timer comes back for them. */
export async function release(database: Queryable, address: number, owner: string): Promise<void> {
  await database.query(
    'update causo.address set lease_owner = null where id = $1 and lease_owner = $2',
    [address, owner],
    'drop_lease',
  );
}

/** Says that the address is still being worked on. False: the lease was lost, stop at once. */
export async function renewLease(database: Queryable, address: number, owner: string): Promise<boolean> {
  const rows = await database.query(
    `update causo.address set lease_until = ${newLease} where id = $1 and lease_owner = $2 returning id`,
    [address, owner],
    'renew_lease',
  );
  return rows.length > 0;
}

/** The same for many addresses; those that were lost stay lost. */
export async function renewLeases(database: Queryable, addresses: readonly number[], owner: string): Promise<void> {
  await database.query(
    // In the order of the ids, as everybody locks them who locks several.
    `with held as (
       select id from causo.address where id = any($1::bigint[]) and lease_owner = $2 order by id for update skip locked
     )
     update causo.address a set lease_until = ${newLease} from held where a.id = held.id`,
    [addresses, owner],
    'renew_leases',
  );
}

/** One call that is about to be made for a row. */
export interface Attempt {
  readonly now: Date;
  /** Until then nobody else sends it. */
  readonly dueAt: Date;
  /** Keyed hashes by which the echoes of its parts are recognised. */
  readonly traces: readonly Uint8Array[];
}

/**
 * Renews the lease and notes that a row is about to be sent, so that a process killed on the way leaves a trace. False:
 * the lease was lost, or another process has taken the row off; do not send it.
 */
export async function noteAttempt(
  database: Queryable,
  { row, address }: Pick<OutboxRow, 'row' | 'address'>,
  owner: string,
  { now, dueAt, traces }: Attempt,
): Promise<boolean> {
  const rows = await database.query(
    // The row first, then the address: the order in which an erasure locks them.
    `with noted as (
       update causo.outbox set attempted_at = coalesce(attempted_at, $4), due_at = $5, uncertain = true,
         calls = calls + 1, traces = array(select distinct trace from unnest(traces || $6::bytea[]) as trace)
       where id = $1 and exists (select from causo.address where id = $2 and lease_owner = $3) returning id
     )
     update causo.address set lease_until = ${newLease}
     where id = $2 and lease_owner = $3 and (select count(*) from noted) > 0 returning id`,
    [row, address, owner, now, dueAt, traces],
    'note_attempt',
  );
  return rows.length > 0;
}

/** What waits for an address in the order in which it has to go out: danger first, else as written. At most 20. */
export async function loadOutbox(database: Queryable, sealer: Sealer, address: number): Promise<readonly OutboxRow[]> {
  const rows = await database.query<Omit<OutboxRow, 'payload' | 'address'> & { payload: Uint8Array; readonly [column: string]: unknown }>(
    `select id as row, contact_id as contact, number, priority, question, message_number as "messageNumber", payload,
       created_at as "createdAt", due_at as "dueAt", not_after as "notAfter", attempts, uncertain,
       attempted_at as "attemptedAt"
     from causo.outbox where address_id = $1 order by priority > 0, number limit 20`,
    [address],
    'load_outbox',
  );
  return rows.map((row) => ({ ...row, address, payload: sealer.unseal(row.payload) }));
}

export interface Finished {
  readonly address: number;
  readonly row: number;
  readonly sent?: {
    readonly contact: number;
    readonly messageNumber: number;
    readonly id: string;
  };
  /** On channels that send echoes: how much is known of the calls that were made for the row. */
  readonly accounted?: Accounted;
}

/** What is known of the calls that were made for a row. */
export interface Accounted {
  /** The platform's ids of all its parts: their echoes stand for no other message from now on, whenever they come. */
  readonly ids: readonly string[];
  /** So many calls cannot bring an id that is not here. */
  readonly calls: number;
  readonly now: Date;
}

/**
 * Takes a finished row off the outbox, sent or dropped, and counts it on the address. By the counters its lease is
 * renewed while there is more to send, else given back. Where more calls were made for it than are accounted for, echoes of
 * its words prove nothing from now on.
 * False: nothing is left to do, or the lease was lost to another process.
 */
export async function finish(database: Queryable, owner: string, { address, row, sent, accounted }: Finished): Promise<boolean> {
  const [lease] = await database.query<{ owner: string | null }>(
    // The message first, then the row, then the address: the order in which an erasure locks them.
    `with noted as (
       update causo.message set platform_message_id = $6 where contact_id = $4 and number = $5 returning id
     ), removed as (
       delete from causo.outbox where id = $2 and (select count(*) from noted) >= 0 returning id, calls, traces
     ), taken as (
       insert into causo.echo (address_id, message_id, taken, seen_at)
       select distinct a.id, named.message_id, true, $7::timestamptz
       from causo.address a, unnest($8::text[]) as named (message_id) where a.id = $1 and $7::timestamptz is not null
       on conflict (address_id, message_id) do update set taken = true
     ), doubted as (
       insert into causo.echo_doubt (address_id, trace, since)
       select distinct a.id, carried.trace, $7::timestamptz
       from causo.address a, removed, unnest(removed.traces) as carried (trace)
       where a.id = $1 and removed.calls > $9::int and $7::timestamptz is not null
       on conflict (address_id, trace) do update set since = excluded.since
     )
     update causo.address a set finished = finished + (select count(*) from removed), lease_until = ${newLease},
       lease_owner = case when lease_owner = $3 and queued = finished + (select count(*) from removed) then null else lease_owner end
     where a.id = $1 returning lease_owner as owner`,
    [
      address,
      row,
      owner,
      sent?.contact ?? null,
      sent?.messageNumber ?? null,
      sent?.id ?? null,
      accounted?.now ?? null,
      accounted?.ids ?? [],
      accounted?.calls ?? 0,
    ],
    'finish_outbox',
  );
  return lease?.owner === owner;
}

/** Puts a row off: it is tried again when due. `uncertain`: it may have arrived, now or before. Returns the number of tries. */
export async function postpone(database: Queryable, row: number, dueAt: Date, uncertain: boolean): Promise<number> {
  const [counted] = await database.query<{ attempts: number }>(
    `update causo.outbox set attempts = attempts + 1, due_at = $2, uncertain = $3 where id = $1 returning attempts`,
    [row, dueAt, uncertain],
    'postpone_outbox',
  );
  return counted?.attempts ?? 0;
}

/** So many addresses are begun at once; of broadcasts fewer on each channel, since most would only wait for their slots. */
const mostAtOnce = 500;
const mostBroadcastsAtOnce = 100;
export const broadcastPriority = 3;

/** Addresses that have something to send and nobody else alive who does it; people who wait for a reply come first. */
export async function addressesToDeliver(database: Queryable, now: Date, owner: string): Promise<readonly number[]> {
  const rows = await database.query<{ id: number }>(
    `with due as (
       select a.id, a.channel, a.account, first.priority, first.due_at
       -- From what waits, never from all addresses.
       from (select distinct address_id from causo.outbox where due_at <= $1) waiting
       join causo.address a on a.id = waiting.address_id
       join lateral (
         select o.priority, o.due_at from causo.outbox o where o.address_id = a.id order by o.priority > 0, o.number limit 1
       ) first on true
       where a.queued <> a.finished and ${leaseIsFree('a', '$2')} and first.due_at <= $1
     ), urgent as (
       select id, due_at from due where priority < ${broadcastPriority} order by due_at, id limit ${mostAtOnce}
     ), queued as (
       select id, due_at, row_number() over (partition by channel, account order by due_at) as place from due where priority >= ${broadcastPriority}
     )
     (select id from urgent order by due_at, id) union all (select id from queued where place <= ${mostBroadcastsAtOnce} order by due_at, id)`,
    [now, owner],
  );
  return rows.map(({ id }) => id);
}

/** The address of a row that is still waiting. */
export async function addressOfRow(database: Queryable, row: number): Promise<number | undefined> {
  const [found] = await database.query<{ address: number }>('select address_id as address from causo.outbox where id = $1', [row]);
  return found?.address;
}

/** Age in seconds of the oldest waiting row, 0 when there is none; for the metrics. */
export async function outboxAge(database: Queryable, now: Date): Promise<{ readonly count: number; readonly seconds: number }> {
  const [row] = await database.query<{ count: number; seconds: number | null }>(
    'select count(*)::int as count, extract(epoch from $1::timestamptz - min(created_at))::float8 as seconds from causo.outbox',
    [now],
  );
  return { count: row?.count ?? 0, seconds: Math.max(0, row?.seconds ?? 0) };
}
