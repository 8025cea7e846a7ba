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

export interface SeenEcho {
  readonly messageId: string;
  readonly trace: Uint8Array;
}

/**
 * Echoes seen at the address of a row since a time that nothing but this row can have caused, in the order in which they
 * came, at most 100: they stand for no known message, and no other may have left the same words in the air.
 */
export async function echoesOfNobodyElse(
  database: Queryable,
  { row, address }: { readonly row: number; readonly address: number },
  since: Date,
): Promise<readonly SeenEcho[]> {
  return database.query<{ messageId: string; trace: Uint8Array }>(
    `select e.message_id as "messageId", e.trace from causo.echo e
     where e.address_id = $1 and e.seen_at >= $2 and not e.taken
       and not exists (select from causo.echo_doubt d where d.address_id = $1 and d.trace in (e.trace, ''))
       and not exists (select from causo.outbox o where o.address_id = $1 and o.id <> $3 and e.trace = any(o.traces))
     order by e.seen_at, e.message_id limit 100`,
    [address, since, row],
    'echoes_of_nobody_else',
  );
}
