/** Longer than any text of Telegram that we know. */
const longestDescription = 160;

/**
 * A platform's error text that is safe to log: no token, no link, no long number, nothing quoted (that may be a
 * person's words).
 */
export function redactDescription(description: string, token: string): string {
  const cut = description.slice(0, longestDescription);
  const withoutToken = token === '' ? cut : cut.replaceAll(token, '<token>');
  return withoutToken
    .replace(/bot\d+:[\w-]+/gi, '<token>')
    .replace(/https?:\S+/gi, '<link>')
    .replace(/"[^"]*"?/g, '"…"')
    .replace(/\d{5,}/g, '#')
    .replace(/\p{Cc}+/gu, ' ');
}
