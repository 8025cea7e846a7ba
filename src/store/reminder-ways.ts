import type { Queryable } from './database.ts';
import type { Sealer } from './seal.ts';

/** An address as a reminder needs to know it. */
export interface StoredWay {
  readonly contact: number;
  readonly address: number;
  readonly channel: string;
  readonly account: string;
  readonly isBlocked: boolean;
  /** Null: they never wrote there. */
  readonly lastInboundAt: Date | null;
}

/** All addresses of contacts; where each wrote last comes first. */
export async function waysOf(transaction: Queryable, contacts: readonly number[]): Promise<readonly StoredWay[]> {
  return transaction.query<StoredWay & { readonly [column: string]: unknown }>(
    `select contact_id as contact, id as address, channel, account, blocked_at is not null as "isBlocked", last_inbound_at as "lastInboundAt"
     from causo.address where contact_id = any($1::bigint[]) order by last_inbound_at desc nulls last, id`,
    [contacts],
    'ways_of',
  );
}

/** The number that was given for an appointment, while the consent under which it is kept holds. */
export async function appointmentPhone(transaction: Queryable, sealer: Sealer, appointment: number, contact: number): Promise<string | undefined> {
  const [row] = await transaction.query<{ phone: Uint8Array | null }>(
    `select a.phone from causo.appointment a join causo.consent c on c.id = a.consent_id
     where a.id = $1 and a.contact_id = $2 and c.granted and not exists (
       select from causo.consent later where later.contact_id = a.contact_id and later.purpose = c.purpose and later.id > c.id and not later.granted)`,
    [appointment, contact],
    'appointment_phone',
  );
  return row?.phone ? String(sealer.unseal(row.phone)) : undefined;
}
