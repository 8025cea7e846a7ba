import { stripAccents } from '../fold.ts';
import { decodeKeyboard } from '../keyboard.ts';
import { isSyllable } from '../syllable.ts';
import type { Read } from './answer.ts';

const titles: ReadonlySet<string> = new Set('bà ba ông ong anh chị chi cô chú chu bác bac dì cậu cau mợ thím em con cháu chau má me mẹ ngoại nội'.split(' '));
const openers: ReadonlySet<string> = new Set('da dạ thưa thua à ờ ừ là la tui tôi toi mình minh'.split(' '));
const endings: ReadonlySet<string> = new Set('nha nghen nghe nhé nhe ạ a ad đó nè ne á ơi oi đi nhen vậy'.split(' '));
const surnames: ReadonlySet<string> = new Set(
  (
    'nguyen tran le pham huynh hoang phan vu vo dang bui do ho ngo duong ly dao doan vuong trinh truong dinh lam phung mai to ha luong thai chau ' +
    'tang tiet quach son thach danh kim kien trieu cao ta luu la lieu chu quan ong hua khuu bach dam nghiem giang ton trang lu diep tu van du huu vien ' +
    'khong tong ninh luc au ma thi diem sy mac cu chung nhan lai uong thieu kha thang hong vi'
  ).split(' '),
);
const commonSurnames: ReadonlySet<string> = new Set('nguyen tran le pham huynh phan vo dang bui ngo duong ly ta cao truong trinh doan quach thach'.split(' '));
const noName = /\b(?:gi|khong|hong|hok|ko|biet|sao|nao|cung|duoc|ai|muon|can|lam|the|bao|nhieu|chua|roi|quen|thoi|ten|giup|hoi|bi|so|tien|ma|qr|ngan hang|dau|cho|xin|voi|dung|doi)\b/;
const mostWords = 7;

/** Reads a person's name in title case, with the accents that were typed and without the words around it. */
export function readName(text: string): Read<string> | undefined {
  const clean = text.slice(0, 120).normalize('NFC').replace(/\p{Cf}/gu, '');
  const words = clean.split(/[\s.,:;!?()"“”]+/).filter((word) => word !== '').map((word) => word.toLowerCase());
  const name = trimEnd(trimStart(afterNameWord(words))).map(decode);
  if (name.length === 0 || name.length > mostWords || !name.every((word) => /^[\p{L}\p{M}'’-]{1,15}$/u.test(word))) return undefined;
  const folded = stripAccents(name.join(' '));
  if (folded.length < 2 || isSentence(name, folded)) return undefined;
  const value = name.map(capitalise).join(' ');
  return isDoubtful(folded) ? { value, confirm: true } : { value };
}

// "khám cho má tui tên Đặng Thị Tư": what stands behind "tên (là)".
function afterNameWord(words: readonly string[]): readonly string[] {
  const at = words.findLastIndex((word) => word === 'tên' || word === 'ten' || word === 'name');
  if (at < 0) return words;
  const rest = words.slice(at + 1);
  const skipped = rest.findIndex((word) => !/^(?:là|la|nó|no|tôi|toi|tui|em|con|mình|is|của|cua|bà|ông|chủ|chu|thì)$/.test(word));
  return skipped < 0 ? [] : rest.slice(skipped);
}

function trimStart(words: readonly string[]): readonly string[] {
  const first = words[0] ?? '';
  const opener = openers.has(first) || (titles.has(first) && words.length >= 3);
  return opener && words.length >= 2 && !startsWithSurname(words) ? trimStart(words.slice(1)) : words;
}

// "Mai Văn Ba", "La Thị Bé": a family name that looks like a word to be skipped is kept when "Văn" or "Thị" follows.
function startsWithSurname(words: readonly string[]): boolean {
  return surnames.has(stripAccents(words[0] ?? '')) && /^(?:văn|thị|van|thi)$/.test(words[1] ?? '');
}

function trimEnd(words: readonly string[]): readonly string[] {
  const last = words.at(-1) ?? '';
  const before = words.at(-2) ?? '';
  if (words.length >= 2 && endings.has(last)) return trimEnd(words.slice(0, -1));
  const addressed = /^(?:con|em|chị|cháu|anh|cô|chú)$/.test(last) && endings.has(before);
  return addressed ? trimEnd(words.slice(0, -1)) : words;
}

function decode(word: string): string {
  return isSyllable(stripAccents(word)) ? word : (decodeKeyboard(word) ?? word);
}

function capitalise(word: string): string {
  return word.charAt(0).toLocaleUpperCase('vi') + word.slice(1);
}

// Names may hold words of talk ("Không Văn Sao"); a sentence has them and no family name in front.
function isSentence(name: readonly string[], folded: string): boolean {
  const startsLikeName = surnames.has(stripAccents(name[0] ?? '')) && name.length >= 2 && name.length <= 4;
  return noName.test(folded) && (!startsLikeName || /\b(?:gi|biet|muon|duoc|cung|nhieu)\b/.test(folded));
}

// One word, many words, or a given name in front of the family name: read back.
function isDoubtful(folded: string): boolean {
  const words = folded.split(' ');
  if (words.length === 1 || words.length > 5) return true;
  const later = words.slice(1, 3).some((word) => commonSurnames.has(word));
  const first = words[0] ?? '';
  return /^(?:huu|van|thi|ngoc|minh|thanh|kim)$/.test(first) && later;
}
