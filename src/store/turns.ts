import type { Profile, Session } from '../core/mod.ts';
import type { Queryable } from './database.ts';
import type { Sealer } from './seal.ts';

export interface LoadedContact {
  readonly id: number;
  readonly version: number;
  readonly pending: number;
  readonly messageNumber: number;
  readonly session: Session;
  /** Staff talk with this person at this address until then, and the assistant does not. */
  readonly staffTalk: { readonly address: number; readonly until: Date } | undefined;
  readonly recentUpdates: readonly string[];
  /** Where they write from. */
  readonly addresses: readonly number[];
}

/** The key of one inbound message. */
export interface InboundKey {
  readonly channel: string;
  readonly account: string;
  readonly updateId: string;
}

export interface TurnMessage {
  readonly direction: 'inbound' | 'outbound';
  readonly payload: unknown;
  readonly sensitive: boolean;
  readonly expiresAt: Date;
}

export interface TurnOutbound {
  readonly priority: 0 | 1 | 2 | 3;
  readonly question?: number;
  readonly payload: unknown;
  readonly notAfter: Date;
  /** Position in `messages` of the message it was made from, where that is kept. */
  readonly message?: number;
}

/** A reminder that the turn sets, unless one of its kind waits already or the person has stopped them. */
export interface TurnReminder {
  readonly kind: string;
  readonly matter: string;
  readonly dueAt: Date;
  readonly payload: unknown;
}

/** All that one turn writes, besides the own-data rows that a turn alone may add. */
export interface Turn {
  readonly contact: LoadedContact;
  readonly address: number;
  readonly now: Date;
  readonly session: Session;
  /** The message that was answered: new, or a row that waited as pending. */
  readonly inbound: InboundKey & { readonly pendingRow?: number };
  /** When the message reached us; what depends on the time was decided by it. */
  readonly receivedAt: Date;
  readonly messages: readonly TurnMessage[];
  readonly outbound: readonly TurnOutbound[];
  readonly reminder?: TurnReminder;
  /** The contact has been erased in this turn; what it still writes is the receipt. */
  readonly erases: boolean;
}

interface ContactRow {
  readonly [column: string]: unknown;
  readonly id: number;
  readonly version: number;
  readonly pending: number;
  readonly message_number: number;
  readonly session_number: number;
  readonly question_number: number;
  readonly call_number: number;
  readonly language: Profile['language'];
  readonly self_name: Profile['selfName'];
  readonly consent: Profile['consent'];
  readonly state: Uint8Array | null;
  readonly state_at: Date | null;
  readonly staff_until: Date | null;
  readonly staff_address_id: number | null;
  readonly recent_updates: readonly string[];
  readonly addresses: readonly number[];
}

const columns = `id, version, pending, message_number, session_number, question_number, call_number,
  language, self_name, consent, state, state_at, staff_until, staff_address_id, recent_updates,
  coalesce((select json_agg(a.id) from causo.address a where a.contact_id = contact.id), '[]') as addresses`;

/** Loads contacts with their sessions; one that was erased meanwhile is missing in the result. */
export async function loadContacts(database: Queryable, sealer: Sealer, ids: readonly number[]): Promise<ReadonlyMap<number, LoadedContact>> {
  const rows = await database.query<ContactRow>(
    `select ${columns} from causo.contact where id = any($1::bigint[])`,
    [ids],
    'load_contacts',
  );
  return new Map(rows.map((row) => [row.id, toContact(row, sealer)]));
}

/** Loads one contact and holds its row until the transaction ends. */
export async function lockContact(transaction: Queryable, sealer: Sealer, id: number): Promise<LoadedContact | undefined> {
  const [row] = await transaction.query<ContactRow>(
    `select ${columns} from causo.contact where id = $1 for update`,
    [id],
    'lock_contact',
  );
  return row && toContact(row, sealer);
}

/** What of a session is sealed; the rest stands in columns and outlives it. */
type State = Omit<Session, 'profile' | 'counters' | 'quietSince'>;

function toContact(row: ContactRow, sealer: Sealer): LoadedContact {
  const state = row.state ? (sealer.unseal(row.state) as State) : { frames: [], misread: 0 };
  return {
    id: row.id,
    version: row.version,
    pending: row.pending,
    messageNumber: row.message_number,
    staffTalk: row.staff_until && row.staff_address_id !== null ? { address: row.staff_address_id, until: row.staff_until } : undefined,
    recentUpdates: row.recent_updates,
    addresses: row.addresses,
    session: {
      ...state,
      ...(row.state_at && !row.state ? { quietSince: row.state_at.getTime() } : {}),
      profile: { language: row.language, selfName: row.self_name, consent: row.consent },
      counters: { session: row.session_number, question: row.question_number, call: row.call_number },
    },
  };
}

/** What of a session is kept sealed in the contact's row; an idle contact holds nothing. */
export function sealState({ profile: _profile, counters: _counters, quietSince: _quietSince, ...state }: Session, sealer: Sealer): Buffer | null {
  const idle = state.frames.length === 0 && !state.open && !state.wanted && state.misread === 0;
  return idle ? null : sealer.seal(state);
}

/** How a message is named among the recent ones of a contact. */
export function recentName(key: InboundKey): string {
  return `${key.channel}:${key.updateId}`;
}
