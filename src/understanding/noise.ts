import { stripAccents } from './fold.ts';
import { decodeKeyboard } from './keyboard.ts';
import { expansions, alternatives } from './shorthand.ts';
import { isSyllable, splitJoined } from './syllable.ts';

const englishOrBrand = /^(?:vneid|app|zalo|qr|otp|help|stop|menu|english|test|hello|sos|sms|smas|login|english|tks|thanks)$/;

/** True for a message without a word in it: only signs, the same letter again and again, fingers on the keyboard. */
export function looksLikeNoise(text: string): boolean {
  const words = stripAccents(text.slice(0, 300)).match(/[\p{L}\p{N}]+/gu) ?? [];
  if (words.length === 0) return !/^\s*\?\s*$/.test(text);
  if (/[^\p{Script=Latin}\p{N}\p{P}\p{S}\p{Z}\p{C}]/u.test(words.join(''))) return false;
  if (words.some((word) => /^\d+$/.test(word))) return false;
  if (words.length >= 4 && new Set(words).size === 1) return true;
  const readable = words.filter(isReadable).length;
  return readable === 0 || (words.length >= 3 && readable / words.length < 0.34);
}

function isReadable(word: string): boolean {
  if (alternatives[word] !== undefined || expansions[word] !== undefined || englishOrBrand.test(word)) return true;
  if (isRepetition(word)) return false;
  if (isSyllable(word) || decodeKeyboard(word) !== undefined || splitJoined(word) !== undefined) return true;
  return word.length >= 3 && /[aeiouy]/.test(word) && !/[^aeiouy]{4}|[aeiouy]{4}/.test(word);
}

function isRepetition(word: string): boolean {
  return word.length >= 3 && new Set(word).size === 1;
}
