import type { Queryable } from './database.ts';
import type { Sealer } from './seal.ts';

/**
 * Refuses to go on without a key that has encrypted here before: everything sealed with it would be lost. Notes the
 * first key for the next start.
 */
export async function checkDataKeys(database: Queryable, sealer: Sealer): Promise<void> {
  await refuseMissingKey(database, sealer);
  await noteFirstKey(database, sealer);
}

/** Throws a line that says what to do when a key is missing that has encrypted here before. */
export async function refuseMissingKey(database: Queryable, sealer: Sealer): Promise<void> {
  const rows = await database.query<{ sealed: Uint8Array }>('select sealed from causo.data_key');
  if (rows.every(({ sealed }) => canUnseal(sealer, sealed))) return;
  throw new Error('Expected DATA_KEY to hold every key that has encrypted this database, but one is missing; add it at the end of the list');
}

function canUnseal(sealer: Sealer, sealed: Uint8Array): boolean {
  try {
    return sealer.unseal(sealed) === 'cau-so';
  } catch {
    return false;
  }
}

/** Notes the first key, so that no start without it goes on. True when it had not been noted before. */
export async function noteFirstKey(database: Queryable, sealer: Sealer): Promise<boolean> {
  const rows = await database.query('insert into causo.data_key (fingerprint, sealed) values ($1, $2) on conflict do nothing returning 1 as one', [
    sealer.fingerprint,
    sealer.seal('cau-so'),
  ]);
  return rows.length > 0;
}

/** Takes the first key off the list that a start has to know, unless a process has begun to seal with it meanwhile. */
export async function forgetFirstKey(database: Queryable, sealer: Sealer): Promise<void> {
  await database.query(
    `delete from causo.data_key d where fingerprint = $1
       and not exists (select from causo.process p where p.key = encode(d.fingerprint, 'hex'))`,
    [sealer.fingerprint],
  );
}
