import { MediaError } from '../channels/channel.ts';
import type { Slots, Value } from '../core/mod.ts';
import { checkQr, largestPhoto } from '../services/market/mod.ts';
import type { Queryable } from '../store/database.ts';
import { loadMedia, removeMedia } from '../store/media.ts';
import type { OutsideContext, OutsideResult } from './outside-service.ts';

/** Where a photo can be fetched. A list, so that it fits into a slot. */
export function writePhotoPlace(channel: string, account: string, reference: string): Value {
  return [channel, account, reference];
}

function readPhotoPlace({ photo }: Slots): { readonly channel: string; readonly account: string; readonly reference: string } {
  const [channel = '', account = '', reference = ''] = Array.isArray(photo) ? (photo as readonly string[]) : [];
  return { channel, account, reference };
}

/** Looks at the photo of a code that somebody sent. */
export async function checkPhoto(input: Slots, context: OutsideContext): Promise<OutsideResult> {
  try {
    const photo = await fetchPhoto(input, context);
    return photo ? await checkQr(photo) : { outcome: 'gone' };
  } catch (error) {
    if (error instanceof MediaError && error.code !== 'unavailable') return { outcome: error.code };
    throw error;
  }
}

/** Photos of the web chat lie with us until the call ends; the others lie with their platform. */
async function fetchPhoto(input: Slots, { database, sealer, channels, contact, now, signal }: OutsideContext): Promise<Uint8Array | undefined> {
  const { channel, account, reference } = readPhotoPlace(input);
  if (channel === 'web') return (await loadMedia(database, sealer, contact, mediaId(reference), now))?.bytes;
  const platform = channels.find((each) => each.id === channel && each.account === account);
  return platform?.fetchMedia?.(reference, largestPhoto, signal);
}

/** Removes a photo that was kept to be looked at. */
export async function removePhoto(input: Slots, transaction: Queryable, contact: number): Promise<void> {
  const { channel, reference } = readPhotoPlace(input);
  if (channel === 'web') await removeMedia(transaction, contact, mediaId(reference));
}

function mediaId(reference: string): number {
  return /^\d{1,15}$/.test(reference) ? Number(reference) : 0;
}
