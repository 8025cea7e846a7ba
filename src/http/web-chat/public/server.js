/** @typedef {import('./outbox.js').Item} Item */
/** @typedef {import('./outbox.js').Outcome} Outcome */

const patienceMs = 20_000;
/** A photo over a slow line takes longer. */
const photoPatienceMs = 90_000;

/**
 * Posts one message. Never throws: what went wrong becomes an outcome.
 * @param {Item} item
 * @param {number | undefined} sentAt in the server's time
 * @returns {Promise<Outcome>}
 */
export async function postMessage(item, sentAt) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), 'photo' in item.body ? photoPatienceMs : patienceMs);
  try {
    const { path, type, body } = 'photo' in item.body ? photoRequest(item.id, item.body.photo, sentAt) : textRequest(item, sentAt);
    const response = await fetch(path, { method: 'POST', headers: { 'content-type': type }, body, signal: controller.signal });
    return response.ok ? { type: 'accepted' } : await readRefusal(response);
  } catch {
    return { type: 'later', waitMs: 0, reason: 'network' };
  } finally {
    clearTimeout(timer);
  }
}

/** @param {Item} item @param {number | undefined} sentAt */
function textRequest(item, sentAt) {
  return { path: '/chat/messages', type: 'application/json', body: JSON.stringify({ id: item.id, ...item.body, sentAt }) };
}

/** @param {string} id @param {Blob} photo @param {number | undefined} sentAt */
function photoRequest(id, photo, sentAt) {
  return { path: `/chat/photos?id=${id}${sentAt === undefined ? '' : `&sentAt=${sentAt}`}`, type: photo.type, body: photo };
}

/** Asks the server to take this browser's cookie away. Returns whether it did. */
export async function forgetVisitor() {
  try {
    const response = await fetch('/chat/forget', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
    return response.ok;
  } catch {
    return false;
  }
}

/** A random id in the shape of a UUID; `crypto.randomUUID` is missing on pages without https. */
export function makeId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/**
 * @param {Response} response
 * @returns {Promise<Outcome>}
 */
async function readRefusal(response) {
  const { error } = await response.json().catch(() => ({ error: undefined }));
  const reason = typeof error === 'string' ? error : 'Máy đang trục trặc. Chờ chút nha.';
  const isFinal = response.status >= 400 && response.status < 500 && response.status !== 429 && response.status !== 408;
  if (isFinal) return { type: 'refused', reason };
  const seconds = Number(response.headers.get('retry-after') ?? 0);
  return { type: 'later', waitMs: Number.isFinite(seconds) ? Math.min(seconds, 120) * 1000 : 0, reason };
}
