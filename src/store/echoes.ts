import type { AddressKey } from '../channels/channel.ts';
import type { Queryable } from './database.ts';

export interface NewEcho extends AddressKey {
  readonly messageId: string;
  /** Keyed hash of what was sent. */
  readonly trace: Uint8Array;
  readonly now: Date;
}

/**
 * Keeps an echo when something has been sent to its address whose arrival is not known yet; all others tell nothing new.
 * Returns the address when a row there was put off and waits for such news.
 */
export async function saveEcho(database: Queryable, { channel, account, platformId, messageId, trace, now }: NewEcho): Promise<number | undefined> {
  const [row] = await database.query<{ address: number; awaited: boolean }>(
    `with sent as (
       select a.id, bool_or(o.attempts > 0) as awaited from causo.address a
       join causo.outbox o on o.address_id = a.id and o.attempted_at is not null
       where a.channel = $1 and a.account = $2 and a.platform_id = $3 group by a.id
     ), saved as (
       insert into causo.echo (address_id, message_id, trace, taken, seen_at)
       select id, $4, $5, false, $6 from sent on conflict do nothing returning address_id
     )
     select sent.id as address, sent.awaited from sent join saved on saved.address_id = sent.id`,
    [channel, account, platformId, messageId, trace, now],
    'save_echo',
  );
  return row?.awaited ? row.address : undefined;
}

/** Keyed hashes of one text, under every key. */
export type Words = readonly Uint8Array[];

export interface SeenEcho {
  readonly messageId: string;
  /** Position of its words among those that were asked for. */
  readonly words: number;
}

/**
 * Echoes of some words, seen at the address of a row since a time, that nothing but this row can have caused, in the order
 * in which they came, at most 100: they stand for no known message, and no other may have left the same words in the air.
 */
export async function echoesOfNobodyElse(
  database: Queryable,
  { row, address }: { readonly row: number; readonly address: number },
  since: Date,
  words: readonly Words[],
): Promise<readonly SeenEcho[]> {
  const hashes = words.flatMap((same, position) => same.map((trace) => ({ position, trace })));
  return database.query<{ messageId: string; words: number }>(
    // While a key is changed the same words stand there under the one or the other.
    `with wanted as (select * from unnest($4::int[], $5::bytea[]) as w (words, trace))
     select e.message_id as "messageId", wanted.words from causo.echo e join wanted on wanted.trace = e.trace
     where e.address_id = $1 and e.seen_at >= $2 and not e.taken
       and not exists (
         select from causo.echo_doubt d where d.address_id = $1
           and (d.trace = '' or d.trace in (select same.trace from wanted same where same.words = wanted.words)))
       and not exists (
         select from causo.outbox o where o.address_id = $1 and o.id <> $3
           and ('' = any(o.traces) or o.traces && array(select same.trace from wanted same where same.words = wanted.words)))
     order by e.seen_at, e.message_id limit 100`,
    [address, since, row, hashes.map(({ position }) => position), hashes.map(({ trace }) => trace)],
    'echoes_of_nobody_else',
  );
}

/**
 * For when a key leaves the list: what was noted under it nobody will recognise any more, so at the addresses concerned any
 * words may be in the air, for as long as that was noted for.
 */
export async function distrustEchoes(transaction: Queryable): Promise<void> {
  await transaction.query(`update causo.outbox set traces = array_append(traces, '') where traces <> '{}' and '' <> all(traces)`);
  await transaction.query(
    `insert into causo.echo_doubt (address_id, trace, since)
     select address_id, '', max(since) from causo.echo_doubt group by address_id order by address_id
     on conflict (address_id, trace) do update set since = excluded.since`,
  );
}
