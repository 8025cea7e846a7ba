import type { Queryable } from '../database.ts';
import { eraseContact } from '../erasure.ts';
import { quote, type Table } from './catalog.ts';
import type { Present, TokenRow } from './present.ts';

/** What was put right after the rows of a backup were loaded. */
export interface Settled {
  /** Contacts erased once more, because they had asked for it after the backup was made. */
  readonly erasedAgain: number;
  /** Pairs of tokens that come from the backup, and may be dead. */
  readonly oldTokens: number;
}

/** Rows that come back from the past: what may not come back is put right. */
export async function settle(transaction: Queryable, tables: readonly Table[], { tokens, erased }: Present, now: Date): Promise<Settled> {
  const oldTokens = await keepNewerTokens(transaction, tokens);
  for (const { name } of tables.filter(({ columns }) => columns.some((column) => column.name === 'lease_owner'))) {
    await transaction.query(`update causo.${quote(name)} set lease_owner = null, lease_until = null where lease_owner is not null`);
  }
  return { erasedAgain: await eraseAgain(transaction, erased, now), oldTokens };
}

/** Returns how many pairs are those of the backup. */
async function keepNewerTokens(transaction: Queryable, tokens: readonly TokenRow[]): Promise<number> {
  for (const { row } of tokens) {
    // The refresh token that dies later was given later.
    await transaction.query(
      `delete from causo.channel_token t using jsonb_populate_record(null::causo.channel_token, $1::jsonb) k
       where t.channel = k.channel and t.account = k.account and t.refresh_expires_at <= k.refresh_expires_at`,
      [row],
    );
    await transaction.query(
      `insert into causo.channel_token select * from jsonb_populate_record(null::causo.channel_token, $1::jsonb)
       on conflict (channel, account) do nothing`,
      [row],
    );
  }
  const rows = await transaction.query<{ pair: string }>(`select encode(pair, 'hex') as pair from causo.channel_token`);
  return rows.filter(({ pair }) => !tokens.some((kept) => kept.pair === pair)).length;
}

async function eraseAgain(transaction: Queryable, erased: readonly string[], now: Date): Promise<number> {
  const contacts = await transaction.query<{ id: number }>(
    `select distinct contact_id as id from causo.consent
     where contact_id is not null and encode(subject, 'hex') = any($1::text[])`,
    [erased],
  );
  for (const { id } of contacts) {
    await eraseContact(transaction, id, now);
    await transaction.query('delete from causo.contact where id = $1', [id]);
  }
  return contacts.length;
}

/** Wider than what can have been given out between a backup and the loss of what came after it. */
const idGap = 1_000_000;
const counterGap = 10_000;

/**
 * Numbers that were given out after the backup was made are known to browsers, chats and the queue: they must not mean
 * anything else now, so all numbering goes on after a gap.
 */
export async function leaveGaps(transaction: Queryable, tables: readonly Table[]): Promise<void> {
  for (const { name, columns } of tables) {
    for (const column of columns.filter(({ isIdentity }) => isIdentity)) {
      await transaction.query(
        'select setval(sequence, nextval(sequence) + $3::bigint, false) from (select pg_get_serial_sequence($1, $2)::regclass as sequence) s',
        [`causo.${quote(name)}`, column.name, idGap],
      );
    }
  }
  await transaction.query(
    `update causo.contact set question_number = question_number + $1::int, call_number = call_number + $1::int, message_number = message_number + $1::int`,
    [counterGap],
  );
}
