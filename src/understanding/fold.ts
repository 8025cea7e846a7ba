const longestText = 2000;

/** Drops accents and lower-cases, keeping every other character in its place. */
export function stripAccents(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .replace(/[đĐðÐ]/g, 'd')
    .toLowerCase();
}

/**
 * The comparable form of a text: no accents, lower case, single spaces, no punctuation at the edges. Only the first
 * 2000 characters count.
 */
export function fold(text: string): string {
  const words = stripAccents(text.slice(0, longestText)).split(/\s+/);
  return trimPunctuation(words.filter((word) => word !== '').join(' '));
}

// By hand, since an expression anchored at the end looks at a long run of punctuation once per character.
function trimPunctuation(text: string): string {
  const isKept = (character: string | undefined): boolean =>
    character !== undefined && /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(character);
  const characters = [...text];
  const first = characters.findIndex(isKept);
  if (first < 0) return '';
  return characters.slice(first, characters.findLastIndex(isKept) + 1).join('');
}
