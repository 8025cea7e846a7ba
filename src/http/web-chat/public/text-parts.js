/**
 * @typedef {{ type: 'text', text: string } | { type: 'link' | 'phone', text: string, href: string }} TextPart
 */

// The character before a number is looked at by hand: look-behind stops the whole script in older browsers.
const pattern = /https:\/\/[^\s<>"'“”]{1,300}|11[1-5]|1022|1[89]00[ .]?\d{3,4}(?:[ .]?\d{2,4})?|0\d{2,3}[ .]\d{3,4}[ .]\d{3,4}/g;

/** Numbers are taken for phone numbers only where the text speaks of calling: "115 người" is not one. */
const callingWords = /gọi|điện thoại|tổng đài|đường dây|call|phone/i;

/**
 * Cuts a text into plain parts, links to official hosts and phone numbers. Joined again, the parts are the text.
 * @param {string} text
 * @param {readonly string[]} officialHosts
 * @returns {TextPart[]}
 */
export function splitText(text, officialHosts) {
  /** @type {TextPart[]} */
  const parts = [];
  const mayCall = callingWords.test(text);
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    const part = match[0].startsWith('https:') ? readLink(match[0], officialHosts) : readPhone(text, match, mayCall);
    if (!part) continue;
    if (match.index > from) parts.push({ type: 'text', text: text.slice(from, match.index) });
    parts.push(part);
    from = match.index + part.text.length;
  }
  if (from < text.length) parts.push({ type: 'text', text: text.slice(from) });
  return parts;
}

/**
 * @param {string} found
 * @param {readonly string[]} officialHosts
 * @returns {TextPart | undefined}
 */
function readLink(found, officialHosts) {
  const address = found.replace(/[.,;:!?)\]]{1,5}$/, '');
  try {
    const url = new URL(address);
    const isOfficial = officialHosts.includes(url.hostname) && url.port === '' && url.username === '' && url.password === '';
    return isOfficial ? { type: 'link', text: address, href: url.href } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * @param {string} text
 * @param {RegExpMatchArray} match
 * @param {boolean} mayCall
 * @returns {TextPart | undefined}
 */
function readPhone(text, match, mayCall) {
  const start = match.index ?? 0;
  const isInside = /[\p{L}\d.,/-]/u.test(text.charAt(start - 1)) || /^(?:[\p{L}\d/-]|[.,]\d)/u.test(text.slice(start + match[0].length));
  if (!mayCall || isInside) return undefined;
  return { type: 'phone', text: match[0], href: `tel:${match[0].replace(/\D/g, '')}` };
}
