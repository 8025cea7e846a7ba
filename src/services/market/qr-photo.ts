import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createOnce } from '../pictures/once.ts';
import { loadSharp } from '../pictures/sharp.ts';
import { pictureTypeOf } from './picture-type.ts';

export type QrPhoto =
  /** The contents of all different codes in the photo; often none. */
  | { readonly outcome: 'done'; readonly contents: readonly string[] }
  | { readonly outcome: 'not_a_picture' }
  | { readonly outcome: 'too_big' };

/** Bytes; photos of phones have 3 to 8 million. Also what Telegram lets a bot fetch. */
export const largestPhoto = 20_000_000;

/** A phone of 2026 takes 50 million pixels; more is made up to fill our memory. */
const mostPixels = 60_000_000;

/** Longest side in pixels: the first is enough for most photos and quick; the second finds a small code in a large photo. */
const sides = [1_200, 2_400] as const;

/** More codes than these in one photo make no difference to what is said. */
const mostCodes = 5;

/** Both packages take memory that most processes never need, so they come in with the first photo. */
const tools = createOnce(async () => {
  const [sharp, { prepareZXingModule, readBarcodes }] = await Promise.all([loadSharp(), import('zxing-wasm/reader')]);
  const wasm = await readFile(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
  // Without its file it would be fetched from a public server.
  await prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer }, fireImmediately: true });
  return { sharp, readBarcodes };
});

/** Finds the QR codes in a photo of any origin. Rejects only when the reader itself cannot be loaded. */
export async function readQrPhoto(bytes: Uint8Array): Promise<QrPhoto> {
  if (bytes.length > largestPhoto) return { outcome: 'too_big' };
  if (pictureTypeOf(bytes) === undefined) return { outcome: 'not_a_picture' };
  const { sharp } = await tools();
  const size = await sharp(bytes, { limitInputPixels: false, pages: 1 }).metadata().catch(() => undefined);
  if (!size) return { outcome: 'not_a_picture' };
  if (size.width * size.height > mostPixels) return { outcome: 'too_big' };
  for (const side of sides) {
    const contents = await readAt(bytes, side).catch(() => undefined);
    if (!contents) return { outcome: 'not_a_picture' };
    const isShown = Math.max(size.width, size.height) <= side;
    if (contents.length > 0 || isShown) return { outcome: 'done', contents };
  }
  return { outcome: 'done', contents: [] };
}

/** Turned upright as its camera noted, made small, and read. */
async function readAt(bytes: Uint8Array, side: number): Promise<readonly string[]> {
  const { sharp, readBarcodes } = await tools();
  const { data, info } = await sharp(bytes, { limitInputPixels: mostPixels, sequentialRead: true, pages: 1 })
    .rotate()
    .resize(side, side, { fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const pixels = new Uint8ClampedArray(data.buffer, data.byteOffset, data.length);
  const found = await readBarcodes(
    { data: pixels, width: info.width, height: info.height, colorSpace: 'srgb' },
    { formats: ['QRCode'], maxNumberOfSymbols: mostCodes },
  );
  return [...new Set(found.filter(({ isValid }) => isValid).map(({ text }) => text))];
}
