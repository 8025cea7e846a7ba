import type { Queryable } from './database.ts';

/** Where somebody stands in the middle of something, and since when. */
export interface LastMove {
  /** The flow that speaks. */
  readonly flow: string;
  readonly at: Date;
  /** What they said may be kept longer than a day. */
  readonly hasConsent: boolean;
}

/** The last moves of those of the contacts who are in the middle of something. */
export async function lastMoves(transaction: Queryable, contacts: readonly number[]): Promise<ReadonlyMap<number, LastMove>> {
  const rows = await transaction.query<LastMove & { readonly contact: number; readonly [column: string]: unknown }>(
    `select id as contact, flow, state_at as at, consent = 'granted' as "hasConsent" from causo.contact
     where id = any($1::bigint[]) and state is not null and flow is not null and state_at is not null`,
    [contacts],
    'last_moves',
  );
  return new Map(rows.map((row) => [row.contact, row]));
}
