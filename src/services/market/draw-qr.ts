import { toBuffer } from 'qrcode';

/** Pixels of one side: sharp when printed the size of a hand. */
const pictureSize = 720;

/** Draws a code as a PNG. Rejects when the content does not fit into one. */
export async function drawQr(content: string): Promise<Uint8Array> {
  return await toBuffer(content, {
    type: 'png',
    // Medium correction still reads with a crease or a drop of water on it; four modules is the quiet zone of the standard.
    errorCorrectionLevel: 'M',
    margin: 4,
    width: pictureSize,
  });
}
