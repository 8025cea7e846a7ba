import { createOnce } from '../pictures/once.ts';

const tools = createOnce(() => import('@resvg/resvg-js'));

/** Draws an SVG without any text in it as a PNG of that width in pixels. */
export async function rasterise(svg: string, width: number): Promise<Uint8Array> {
  const { Resvg } = await tools();
  return new Resvg(svg, { fitTo: { mode: 'width', value: width }, font: { loadSystemFonts: false } }).render().asPng();
}
