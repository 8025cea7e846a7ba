import { createOnce } from '../pictures/once.ts';

const tools = createOnce(() => import('@resvg/resvg-js'));

/** A picture as its plain pixels: red, green, blue and opacity, a byte each, row by row from the top. */
export interface Pixels {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Draws an SVG without any text in it, so many pixels wide. */
export async function rasterise(svg: string, width: number): Promise<Pixels> {
  const { Resvg } = await tools();
  const image = new Resvg(svg, { fitTo: { mode: 'width', value: width }, font: { loadSystemFonts: false } }).render();
  return { data: image.pixels, width: image.width, height: image.height };
}
