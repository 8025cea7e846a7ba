/** A column whose values are sealed, and how its rows are walked through. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  /** SQL for what tells rows apart and puts them in an order. */
  readonly key: string;
  readonly keyType: 'bigint' | 'text';
  /** Sorts before every key. */
  readonly start: string;
  /** So many rows are looked at together: small enough that nobody notices, and that pictures fit into memory. */
  readonly atOnce: number;
}

const byId = { key: 'id', keyType: 'bigint', start: '0', atOnce: 200 } as const;

/** Every column that holds sealed values; a test fails on a column of bytes that is neither here nor below. */
export const sealedColumns: readonly SealedColumn[] = [
  { table: 'contact', column: 'state', ...byId, atOnce: 50 },
  { table: 'inbound', column: 'payload', ...byId },
  { table: 'outbox', column: 'payload', ...byId },
  { table: 'message', column: 'payload', ...byId },
  { table: 'media', column: 'bytes', ...byId, atOnce: 4 },
  { table: 'ticket', column: 'summary', ...byId },
  { table: 'call', column: 'input', ...byId },
  { table: 'appointment', column: 'name', ...byId },
  { table: 'appointment', column: 'birth', ...byId },
  { table: 'appointment', column: 'phone', ...byId },
  { table: 'appointment', column: 'note', ...byId },
  { table: 'waiting_place', column: 'name', ...byId },
  { table: 'waiting_place', column: 'birth', ...byId },
  { table: 'waiting_place', column: 'phone', ...byId },
  { table: 'reminder', column: 'payload', ...byId },
  // One row for each account.
  { table: 'channel_token', column: 'pair', key: `(channel || ' ' || account)`, keyType: 'text', start: '', atOnce: 50 },
];

/** Bytes that are not sealed, and what a change of keys means for them. */
export const otherByteColumns: Readonly<Record<string, string>> = {
  'data_key.fingerprint': 'names a key',
  'data_key.sealed': 'proves that a key is known; goes when no row needs the key any more',
  'media.hash': 'keyed hash that nothing is found by; goes with its picture within a day',
  'link_code.code_hash': 'keyed hash of a code that lives ten minutes; found under every key of the list',
  'administrator_code.code_hash': 'keyed hash of a code that lives ten minutes; found under every key of the list',
  'echo_doubt.trace': 'keyed hash that is kept a day; found under every key of the list, and when a key leaves it any words at its address are doubted',
  'echo.trace': 'keyed hash that is kept a day; found under every key of the list',
  // Made anew it would not fit older backups any more, and a restore would bring back who was erased.
  'consent.subject': 'keyed hash under the key of its time, for as long as the proof is kept; never made anew',
};

/** How a column is called in lists, progress and requests. */
export function columnName({ table, column }: Pick<SealedColumn, 'table' | 'column'>): string {
  return `${table}.${column}`;
}
