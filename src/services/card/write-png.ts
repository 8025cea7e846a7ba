import { loadSharp } from '../pictures/sharp.ts';
import type { Pixels } from './rasterise.ts';

/** Four colours and the soft edges of letters between them. */
const mostColours = 16;

/** Writes a PNG with few colours, which is a third of the size of a usual one: people pay for each megabyte. */
export async function writePng({ data, width, height }: Pixels): Promise<Uint8Array> {
  const sharp = await loadSharp();
  return sharp(data, { raw: { width, height, channels: 4 } })
    .flatten({ background: '#ffffff' })
    .png({ palette: true, colours: mostColours, dither: 0, effort: 10, compressionLevel: 9 })
    .toBuffer();
}
