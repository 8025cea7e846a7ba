/** A text, or a number; whatever stands between them stays as it is. */
const token = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/gs;

/** So many digits may exceed 2^53. */
const unsafe = /^-?\d{16,}$/;

/** Where a long number may stand outside a text; a false alarm costs a second look only. */
const mayBeUnsafe = /[:,[\s-]\d{16}/;

/**
 * Reads JSON in which whole numbers of 16 digits and more become texts, since ids exceed what a number can hold.
 * Undefined for anything that is no JSON.
 */
export function readJson(text: string): unknown {
  try {
    // First as it is: only in proper JSON does every text end, which keeps the replacement linear.
    const plain: unknown = JSON.parse(text);
    if (!mayBeUnsafe.test(text)) return plain;
    return JSON.parse(text.replace(token, (found) => (unsafe.test(found) ? `"${found}"` : found)));
  } catch {
    return undefined;
  }
}
