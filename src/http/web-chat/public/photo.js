/** Pixels: a code in a photo is still sharp at this size, and a slow line takes it in a few seconds. */
const longestSide = 1600;
/** Bytes that the server takes. */
const largest = 8_000_000;
const types = ['image/jpeg', 'image/png', 'image/webp'];

/**
 * A photo as it is sent: turned upright and made small, or as it is where the browser cannot do that. Nothing when it is
 * of no use to the server.
 * @param {File} file
 * @returns {Promise<Blob | undefined>}
 */
export async function preparePhoto(file) {
  const small = await shrink(file).catch(() => undefined);
  if (small) return small;
  return types.includes(file.type) && file.size <= largest ? file : undefined;
}

/**
 * @param {File} file
 * @returns {Promise<Blob | undefined>}
 */
async function shrink(file) {
  const image = await createImageBitmap(file);
  const scale = Math.min(1, longestSide / Math.max(image.width, image.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(image.width * scale));
  canvas.height = Math.max(1, Math.round(image.height * scale));
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  image.close();
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? undefined), 'image/jpeg', 0.9));
}
