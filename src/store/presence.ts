import { randomInt } from 'node:crypto';
import { advisoryLocks } from './advisory-locks.ts';
import type { Database, Queryable } from './database.ts';
import { lastSeenByDead } from './leases.ts';

/** Shows the other processes that this one lives, until it is told to stop; they can tell at once when it dies. */
export function showPresence(database: Database, owner: string): Promise<() => Promise<void>> {
  return database.stay((connection) => appear(connection, owner));
}

/** For whoever is surely alone in the database: all that were seen there before are dead. */
export async function buryAll(database: Queryable): Promise<void> {
  await database.query(`update causo.process set seen_at = ${lastSeenByDead} where seen_at > ${lastSeenByDead}`);
}

/** A new number each time: the server may not know yet that the connection with the last one is lost. */
async function appear(connection: Queryable, owner: string): Promise<void> {
  const number = randomInt(1, 2 ** 31 - 1);
  const [lock] = await connection.query<{ taken: boolean }>('select pg_try_advisory_lock($1::int, $2::int) as taken', [advisoryLocks.presence, number]);
  if (!lock?.taken) throw new Error('Expected nobody else to hold a lock of a random number');
  await connection.query(
    `insert into causo.process (owner, seen_at, lock_number, server_started_at) values ($1, now(), $2, pg_postmaster_start_time())
     on conflict (owner) do update set
       seen_at = excluded.seen_at, lock_number = excluded.lock_number, server_started_at = excluded.server_started_at`,
    [owner, number],
  );
}

/**
 * Notes which processes but `owner` have died, which makes their leases void, and returns how many they were. One that only lost its
 * connection counts as alive again in a second; meanwhile others may take from it what it has not begun to send.
 */
export async function buryDead(database: Queryable, owner = ''): Promise<number> {
  const rows = await database.query(
    `update causo.process p set seen_at = ${lastSeenByDead}
     where p.owner <> $1 and p.seen_at > ${lastSeenByDead} and p.server_started_at = pg_postmaster_start_time()
       and not exists (
         select from pg_catalog.pg_locks l
         where l.locktype = 'advisory' and l.classid = ${advisoryLocks.presence} and l.objid = p.lock_number::oid and l.granted
           and l.database = (select d.oid from pg_catalog.pg_database d where d.datname = current_database()))
     returning p.owner`,
    [owner],
    'bury_dead',
  );
  return rows.length;
}
