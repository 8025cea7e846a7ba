import { stripAccents } from '../fold.ts';
import { decodeKeyboard } from '../keyboard.ts';
import { isSyllable } from '../syllable.ts';
import type { Read } from './answer.ts';

const titles: ReadonlySet<string> = new Set('bà ông anh chị cô chú bác dì cậu mợ thím em con cháu thằng nhỏ mr mrs ms má mẹ me ngoại nội vợ chồng bé dượng chế thầy sĩ'.split(' '));
/** Without accents these are family names as well ("Chu", "Châu", "Ông"), so that a family name has to follow. */
const bareTitles: ReadonlySet<string> = new Set('ong ba chi co chu bac di cau chau duong ngoai noi vo chong be ma'.split(' '));
const openers: ReadonlySet<string> = new Set('da dạ thưa thua à ờ ừ là la tui tôi toi mình minh họ đây day'.split(' '));
const endings: ReadonlySet<string> = new Set('nha nghen nghe nhé nhe ạ a ad đó nè ne á ơi oi đi nhen vậy hả ha giùm gium dùm dum luôn nghe hen hén'.split(' '));
const addressees: ReadonlySet<string> = new Set('con em chị cháu anh cô chú cưng bác'.split(' '));
const surnames: ReadonlySet<string> = new Set(
  (
    'nguyen tran le pham huynh hoang phan vu vo dang bui do ho ngo duong ly dao doan vuong trinh truong dinh lam phung mai to ha luong thai chau ' +
    'tang tiet quach son thach danh kim kien trieu cao ta luu la lieu chu quan ong hua khuu bach dam nghiem giang ton trang lu diep tu van du huu vien ' +
    'khong tong ninh luc au ma thi diem sy mac cu chung nhan lai uong thieu kha thang hong vi'
  ).split(' '),
);
const commonSurnames: ReadonlySet<string> = new Set('nguyen tran le pham huynh phan vo dang bui ngo duong ly ta cao truong trinh doan quach thach'.split(' '));
/** Words of talk that are no part of a name, by their accents. */
const talk: ReadonlySet<string> = new Set('tui tôi lịch khám ngày bệnh đặt hẹn alo ok oke okie dạ ừ ờ vâng chào hello hi menu yes no đi được rồi biết không hông hổng tới mốt thứ giờ sáng chiều'.split(' '));
const noName = /\b(?:gi|khong|hong|hok|ko|biet|sao|nao|cung|duoc|ai|muon|can|lam|the|bao|nhieu|chua|roi|quen|thoi|ten|giup|hoi|bi|so|tien|ma|qr|ngan hang|dau|cho|xin|voi|dung|doi)\b/;
const mostWords = 7;
/** Of what was typed for a name only so much counts. UTF-16 units. */
export const longestName = 120;

/** Reads a person's name in title case, with the accents that were typed and without the words around it. */
export function readName(text: string): Read<string> | undefined {
  const clean = text.slice(0, longestName).normalize('NFC').replace(/\p{Cf}/gu, '');
  const parts = clean.split(/[,;()\n]+|\s-\s/);
  const said = parts.findLast((part) => /(?<!\p{L})(?:tên|ten)(?!\p{L})/iu.test(part));
  // "Lê Văn Út, 60 tuổi": the name is one of the parts; "dạ thưa, …" is none.
  for (const part of said === undefined ? parts : [said]) {
    const read = readPart(part);
    if (read !== undefined) return read;
  }
  return undefined;
}

function readPart(part: string): Read<string> | undefined {
  const typed = part.split(/[\s.:!?"“”]+/).filter((word) => word !== '');
  // A capital "A" at the end is a name, a small one the polite "ạ".
  const words = typed.map((word) => (word === 'A' ? word : word.toLowerCase()));
  const named = afterNameWord(words);
  const trimmed = trimEnd(trimStart(afterFor(cutDetails(named))));
  const name = trimmed.map(decode);
  if (name.length === 0 || name.length > mostWords || !name.every((word) => /^[\p{L}\p{M}'’-]{1,15}$/u.test(word))) return undefined;
  const folded = stripAccents(name.join(' '));
  if (folded.length < 2 || name.every((word) => endings.has(word)) || isSentence(name, folded)) return undefined;
  const value = name.map(capitalise).join(' ');
  return isDoubtful(folded) || bareTitles.has(trimmed[0] ?? '') ? { value, confirm: true } : { value };
}

// "Lâm Văn Sáu 80 tuổi", "Lê Thị Bé sinh năm 1960", "Lê Thị Bé ở ấp 3".
function cutDetails(words: readonly string[]): readonly string[] {
  const at = words.findIndex((word, index) => index >= 1 && (/^(?:\d+|sinh|sn|sđt|sdt|số|ở|tuổi|nhà)$/.test(word) || /^0\d{8}/.test(word)));
  return at < 0 ? words : words.slice(0, at);
}

// "đặt lịch cho ông nội …", "ghi là …": the name stands behind.
function afterFor(words: readonly string[]): readonly string[] {
  const at = words.findLastIndex((word, index) => index <= 4 && (word === 'cho' || word === 'là'));
  return at >= 0 && words.length - at >= 2 ? words.slice(at + 1) : words;
}

// "khám cho má tui tên Đặng Thị Tư": what stands behind "tên (là)".
function afterNameWord(words: readonly string[]): readonly string[] {
  const at = words.findLastIndex((word) => word === 'tên' || word === 'ten' || word === 'name');
  if (at < 0) return words;
  const family = words[at - 2] === 'họ' && words[at - 1] !== 'và' ? words.slice(at - 1, at) : [];
  const rest = [...family, ...words.slice(at + 1)];
  const skipped = rest.findIndex((word) => !/^(?:là|la|nó|no|tôi|toi|tui|em|con|mình|is|của|cua|bà|ông|chủ|chu|thì|thiệt|thật|đầy|đủ|cháu|bé|má|mẹ)$/.test(word));
  return skipped < 0 ? [] : rest.slice(skipped);
}

function trimStart(words: readonly string[]): readonly string[] {
  const [first = ''] = words;
  const skips = openers.has(first) ? words.length >= 2 : isTitle(words);
  return skips && !startsWithSurname(words) ? trimStart(words.slice(1)) : words;
}

function isTitle([first = '', ...rest]: readonly string[]): boolean {
  if (rest.length === 0) return false;
  if (rest.length >= 2 && /^(?:tui|tôi|toi|mình|em|con)$/.test(rest[0] ?? '')) return titles.has(first) || bareTitles.has(first);
  if (bareTitles.has(first)) return rest.length >= 2 && (surnames.has(stripAccents(rest[0] ?? '')) || bareTitles.has(rest[0] ?? ''));
  return titles.has(first) && (rest.length >= 2 || first !== 'anh');
}

// "Mai Văn Ba", "La Thị Bé": a family name that looks like a word to be skipped is kept when "Văn" or "Thị" follows.
function startsWithSurname(words: readonly string[]): boolean {
  return surnames.has(stripAccents(words[0] ?? '')) && /^(?:văn|thị|van|thi)$/.test(words[1] ?? '');
}

function trimEnd(words: readonly string[]): readonly string[] {
  const last = words.at(-1) ?? '';
  const before = words.at(-2) ?? '';
  if (words.length >= 2 && endings.has(last)) return trimEnd(words.slice(0, -1));
  const addressed = addressees.has(last) && endings.has(before);
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
  if (hasMiddleName(name)) return false;
  if (name.some((word, index) => talk.has(word) && (index > 0 || name.length === 1 || !surnames.has(stripAccents(word))))) return true;
  const startsLikeName = surnames.has(stripAccents(name[0] ?? '')) && name.length >= 2 && name.length <= 4;
  return noName.test(folded) && (!startsLikeName || /\b(?:gi|biet|muon|duoc|cung|nhieu)\b/.test(folded));
}

// "Không Thị Bé", "Trần Văn Được": between a family name and one or two others "Văn" or "Thị" leaves no doubt.
function hasMiddleName(name: readonly string[]): boolean {
  return surnames.has(stripAccents(name[0] ?? '')) && /^(?:văn|thị)$/.test(name[1] ?? '') && name.length >= 3 && name.length <= 4;
}

// One word, many words, no family name in front, or a given name in front of the family name: read back.
function isDoubtful(folded: string): boolean {
  const words = folded.split(' ');
  if (words.length === 1 || words.length > 5) return true;
  if (!surnames.has(words[0] ?? '')) return true;
  const later = words.slice(1, 3).some((word) => commonSurnames.has(word));
  const first = words[0] ?? '';
  return /^(?:huu|van|thi|ngoc|minh|thanh|kim)$/.test(first) && later;
}
