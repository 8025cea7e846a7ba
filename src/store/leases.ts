import type { Queryable } from './database.ts';

/** How long a lease holds without being renewed; longer than the longest send. */
const leaseSeconds = 20;

/** A process not seen for so long is dead and its leases are void. */
const heartbeatSeconds = 3;

/** SQL: the end of a lease that is taken or renewed now. */
export const newLease = `now() + interval '${leaseSeconds} s'`;

/**
 * SQL: the lease on the row `address` may be taken by `owner`. It reads the row itself, never a copy of it, so that
 * PostgreSQL judges again by the newest version after it has waited for the row's lock.
 */
export function leaseIsFree(address: string, owner: string): string {
  return `(${address}.lease_owner is null or ${address}.lease_owner = ${owner} or ${address}.lease_until <= now()
    or not ${isAlive(`${address}.lease_owner`)})`;
}

/** SQL: until then a process counts as alive whose row in `causo.process` it is read from. */
const heartbeatEnd = `(seen_at + interval '${heartbeatSeconds} s')`;

/** SQL: as long ago a process was seen last that is dead by now. */
export const lastSeenByDead = `now() - interval '${heartbeatSeconds} s'`;

/** SQL: a process of this name lives. */
export function isAlive(owner: string): string {
  return `exists (select from causo.process p where p.owner = ${owner} and p.seen_at > now() - interval '${heartbeatSeconds} s')`;
}

/** What a process hears of the others. */
export interface Neighbours {
  /** How many processes are alive, the one that asks included. */
  readonly alive: number;
  /** When another one ended last without taking leave, as far as it is still known. */
  readonly lastDeath: Date | undefined;
}

/** Says that this process is alive and names the key that it seals with. */
export async function beat(database: Queryable, owner: string, key?: string): Promise<Neighbours> {
  const [row] = await database.query<{ others: number; lastDeath: Date | null }>(
    `with seen as (
       insert into causo.process (owner, seen_at, key) values ($1, now(), $2)
       on conflict (owner) do update set seen_at = now(), key = excluded.key
     )
     select count(*) filter (where ${heartbeatEnd} > now())::int as others, max(${heartbeatEnd}) filter (where ${heartbeatEnd} <= now()) as "lastDeath"
     from causo.process where owner <> $1`,
    [owner, key ?? null],
    'beat',
  );
  return { alive: 1 + (row?.others ?? 0), lastDeath: row?.lastDeath ?? undefined };
}

/** Longer than a process that lives is ever silent. */
const silenceSeconds = 10;

/** How many processes that may be alive seal with another key than `key`. */
export async function countOtherSealers(database: Queryable, key: string): Promise<number> {
  const [row] = await database.query<{ count: number }>(
    `select count(*)::int as count from causo.process
     where seen_at > now() - interval '${silenceSeconds} s' and key is distinct from $1`,
    [key],
  );
  return row?.count ?? 0;
}

/** Gives back all that this process holds, so that nobody has to wait for its leases to end. */
export async function retire(database: Queryable, owner: string): Promise<void> {
  await database.query('update causo.address set lease_owner = null where lease_owner = $1', [owner]);
  await database.query('delete from causo.process where owner = $1', [owner]);
}
