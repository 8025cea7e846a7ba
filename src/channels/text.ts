const surrogate = /\p{Surrogate}/gu;
/** A character that belongs to the one before it: a combining mark, a joiner, a skin tone. */
const continuation = /^[\p{Mark}\u200D\p{Emoji_Modifier}]/u;

/** NFC, without NUL and without half surrogate pairs, which platforms and PostgreSQL refuse. */
export function tidyText(raw: string): string {
  return raw.replaceAll('\0', '').replace(surrogate, '\uFFFD').normalize('NFC');
}

/** The first `limit` UTF-16 units at most, never ending inside a letter or an emoji. */
export function cutText(text: string, limit: number): string {
  return text.length <= limit ? text : text.slice(0, safeCut(text, limit));
}

/** Cuts a long text into parts of at most `limit` UTF-16 units, at the end of a paragraph or sentence where there is one. */
export function splitText(text: string, limit: number): readonly string[] {
  const parts: string[] = [];
  let rest = text.trim();
  while (rest.length > limit) {
    const cut = bestCut(rest, limit);
    parts.push(rest.slice(0, cut).trimEnd());
    rest = rest.slice(cut).trimStart();
  }
  return rest === '' ? parts : [...parts, rest];
}

/** Marks after which a text may be cut, best first; marks of one row are equally good. */
const breaks = [['\n\n'], ['\n'], ['. ', '! ', '? ', '… ', '.\t'], [' ']] as const;

function bestCut(text: string, limit: number): number {
  const window = text.slice(0, limit);
  for (const marks of breaks) {
    const ends = marks.map((mark) => endOfLast(window, mark));
    const cut = Math.max(...ends);
    // A mark near the beginning would make a part of a few words.
    if (cut >= limit / 4) return cut;
  }
  return safeCut(text, limit);
}

function endOfLast(text: string, mark: string): number {
  const found = text.lastIndexOf(mark);
  return found < 0 ? -1 : found + mark.length;
}

/** Real letters and emoji are shorter than this; a longer run of marks is a trick and may be cut anywhere. */
const longestLetter = 32;

function safeCut(text: string, limit: number): number {
  for (let cut = limit; cut > 0 && cut > limit - longestLetter; cut -= 1) {
    if (!isInsideLetter(text, cut)) return cut;
  }
  return isInsidePair(text, limit) ? limit - 1 : limit;
}

function isInsideLetter(text: string, at: number): boolean {
  return isInsidePair(text, at) || text[at - 1] === '\u200D' || continuation.test(text.slice(at, at + 2));
}

function isInsidePair(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  const after = text.charCodeAt(at);
  return before >= 0xd800 && before <= 0xdbff && after >= 0xdc00 && after <= 0xdfff;
}
