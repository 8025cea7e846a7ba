/** Vietnamese and Western European letters, digits and common marks: what the font has a sign for, in all weights. */
const undrawable = /[^ -~¡-¬®-ÿĂăĐđĨĩŨũƠơƯưẠ-ỹ–—‘’“”•…₫]/gu;

/** Longer than any name of a place; a card may get tall, but not endless. Characters. */
const longest = 240;

/** The text as the font can draw it: accents put together with their letters, other signs such as pictograms left out. */
export function drawable(text: string): string {
  const joined = text.normalize('NFC').replace(/\s+/gu, ' ');
  return joined.replace(undrawable, '').replace(/ {2,}/g, ' ').trim().slice(0, longest);
}

/** False when something of it would be missing in the picture. */
export function isDrawable(text: string): boolean {
  return drawable(text) === text.normalize('NFC').trim();
}
