import { create, toBuffer } from 'qrcode';

/** Pixels of one side: sharp when printed the size of a hand. */
const pictureSize = 720;

/** Medium correction still reads with a crease or a drop of water on it. */
const errorCorrectionLevel = 'M';

/** The quiet zone of the standard, in modules. */
const margin = 4;

/** Draws a code as a PNG. Rejects when the content does not fit into one. */
export async function drawQr(content: string): Promise<Uint8Array> {
  return await toBuffer(content, { type: 'png', errorCorrectionLevel, margin, width: pictureSize });
}

/** The same as a PNG of so many pixels for each module, to be set into a picture of that scale without being blurred. */
export async function drawQrModules(content: string, pixelsPerModule: number): Promise<{ readonly png: Uint8Array; readonly modules: number }> {
  const modules = create(content, { errorCorrectionLevel }).modules.size + 2 * margin;
  return { png: await toBuffer(content, { type: 'png', errorCorrectionLevel, margin, scale: pixelsPerModule }), modules };
}
