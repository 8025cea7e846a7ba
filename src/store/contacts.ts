import type { AddressKey } from '../channels/channel.ts';
import type { Language } from '../core/mod.ts';
import type { Database, Queryable } from './database.ts';

export interface AddressIds {
  readonly address: number;
  readonly contact: number;
}

/** Finds the contact behind an address; somebody new gets a row. Safe when two processes meet the same newcomer. */
export async function findOrCreateAddress(database: Database, key: AddressKey, now: Date): Promise<AddressIds> {
  const [found] = await findOrCreateAddresses(database, [key], now);
  if (!found) throw new Error('Expected an address for each key');
  return found;
}

/** The same for several addresses, which all differ; in the order of the keys. */
export async function findOrCreateAddresses(database: Database, keys: readonly AddressKey[], now: Date): Promise<readonly AddressIds[]> {
  for (;;) {
    const found = await findAddresses(database, keys);
    if (found.every((ids) => ids !== undefined)) return found;
    await createAddresses(database, keys.filter((_key, index) => !found[index]), now);
  }
}

async function findAddresses(database: Queryable, keys: readonly AddressKey[]): Promise<readonly (AddressIds | undefined)[]> {
  const rows = await database.query<{ readonly position: number; readonly address: number; readonly contact: number }>(
    `select k.position::int, a.id as address, a.contact_id as contact
     from unnest($1::text[], $2::text[], $3::text[]) with ordinality as k(channel, account, platform_id, position)
     join causo.address a on a.channel = k.channel and a.account = k.account and a.platform_id = k.platform_id`,
    columnsOf(keys),
    'find_addresses',
  );
  const found = new Map(rows.map(({ position, address, contact }) => [position - 1, { address, contact }]));
  return keys.map((_key, index) => found.get(index));
}

function columnsOf(keys: readonly AddressKey[]): readonly (readonly string[])[] {
  return [keys.map(({ channel }) => channel), keys.map(({ account }) => account), keys.map(({ platformId }) => platformId)];
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
const firstNumber = `case when channel = 'web' then greatest(0, extract(epoch from $4::timestamptz)::int - 1767225600) else 0 end`;

/** Makes none at all when another process was faster with one of them. */
async function createAddresses(database: Database, keys: readonly AddressKey[], now: Date): Promise<void> {
  await database
    .query(
      // In one order, so that two processes that meet the same people cannot wait for each other in a ring.
      `with free as materialized (
         select nextval(pg_get_serial_sequence('causo.contact', 'id')) as id, k.*
         from unnest($1::text[], $2::text[], $3::text[]) as k(channel, account, platform_id)
         where not exists (
           select from causo.address a where a.channel = k.channel and a.account = k.account and a.platform_id = k.platform_id)
       ), newcomer as (
         insert into causo.contact (id, created_at, message_number) overriding system value
         select id, $4, ${firstNumber} from free
       )
       insert into causo.address (contact_id, channel, account, platform_id)
       select id, channel, account, platform_id from free order by channel, account, platform_id`,
      [...columnsOf(keys), now],
    )
    .catch((error: unknown) => {
      if (!isUniqueViolation(error)) throw error;
    });
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

/** The address where a contact wrote last. */
export async function findLastUsedAddress(queryable: Queryable, contact: number): Promise<number | undefined> {
  const [row] = await queryable.query<{ address: number | null }>(`select ${lastUsedAddress('$1')} as address`, [contact]);
  return row?.address ?? undefined;
}

/** Holds a contact; false when it is gone. */
export async function holdContact(transaction: Queryable, contact: number): Promise<boolean> {
  return (await transaction.query('select id from causo.contact where id = $1 for update', [contact])).length > 0;
}

/**
 * Leaves the talking with whoever has this address to staff until then; raising the version makes a turn lose that is
 * under way. Does nothing for somebody who never wrote to us.
 */
export async function leaveToStaff(database: Queryable, { channel, account, platformId }: AddressKey, until: Date): Promise<void> {
  await database.query(
    `update causo.contact c set staff_until = $4, staff_address_id = a.id, version = c.version + 1
     from causo.address a where a.contact_id = c.id and a.channel = $1 and a.account = $2 and a.platform_id = $3`,
    [channel, account, platformId, until],
  );
}

/** Marks an address as blocked by the person, or as open again. Rows waiting for it are dropped when it is blocked. */
export async function setBlocked(database: Queryable, address: number, at: Date | null): Promise<void> {
  await database.query('update causo.address set blocked_at = $2 where id = $1', [address, at]);
}

/** The language in which a contact is written to; nothing when there is no such contact. */
export async function readLanguage(database: Queryable, contact: number): Promise<Language | undefined> {
  const [row] = await database.query<{ language: Language }>('select language from causo.contact where id = $1', [contact]);
  return row?.language;
}
