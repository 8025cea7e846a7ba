import type { AddressKey } from '../channels/channel.ts';
import type { Database, Queryable } from './database.ts';

export interface AddressIds {
  readonly address: number;
  readonly contact: number;
}

/** Finds the contact behind an address; somebody new gets a row. Safe when two processes meet the same newcomer. */
export async function findOrCreateAddress(database: Database, key: AddressKey, now: Date): Promise<AddressIds> {
  const known = await findAddress(database, key);
  return known ?? (await createAddress(database, key, now)) ?? findOrCreateAddress(database, key, now);
}

export async function findAddress(database: Queryable, key: AddressKey): Promise<AddressIds | undefined> {
  const [row] = await database.query<{ address: number; contact: number }>(
    `select id as address, contact_id as contact from causo.address
     where channel = $1 and account = $2 and platform_id = $3`,
    [key.channel, key.account, key.platformId],
    'find_address',
  );
  return row;
}

/**
 * An open page of the web chat remembers the last number it has shown, also of a chat that was erased meanwhile. So the
 * numbers of whoever comes there begin above all that were used before: seconds since 2026, and nobody writes faster.
 */
const firstNumber = `case when $1 = 'web' then greatest(0, extract(epoch from $4::timestamptz)::int - 1767225600) else 0 end`;

/** Nothing when another process was faster; the unused contact row is rolled back with it. */
async function createAddress(database: Database, key: AddressKey, now: Date): Promise<AddressIds | undefined> {
  const [row] = await database.query<{ address: number; contact: number }>(
    `with free as (
       select where not exists (
         select from causo.address where channel = $1 and account = $2 and platform_id = $3)
     ), newcomer as (
       insert into causo.contact (created_at, message_number) select $4, ${firstNumber} from free returning id
     )
     insert into causo.address (contact_id, channel, account, platform_id)
     select id, $1, $2, $3 from newcomer
     returning id as address, contact_id as contact`,
    [key.channel, key.account, key.platformId, now],
  ).catch((error: unknown) => (isUniqueViolation(error) ? [] : Promise.reject(error)));
  return row;
}

export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '23505';
}

/**
 * SQL: the address of a contact where they wrote last, for what we say first; one that they have blocked only when there
 * is no other. Null when there is none.
 */
export function lastUsedAddress(contact: string): string {
  return `(select a.id from causo.address a where a.contact_id = ${contact}
    order by a.blocked_at is not null, a.last_inbound_at desc nulls last, a.id limit 1)`;
}

/**
 * Leaves the talking with whoever has this address to staff until then; raising the version makes a turn lose that is
 * under way. Does nothing for somebody who never wrote to us.
 */
export async function leaveToStaff(database: Queryable, { channel, account, platformId }: AddressKey, until: Date): Promise<void> {
  await database.query(
    `update causo.contact set staff_until = $4, version = version + 1
     where id = (select contact_id from causo.address where channel = $1 and account = $2 and platform_id = $3)`,
    [channel, account, platformId, until],
  );
}

/** Marks an address as blocked by the person, or as open again. Rows waiting for it are dropped when it is blocked. */
export async function setBlocked(database: Queryable, address: number, at: Date | null): Promise<void> {
  await database.query('update causo.address set blocked_at = $2 where id = $1', [address, at]);
}
