import type { OutboundMessage } from '../channels/channel.ts';
import type { Database } from '../store/database.ts';
import { loadMediaFor } from '../store/media.ts';
import type { OutboxRow } from '../store/outbox.ts';
import type { Sealer } from '../store/seal.ts';
import type { OutboxPayload } from './reminders/reminding.ts';

interface Surroundings {
  readonly database: Database;
  readonly sealer: Sealer;
  readonly clock: () => Date;
}

/** A row of the outbox as its channel takes it, with its picture. Rows are written by ourselves only, so their shape is known. */
export async function toOutbound({ database, sealer, clock }: Surroundings, row: OutboxRow): Promise<OutboundMessage> {
  const { text, options, picture, asks, template } = row.payload as OutboxPayload;
  const words = { text, options, ...(asks ? { asks } : {}), ...(template ? { template } : {}) };
  const media = picture && (await loadMediaFor(database, sealer, row.address, picture.id, clock()));
  if (!picture || !media) return words;
  const mediaType = media.mediaType === 'image/jpeg' ? 'image/jpeg' : 'image/png';
  return { ...words, picture: { bytes: media.bytes, mediaType, description: picture.description } };
}
