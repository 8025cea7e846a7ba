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

/** Adds a line to the proof of consent; earlier lines are never changed. */
export async function recordConsent(transaction: Queryable, sealer: Sealer, record: ConsentRecord): Promise<void> {
  await transaction.query(
    `insert into causo.consent (contact_id, subject, purpose, text_version, granted, channel, at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [record.contact, sealer.lookUp(`contact ${record.contact}`), record.purpose, record.textVersion, record.granted, record.channel, record.at],
  );
}
