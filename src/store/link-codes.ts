import { randomInt } from 'node:crypto';
import type { Queryable } from './database.ts';
import type { Sealer } from './seal.ts';

/** How long a code can be typed. Milliseconds. */
export const codeLifetime = 10 * 60_000;

/** Eight digits that do not begin with 0, which people leave out: 90 million codes. */
export function drawCode(): string {
  return String(randomInt(10_000_000, 100_000_000));
}

/** Two codes out of 90 million meet almost never; so many times in a row they do not. */
const codeTries = 20;

/** Wrong codes within `tryWindow` after which a contact, or everybody together, has to wait. */
const triesOfOne = 5;
const triesOfAll = 60;
const tryWindow = 15 * 60_000;

/** One contact at one of its addresses. */
export interface LinkPlace {
  readonly contact: number;
  readonly address: number;
}

/** Makes a code of eight digits that can be typed elsewhere for ten minutes; an earlier one of this contact ends. */
export async function createLinkCode(transaction: Queryable, sealer: Sealer, place: LinkPlace, now: Date): Promise<string> {
  await transaction.query(
    `update causo.link_code set expires_at = least(expires_at, $2) where contact_id = $1 and state = 'open'`,
    [place.contact, now],
  );
  for (let tries = 0; tries < codeTries; tries += 1) {
    const code = drawCode();
    if (await insertCode(transaction, sealer, place, code, now)) return code;
  }
  throw new Error(`Expected a free link code within ${codeTries} tries; have old codes removed`);
}

async function insertCode(transaction: Queryable, sealer: Sealer, { contact, address }: LinkPlace, code: string, now: Date): Promise<boolean> {
  const rows = await transaction.query(
    `insert into causo.link_code (contact_id, address_id, code_hash, created_at, expires_at)
     values ($1, $2, $3, $4, $5) on conflict (code_hash) do nothing returning id`,
    [contact, address, sealer.lookUp(hashed(code)), now, new Date(now.getTime() + codeLifetime)],
  );
  return rows.length > 0;
}

function hashed(code: string): string {
  return `link code ${code}`;
}

/** Why a code cannot be used, or whose it is. */
export type CheckedCode =
  | { readonly outcome: 'done'; readonly link: number; readonly channels: readonly string[] }
  /** `channels`: those that both have. */
  | { readonly outcome: 'same_channel'; readonly channels: readonly string[] }
  | { readonly outcome: 'wrong' | 'too_many' | 'own' | 'joined' | 'used' | 'expired' };

interface CodeRow {
  readonly [column: string]: unknown;
  readonly id: number;
  readonly contact: number | null;
  readonly address: number | null;
  readonly state: 'open' | 'agreed' | 'used';
  readonly expired: boolean;
}

/** Looks at a code that was typed at `place`; a wrong one is counted. `channels`: those of whoever made it. */
export async function checkLinkCode(transaction: Queryable, sealer: Sealer, place: LinkPlace, code: string, now: Date): Promise<CheckedCode> {
  if (await isGuessing(transaction, place.contact, now)) return { outcome: 'too_many' };
  const [row] = await transaction.query<CodeRow>(
    `select id, contact_id as contact, address_id as address, state, expires_at <= $2 as expired
     from causo.link_code where code_hash = any($1::bytea[]) order by id desc limit 1`,
    [sealer.lookUps(hashed(code)), now],
  );
  if (!row) {
    await noteWrongCode(transaction, place.contact, now);
    return { outcome: 'wrong' };
  }
  // Before anything else: a code that joined these two says so, and not that it was used.
  if (row.contact === place.contact) return { outcome: row.address === place.address ? 'own' : 'joined' };
  if (row.state !== 'open' || row.contact === null) return { outcome: 'used' };
  if (row.expired) return { outcome: 'expired' };
  return checkChannels(transaction, row.id, row.contact, place.contact);
}

/** A contact has one address on a channel: two people who share a phone are not made one by mistake. */
async function checkChannels(transaction: Queryable, link: number, giver: number, taker: number): Promise<CheckedCode> {
  const channels = await channelsOf(transaction, giver);
  const own = await channelsOf(transaction, taker);
  const shared = channels.filter((channel) => own.includes(channel));
  return shared.length > 0 ? { outcome: 'same_channel', channels: shared } : { outcome: 'done', link, channels };
}

/** The channels of a contact, the one used first in front. */
export async function channelsOf(database: Queryable, contact: number): Promise<readonly string[]> {
  const rows = await database.query<{ channel: string }>('select channel from causo.address where contact_id = $1 order by id', [contact]);
  return rows.map(({ channel }) => channel);
}

/** Counts a wrong code of any kind. */
export async function noteWrongCode(transaction: Queryable, contact: number, now: Date): Promise<void> {
  await transaction.query('insert into causo.link_try (contact_id, at) values ($1, $2)', [contact, now]);
}

/** True when this contact, or everybody together, has typed so many wrong codes that nobody's is looked at. */
export async function isGuessing(transaction: Queryable, contact: number, now: Date): Promise<boolean> {
  const [row] = await transaction.query<{ own: number; all: number }>(
    `select count(*) filter (where contact_id = $1)::int as own, count(*)::int as all from causo.link_try where at > $2`,
    [contact, new Date(now.getTime() - tryWindow)],
  );
  return (row?.own ?? 0) >= triesOfOne || (row?.all ?? 0) >= triesOfAll;
}

/**
 * Notes that the person at `place` wants to be joined with whoever made the code. The first who says so gets it;
 * `joinContacts` does the rest, after the turn and outside of it.
 */
export async function agreeToLink(transaction: Queryable, place: LinkPlace, link: number, now: Date): Promise<'done' | 'used' | 'expired'> {
  const agreed = await transaction.query(
    `update causo.link_code set state = 'agreed', agreed_at = $4, taker_contact_id = $2, taker_address_id = $3
     where id = $1 and state = 'open' and expires_at > $4 and contact_id <> $2 returning id`,
    [link, place.contact, place.address, now],
  );
  if (agreed.length > 0) return 'done';
  const [row] = await transaction.query<{ state: string }>('select state from causo.link_code where id = $1', [link]);
  return row && row.state !== 'open' ? 'used' : 'expired';
}

/** Joinings that were agreed to before `before` and not done yet: their process is gone. At most 100. */
export async function agreedLinks(database: Queryable, before: Date): Promise<readonly number[]> {
  const rows = await database.query<{ id: number }>(
    `select id from causo.link_code where state = 'agreed' and agreed_at <= $1 order by agreed_at limit 100`,
    [before],
  );
  return rows.map(({ id }) => id);
}

/**
 * Takes a contact out of all codes, for an erasure. A joining that was agreed to on another channel loses its other half
 * and ends with a word to whoever agreed.
 */
export async function eraseLinks(transaction: Queryable, contact: number): Promise<void> {
  await transaction.query(
    `update causo.link_code set contact_id = null, address_id = null where contact_id = $1 and state = 'agreed' and taker_contact_id <> $1`,
    [contact],
  );
  await transaction.query('delete from causo.link_code where contact_id = $1 or taker_contact_id = $1', [contact]);
  await transaction.query('update causo.link_try set contact_id = null where contact_id = $1', [contact]);
}
