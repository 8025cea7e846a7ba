/** Longer than any text of Zalo that we know. */
const longestDescription = 160;

/** A platform's error text that is safe to log: no link, no long number or token, nothing quoted. */
export function redactDescription(description: string): string {
  return description
    .slice(0, longestDescription)
    .replace(/https?:\S+/gi, '<link>')
    .replace(/"[^"]*"?/g, '"…"')
    .replace(/[\w-]{24,}/g, '<token>')
    .replace(/\d{5,}/g, '#')
    .replace(/\p{Cc}+/gu, ' ');
}
