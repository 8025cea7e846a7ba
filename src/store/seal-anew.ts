import type { SealedColumn } from './byte-columns.ts';
import type { Database, Queryable } from './database.ts';
import type { Sealer } from './seal.ts';

/** What became of a few rows that stand one behind the other. Plain data: it also travels between processes. */
export interface Portion {
  readonly rows: number;
  /** Values that were under another key and are under the first one now. */
  readonly sealed: number;
  /** Values that somebody changed or held meanwhile: they have to be looked at again. */
  readonly busy: number;
  /** Values that no key of the list opens; they were left as they are. */
  readonly unreadable: number;
  /** The last row of the portion; undefined when it was the last one of all. */
  readonly last: string | undefined;
}

interface Value {
  readonly key: string;
  readonly old: Uint8Array;
}

interface NewValue extends Value {
  readonly anew: Uint8Array;
}

/** Seals the values of the next few rows behind `after` under the first key. Holds rows for one short statement only. */
export async function sealAnew(database: Database, sealer: Sealer, column: SealedColumn, after: string | undefined): Promise<Portion> {
  const page = await readPage(database, sealer, column, after ?? column.start);
  const old = page.flatMap(({ key, old: value }) => (value ? [{ key, old: value }] : []));
  const anew = old.flatMap((value) => sealOne(sealer, value));
  const sealed = anew.length > 0 ? await replace(database, column, anew) : 0;
  return {
    rows: page.length,
    sealed,
    busy: anew.length - sealed,
    unreadable: old.length - anew.length,
    last: page.length < column.atOnce ? undefined : page.at(-1)?.key,
  };
}

/** Every statement reads a bounded number of rows, however few of them are under an older key. */
function readPage(database: Queryable, sealer: Sealer, { table, column, key, keyType, atOnce }: SealedColumn, after: string) {
  return database.query<{ readonly key: string; readonly old: Uint8Array | null }>(
    `select ${key}::text as key, case when substring(${column} for 4) <> $3::bytea then ${column} end as old
     from causo.${table} where ${key} > $1::${keyType} order by ${key} limit $2`,
    [after, atOnce, sealer.fingerprint],
  );
}

/** JSON or bytes of a picture: a sealed value looks the same. */
function sealOne(sealer: Sealer, value: Value): readonly NewValue[] {
  try {
    return [{ ...value, anew: sealer.sealBytes(sealer.unsealBytes(value.old)) }];
  } catch {
    return [];
  }
}

/**
 * Returns how many were replaced. A value that is not the one that was read belongs to somebody who wrote meanwhile. It
 * never waits for a row while it holds others, so nobody can wait for it in a ring.
 */
async function replace(database: Queryable, { table, column, key, keyType }: SealedColumn, values: readonly NewValue[]): Promise<number> {
  const rows = await database.query(
    `with free as (
       select n.key, n.old, n.anew from causo.${table} t
       join unnest($1::${keyType}[], $2::bytea[], $3::bytea[]) as n(key, old, anew) on ${key} = n.key and t.${column} = n.old
       for update of t skip locked
     )
     update causo.${table} t set ${column} = free.anew from free where ${key} = free.key and t.${column} = free.old
     returning 1 as one`,
    [values.map((value) => value.key), values.map(({ old }) => old), values.map(({ anew }) => anew)],
  );
  return rows.length;
}
