import type { Queryable } from './database.ts';
import type { Sealer } from './seal.ts';

export interface StoredMedia {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
}

/** Keeps a picture, sealed, and returns its id. Its hash is keyed: a bare one would give away a number drawn in it. */
export async function saveMedia(
  database: Queryable,
  sealer: Sealer,
  media: StoredMedia & { readonly contact: number; readonly now: Date; readonly expiresAt: Date },
): Promise<number> {
  const [row] = await database.query<{ id: number }>(
    `insert into causo.media (contact_id, hash, media_type, bytes, created_at, expires_at)
     values ($1, $2, $3, $4, $5, $6) returning id`,
    [media.contact, sealer.lookUp(Buffer.from(media.bytes).toString('base64')), media.mediaType, sealer.sealBytes(media.bytes), media.now, media.expiresAt],
  );
  if (!row) throw new Error('Expected the database to return the id of a saved picture');
  return row.id;
}

/** A picture of this contact, unless it has expired. */
export async function loadMedia(database: Queryable, sealer: Sealer, contact: number, id: number, now: Date): Promise<StoredMedia | undefined> {
  const [row] = await database.query<MediaRow>(
    `select bytes, media_type as "mediaType" from causo.media where id = $1 and contact_id = $2 and expires_at > $3`,
    [id, contact, now],
    'load_media',
  );
  return open(sealer, row);
}

/** A picture on its way to an address, whoever the address belongs to by now: its contact may just have been joined. */
export async function loadMediaFor(database: Queryable, sealer: Sealer, address: number, id: number, now: Date): Promise<StoredMedia | undefined> {
  const [row] = await database.query<MediaRow>(
    `select m.bytes, m.media_type as "mediaType" from causo.media m join causo.address a on a.contact_id = m.contact_id
     where m.id = $1 and a.id = $2 and m.expires_at > $3`,
    [id, address, now],
    'load_media_for',
  );
  return open(sealer, row);
}

interface MediaRow {
  readonly [column: string]: unknown;
  readonly bytes: Uint8Array;
  readonly mediaType: string;
}

function open(sealer: Sealer, row: MediaRow | undefined): StoredMedia | undefined {
  return row && { bytes: sealer.unsealBytes(row.bytes), mediaType: row.mediaType };
}

/** Removes all pictures of this contact before their time. */
export async function removeAllMedia(database: Queryable, contact: number): Promise<void> {
  await database.query('delete from causo.media where contact_id = $1', [contact]);
}

/** Removes a picture of this contact before its time. */
export async function removeMedia(database: Queryable, contact: number, id: number): Promise<void> {
  await database.query('delete from causo.media where id = $1 and contact_id = $2', [id, contact]);
}
