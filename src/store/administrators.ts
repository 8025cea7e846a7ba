import type { Queryable } from './database.ts';
import { codeLifetime, drawCode, isGuessing, noteWrongCode, type LinkPlace } from './link-codes.ts';
import type { Sealer } from './seal.ts';

export interface AdministratorCode {
  /** Eight digits. */
  readonly code: string;
  readonly expiresAt: Date;
}

/** Makes a code that turns the chat where it is typed into an administrator's one. Only its keyed hash is stored. */
export async function createAdministratorCode(database: Queryable, sealer: Sealer, now: Date): Promise<AdministratorCode> {
  const expiresAt = new Date(now.getTime() + codeLifetime);
  const code = drawCode();
  // Two out of 90 million within a day: should they ever meet, the command is run again.
  await database.query('insert into causo.administrator_code (code_hash, created_at, expires_at) values ($1, $2, $3)', [sealer.lookUp(hashed(code)), now, expiresAt]);
  return { code, expiresAt };
}

function hashed(code: string): string {
  return `administrator code ${code}`;
}

export type ClaimOutcome = 'done' | 'wrong' | 'used' | 'expired' | 'too_many';

/** Makes the address an administrator's when the code is right. A wrong one is counted like those for joining accounts. */
export async function claimAdministrator(transaction: Queryable, sealer: Sealer, place: LinkPlace, code: string, now: Date): Promise<ClaimOutcome> {
  if (await isGuessing(transaction, place.contact, now)) return 'too_many';
  const [row] = await transaction.query<{ id: number; used: boolean; expired: boolean }>(
    `select id, used_at is not null as used, expires_at <= $2 as expired from causo.administrator_code
     where code_hash = any($1::bytea[]) order by id desc limit 1 for update`,
    [sealer.lookUps(hashed(code)), now],
  );
  if (!row) {
    await noteWrongCode(transaction, place.contact, now);
    return 'wrong';
  }
  if (row.used) return 'used';
  if (row.expired) return 'expired';
  await transaction.query('update causo.administrator_code set used_at = $2 where id = $1', [row.id, now]);
  await transaction.query('insert into causo.administrator (address_id, created_at) values ($1, $2) on conflict (address_id) do nothing', [place.address, now]);
  return 'done';
}

/** Ends the alerts in a chat. False: there were none. */
export async function endAdministrator(transaction: Queryable, address: number): Promise<boolean> {
  const rows = await transaction.query('delete from causo.administrator where address_id = $1 returning id', [address]);
  return rows.length > 0;
}

/** Ends the alerts in all chats of a contact, for an erasure. */
export async function eraseAdministrator(transaction: Queryable, contact: number): Promise<void> {
  await transaction.query('delete from causo.administrator where address_id in (select id from causo.address where contact_id = $1)', [contact]);
}

/** An administrator's chat without anything that leads to a person. */
export interface ListedAdministrator {
  readonly id: number;
  readonly channel: string;
  readonly since: Date;
}

/** All administrators' chats, the oldest first. */
export async function listAdministrators(database: Queryable): Promise<readonly ListedAdministrator[]> {
  return database.query<ListedAdministrator & { readonly [column: string]: unknown }>(
    `select d.id, a.channel, d.created_at as since from causo.administrator d join causo.address a on a.id = d.address_id order by d.id`,
  );
}

/** Ends the alerts in one chat of the list. False: it is not there. */
export async function removeAdministrator(database: Queryable, id: number): Promise<boolean> {
  const rows = await database.query('delete from causo.administrator where id = $1 returning id', [id]);
  return rows.length > 0;
}
