import { stripAccents } from '../fold.ts';
import { decodeKeyboard } from '../keyboard.ts';
import { alternatives } from '../shorthand.ts';
import { accentKey } from '../words.ts';

/** A word, a number or a sign of an answer. */
export interface Token {
  readonly kind: 'word' | 'number' | 'sign';
  /** Lower case, with the accents that were typed or decoded. */
  readonly spelt: string;
  /** Folded: as typed, and with keyboard leftovers decoded. */
  readonly forms: readonly string[];
  /** What chat short forms and southern words may stand for as well. */
  readonly others: readonly string[];
  /** Typed without accents, so that it can be a word with any accents. */
  readonly bare: boolean;
  /** The accents in comparable order. */
  readonly key: string;
}

const longestText = 200;
const mostTokens = 60;
/** Short forms with a number behind them, which are no VNI leftovers: "t4", "thu5", "7h30", "ngay5". */
const numbered = /^(?:(?:thu|t)[2-8]|(?:ngay|mung|mong|thang|nam|p|f|xa|ap|so|h|g|k)\d+)$/;

/** Splits an answer into words, numbers and the signs that stand in dates and times. Only the first 200 characters count. */
export function tokenise(text: string): readonly Token[] {
  const clean = text.slice(0, longestText).normalize('NFKC').replace(/\p{Cf}/gu, '').toLowerCase();
  const pieces = clean.match(/[\p{L}\p{M}\p{N}]+|[/.:–—-]/gu) ?? [];
  const tokens = pieces.flatMap(readPiece).slice(0, mostTokens);
  // Whoever types accents writes "sáu" for six; a plain "sau" is then "after".
  return tokens.some(({ kind, bare }) => kind === 'word' && !bare) ? tokens.map((token) => (token.spelt === 'sau' ? { ...token, bare: false } : token)) : tokens;
}

function readPiece(piece: string): readonly Token[] {
  if (/^[/.:–—-]$/.test(piece)) return [plain('sign', piece.replace(/[–—]/, '-'))];
  if (/^[\p{L}\p{M}]/u.test(piece) && /\d/.test(piece) && !numbered.test(stripAccents(piece))) {
    const decoded = decodeKeyboard(piece);
    if (decoded !== undefined) return [word(piece, decoded)];
  }
  return (piece.match(/\d+|[\p{L}\p{M}]+/gu) ?? []).map((part) => (/^\d/.test(part) ? plain('number', part) : word(part, decodeKeyboard(part))));
}

function plain(kind: Token['kind'], spelt: string): Token {
  return { kind, spelt, forms: [spelt], others: [], bare: true, key: spelt };
}

function word(typed: string, decoded: string | undefined): Token {
  const folded = stripAccents(typed);
  // "haii" is "hai" with a finger too long on the key.
  const other = decoded === undefined ? folded.replace(/(\p{L})\1+/gu, '$1') : stripAccents(decoded);
  const spelt = decoded ?? typed;
  return { kind: 'word', spelt, forms: [...new Set([folded, other])], others: alternatives[folded] ?? [], bare: spelt === stripAccents(spelt), key: accentKey(spelt) };
}

/**
 * True when a token can be a word of ours. Ours without accents takes any accents; ours with accents refuses other ones
 * and still takes a word typed without any; `!` in front wants the accents typed, `=` wants this very spelling.
 */
export function isWord(token: Token | undefined, ours: string): boolean {
  if (token === undefined) return false;
  const { folded, key, rule } = wantedWord(ours);
  if (rule === 'spelling') return token.spelt === folded;
  if (rule === 'any_accents') return token.forms.includes(folded) || token.others.includes(folded);
  if (!token.forms.includes(folded)) return false;
  return token.bare ? rule !== 'typed_accents' : token.key === key;
}

interface WantedWord {
  readonly folded: string;
  readonly key: string;
  readonly rule: 'spelling' | 'any_accents' | 'accents' | 'typed_accents';
}

/** The words of our own grammars, taken apart once. */
const wantedWords = new Map<string, WantedWord>();

function wantedWord(ours: string): WantedWord {
  const known = wantedWords.get(ours) ?? takeApart(ours);
  wantedWords.set(ours, known);
  return known;
}

function takeApart(ours: string): WantedWord {
  if (ours.startsWith('=')) return { folded: ours.slice(1), key: '', rule: 'spelling' };
  const wanted = ours.replace('!', '');
  const folded = stripAccents(wanted);
  if (folded === wanted) return { folded, key: '', rule: 'any_accents' };
  return { folded, key: accentKey(wanted), rule: ours.startsWith('!') ? 'typed_accents' : 'accents' };
}
