import type { Queryable } from './database.ts';
import type { Sealer } from './seal.ts';

export interface NewCall {
  readonly contact: number;
  readonly address: number;
  /** Number of the call within its contact. */
  readonly number: number;
  readonly service: string;
  readonly input: unknown;
  readonly now: Date;
  readonly giveUpAt: Date;
}

/** What the queue needs to know of a call. */
export interface ScheduledCall {
  readonly id: number;
  readonly version: number;
  readonly dueAt: Date;
}

/** A call that somebody has taken on. */
export interface ClaimedCall extends ScheduledCall {
  readonly contact: number;
  readonly address: number;
  readonly number: number;
  readonly service: string;
  readonly input: unknown;
  /** This try included. */
  readonly attempts: number;
  readonly giveUpAt: Date;
}

const scheduled = 'id, version, due_at as "dueAt"';

/** Notes work that somebody has to do at once, outside the turn that asks for it. */
export async function addCall(transaction: Queryable, sealer: Sealer, call: NewCall): Promise<ScheduledCall> {
  const [row] = await transaction.query<ScheduledCall & { readonly [column: string]: unknown }>(
    `insert into causo.call (contact_id, address_id, number, service, input, due_at, give_up_at, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $6) returning ${scheduled}`,
    [call.contact, call.address, call.number, call.service, sealer.seal(call.input), call.now, call.giveUpAt],
  );
  if (!row) throw new Error('Expected the database to return the call it saved');
  return row;
}

/**
 * Takes a call on for so many seconds and counts the try before it is made, so that one which kills its process is
 * counted too. Nothing when somebody else has it, it was moved or has ended.
 */
export async function claimCall(
  database: Queryable,
  sealer: Sealer,
  { id, version }: Pick<ScheduledCall, 'id' | 'version'>,
  leaseSeconds: number,
): Promise<ClaimedCall | undefined> {
  const [row] = await database.query<Omit<ClaimedCall, 'input'> & { input: Uint8Array; readonly [column: string]: unknown }>(
    `update causo.call set attempts = attempts + 1, lease_until = now() + make_interval(secs => $3)
     where id = (
       select id from causo.call
       where id = $1 and version = $2 and done_at is null and (lease_until is null or lease_until < now())
       for update skip locked
     )
     returning ${scheduled}, contact_id as contact, address_id as address, number, service, input, attempts, give_up_at as "giveUpAt"`,
    [id, version, leaseSeconds],
  );
  return row && { ...row, input: sealer.unseal(row.input) };
}

/** Puts a call off to another try under a new version; nothing when it has ended meanwhile. */
export async function putOffCall(database: Queryable, { id, version }: ScheduledCall, dueAt: Date): Promise<ScheduledCall | undefined> {
  const [row] = await database.query<ScheduledCall & { readonly [column: string]: unknown }>(
    `update causo.call set version = version + 1, due_at = $3, lease_until = null
     where id = $1 and version = $2 and done_at is null returning ${scheduled}`,
    [id, version, dueAt],
  );
  return row;
}

/** A call that has just ended. */
export type EndedCall = Pick<ClaimedCall, 'contact' | 'address' | 'number' | 'version' | 'service' | 'input'>;

/**
 * Ends a call once, whoever works on it, and empties what it was given. Nothing when it has ended or was erased. Without
 * `version` it ends whichever try is under way.
 */
export async function endCall(
  transaction: Queryable,
  sealer: Sealer,
  id: number,
  version: number | undefined,
  now: Date,
): Promise<EndedCall | undefined> {
  // The contact first, as every turn does: an erasure holds the contact and then wants the call.
  await transaction.query('select id from causo.contact where id = (select contact_id from causo.call where id = $1) for update', [id]);
  const [row] = await transaction.query<Omit<EndedCall, 'input'> & { input: Uint8Array; readonly [column: string]: unknown }>(
    `with open as (
       select id, input from causo.call where id = $1 and version = coalesce($2::int, version) and done_at is null for update
     )
     update causo.call c set done_at = $3, input = null, lease_until = null from open where c.id = open.id
     returning contact_id as contact, address_id as address, number, version, service, open.input`,
    [id, version ?? null, now],
  );
  return row && { ...row, input: sealer.unseal(row.input) };
}

/** Calls that nobody is at and that fall due before `before`, at most 500. */
export async function dueCalls(database: Queryable, before: Date): Promise<readonly ScheduledCall[]> {
  return database.query<ScheduledCall & { readonly [column: string]: unknown }>(
    `select ${scheduled} from causo.call
     where done_at is null and due_at < $1 and (lease_until is null or lease_until < now()) order by due_at limit 500`,
    [before],
  );
}

/** Ids of calls for which nobody should wait any longer, at most 500. */
export async function lateCalls(database: Queryable, now: Date): Promise<readonly number[]> {
  const rows = await database.query<{ id: number }>(
    'select id from causo.call where done_at is null and give_up_at <= $1 order by give_up_at limit 500',
    [now],
  );
  return rows.map(({ id }) => id);
}

/** Whether a contact still waits for a call of this service. */
export async function waitsForCall(queryable: Queryable, contact: number, service: string): Promise<boolean> {
  const rows = await queryable.query('select id from causo.call where contact_id = $1 and service = $2 and done_at is null', [contact, service]);
  return rows.length > 0;
}
