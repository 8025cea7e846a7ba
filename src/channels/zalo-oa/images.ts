import { createHash, randomBytes } from 'node:crypto';
import { SendError } from '../channel.ts';
import type { Picture } from '../channel.ts';
import type { ZaloApi } from './api.ts';
import { textOf } from './read.ts';

/** Remembers uploaded pictures by the hash of their bytes; a wrong or lost entry costs one more upload only. */
export interface ImageStore {
  find(hash: string): Promise<string | undefined>;
  save(hash: string, attachmentId: string, expiresAt: Date): Promise<void>;
  forget(hash: string): Promise<void>;
}

/** Zalo's limit is 1 MB; whether that is 1,000,000 bytes or a little more was not found. */
const mostBytes = 1_000_000;

/** Ids live 7 days on Zalo; a day less, so that none dies on the way. */
const lifetime = 6 * 24 * 3_600_000;

/** Remembers the last `most` pictures of this process. */
export function createMemoryImages(clock: () => Date, most = 500): ImageStore {
  const known = new Map<string, { readonly id: string; readonly expiresAt: Date }>();
  return {
    find: async (hash) => {
      const found = known.get(hash);
      return found && found.expiresAt > clock() ? found.id : undefined;
    },
    save: async (hash, id, expiresAt) => {
      known.delete(hash);
      known.set(hash, { id, expiresAt });
      const [oldest] = known.keys();
      if (known.size > most && oldest !== undefined) known.delete(oldest);
    },
    forget: async (hash) => void known.delete(hash),
  };
}

export function hashOf(picture: Picture): string {
  return createHash('sha256').update(picture.bytes).digest('hex');
}

/** The id under which Zalo has the picture, uploading it when it is not known. Throws `SendError`. */
export async function uploadOnce(
  api: ZaloApi,
  images: ImageStore,
  clock: () => Date,
  picture: Picture,
  signal: AbortSignal,
): Promise<string> {
  const hash = hashOf(picture);
  const known = await images.find(hash);
  if (known !== undefined) return known;
  const id = await upload(api, picture, signal);
  await images.save(hash, id, new Date(clock().getTime() + lifetime));
  return id;
}

async function upload(api: ZaloApi, { bytes, mediaType }: Picture, signal: AbortSignal): Promise<string> {
  if (bytes.length > mostBytes) {
    throw new SendError('Zalo was not called: expected a picture of at most 1 MB', { code: 'refused', retryable: false });
  }
  const boundary = `----causo${randomBytes(12).toString('hex')}`;
  const name = mediaType === 'image/png' ? 'picture.png' : 'picture.jpg';
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: ${mediaType}\r\n\r\n`;
  const body = Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]);
  const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` };
  const data = await api.call({ method: 'POST', path: '/v2.0/oa/upload/image', headers, body }, signal);
  const id = textOf(data.attachment_id);
  if (id === undefined) throw new SendError('Zalo took a picture without giving an id', { code: 'unavailable', retryable: true });
  return id;
}
