import type { Queryable } from './database.ts';
import type { Sealer } from './seal.ts';

/**
 * Refuses to go on without a key that has encrypted here before: everything sealed with it would be lost. Notes the
 * first key for the next start.
 */
export async function checkDataKeys(database: Queryable, sealer: Sealer): Promise<void> {
  const rows = await database.query<{ sealed: Uint8Array }>('select sealed from causo.data_key');
  if (!rows.every(({ sealed }) => canUnseal(sealer, sealed))) {
    throw new Error('Expected DATA_KEY to hold every key that has encrypted this database, but one is missing; add it at the end of the list');
  }
  await database.query('insert into causo.data_key (fingerprint, sealed) values ($1, $2) on conflict do nothing', [
    sealer.fingerprint,
    sealer.seal('cau-so'),
  ]);
}

function canUnseal(sealer: Sealer, sealed: Uint8Array): boolean {
  try {
    return sealer.unseal(sealed) === 'cau-so';
  } catch {
    return false;
  }
}
