import { columnName, sealedColumns, type SealedColumn } from './byte-columns.ts';
import { forgetFirstKey, noteFirstKey, refuseMissingKey } from './data-keys.ts';
import type { Database, Queryable } from './database.ts';
import { distrustEchoes } from './echoes.ts';
import { countOtherSealers } from './leases.ts';
import { sealAnew, type Portion } from './seal-anew.ts';
import type { Sealer } from './seal.ts';

/** How a change of keys stands at its begin. Keys by their fingerprints in hexadecimal. */
export interface RekeyBegin {
  /** The first key of the list, under which everything will be. */
  readonly key: string;
  /** Processes that seal with another key. Above 0 nothing may be sealed anew: they might not open it, or go on with the old key. */
  readonly others: number;
}

export interface RekeyEnd {
  /** Keys that no value is under any more; a start does not ask for them from now on. */
  readonly removed: readonly string[];
  /** Keys that are still needed, and for how many values. */
  readonly needed: readonly { readonly key: string; readonly values: number }[];
  /** Processes that still seal with another key; above 0 no key was removed. */
  readonly others: number;
}

/** The steps of a change of keys. Each may be done at any time, again, and while people write. Plain data: it also goes over the socket. */
export interface Rekey {
  begin(): Promise<RekeyBegin>;
  /** Seals the next few values of a column of `sealedColumns`, named as `columnName` does, behind the row `after`. */
  sealNext(column: string, after: string | undefined): Promise<Portion>;
  end(): Promise<RekeyEnd>;
}

export function createRekey(database: Database, sealer: Sealer): Rekey {
  const [key = ''] = sealer.fingerprints;
  // The embedded database belongs to this process; what another one left in the list is dead.
  const countOthers = async (queryable: Queryable): Promise<number> => (database.kind === 'embedded' ? 0 : countOtherSealers(queryable, key));
  return {
    begin: async () => {
      await refuseMissingKey(database, sealer);
      // Noted before others are counted: a process that starts now is either counted, or is refused without the key.
      const isNew = await noteFirstKey(database, sealer);
      const others = await countOthers(database);
      if (others > 0 && isNew) await forgetFirstKey(database, sealer);
      return { key, others };
    },
    sealNext: (name, after) => sealAnew(database, sealer, findColumn(name), after),
    end: () => database.transaction((transaction) => removeKeys(transaction, sealer, countOthers), { isPatient: true }),
  };
}

function findColumn(name: string): SealedColumn {
  const column = sealedColumns.find((one) => columnName(one) === name);
  if (!column) throw new Error('Expected the name of a sealed column; run the command of the same version as the assistant');
  return column;
}

interface KeyRow {
  readonly [column: string]: unknown;
  readonly key: string;
  readonly fingerprint: Uint8Array;
  readonly sealed: Uint8Array;
}

async function removeKeys(transaction: Queryable, sealer: Sealer, countOthers: (queryable: Queryable) => Promise<number>): Promise<RekeyEnd> {
  // Before anything is counted: a process that starts with such a key now waits here and notes it again.
  const old = await transaction.query<KeyRow>(
    `delete from causo.data_key where fingerprint <> $1 returning encode(fingerprint, 'hex') as key, fingerprint, sealed`,
    [sealer.fingerprint],
  );
  const others = await countOthers(transaction);
  const counts = await countUnder(transaction, old.map(({ fingerprint }) => fingerprint));
  const needed = [...counts].map(([key, values]) => ({ key, values }));
  const kept = old.filter(({ key }) => others > 0 || counts.has(key));
  for (const { fingerprint, sealed } of kept) await transaction.query('insert into causo.data_key (fingerprint, sealed) values ($1, $2)', [fingerprint, sealed]);
  const removed = old.filter((row) => !kept.includes(row)).map(({ key }) => key);
  if (removed.length > 0) await distrustEchoes(transaction);
  return { removed, needed, others };
}

/** How many values are under each of these keys, without the zeros. */
async function countUnder(transaction: Queryable, fingerprints: readonly Uint8Array[]): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const { table, column } of fingerprints.length > 0 ? sealedColumns : []) {
    const rows = await transaction.query<{ key: string; count: number }>(
      `select encode(substring(${column} for 4), 'hex') as key, count(*)::int as count from causo.${table}
       where substring(${column} for 4) = any($1::bytea[]) group by 1`,
      [fingerprints],
    );
    for (const { key, count } of rows) counts.set(key, (counts.get(key) ?? 0) + count);
  }
  return counts;
}
