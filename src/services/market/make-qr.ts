import { drawQr } from '../pictures/draw-qr.ts';
import { buildVietQr, readVietQrInput, saysTheSame, type Refusal } from './viet-qr.ts';

export type MadeQr =
  | { readonly outcome: 'done'; readonly picture: Uint8Array }
  | { readonly outcome: 'failed'; readonly reason: Refusal | 'not_drawn' };

/**
 * Draws the VietQR picture (PNG) of `bank` (BIN), `account`, and if given `amount` and `note`.
 * Refuses what is not usable with a reason; never throws, and the reason holds nothing that was typed.
 */
export async function makeQr(raw: Readonly<Record<string, unknown>>): Promise<MadeQr> {
  const read = readVietQrInput(raw);
  if (!read.ok) return { outcome: 'failed', reason: read.reason };
  try {
    const content = buildVietQr(read.input);
    if (!saysTheSame(content, read.input)) return { outcome: 'failed', reason: 'not_drawn' };
    return { outcome: 'done', picture: await drawQr(content) };
  } catch {
    return { outcome: 'failed', reason: 'not_drawn' };
  }
}
