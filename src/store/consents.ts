import type { Queryable } from './database.ts';
import type { Sealer } from './seal.ts';

export interface ConsentRecord {
  readonly contact: number;
  readonly purpose: string;
  /** Content hash of the words that were shown. */
  readonly textVersion: string;
  readonly granted: boolean;
  readonly channel: string;
  readonly at: Date;
}

/** Adds a line to the proof of consent and returns its id; earlier lines are never changed. */
export async function recordConsent(transaction: Queryable, sealer: Sealer, record: ConsentRecord): Promise<number> {
  const [row] = await transaction.query<{ id: number }>(
    `insert into causo.consent (contact_id, subject, purpose, text_version, granted, channel, at)
     values ($1, $2, $3, $4, $5, $6, $7) returning id`,
    [record.contact, sealer.lookUp(`contact ${record.contact}`), record.purpose, record.textVersion, record.granted, record.channel, record.at],
  );
  if (!row) throw new Error('Expected the database to return the consent it saved');
  return row.id;
}

/** The last word of a contact on a purpose; nothing when they were never asked. */
export async function findConsent(
  transaction: Queryable,
  contact: number,
  purpose: string,
): Promise<{ readonly id: number; readonly granted: boolean } | undefined> {
  const [row] = await transaction.query<{ id: number; granted: boolean }>(
    'select id, granted from causo.consent where contact_id = $1 and purpose = $2 order by id desc limit 1',
    [contact, purpose],
  );
  return row;
}
