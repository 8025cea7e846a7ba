/** Finds the names of places in an answer, with the words around them that say what they are. */
import { isOneSlipApart } from '../phrase.ts';
import { compareWord, placeNames, soundOf, type PlaceName } from './commune-names.ts';
import type { UnitType } from './communes.ts';
import { numberWord } from './counts.ts';
import { isWord, tokenise, type Token } from './tokens.ts';

export interface Place {
  /** Several where the words typed without accents fit several names. */
  readonly names: readonly PlaceName[];
  readonly type?: UnitType;
  /** `area`: called a district, town, city or province. */
  readonly level: 'unit' | 'area' | 'unknown';
  /** The spelling was only close. */
  readonly loose: boolean;
}

export interface Places {
  readonly places: readonly Place[];
  readonly era: 'former' | 'today' | 'unknown';
  /** Words stand beside that are not known. */
  readonly doubtful: boolean;
  /** A "no", an "or" or another province: no answer. */
  readonly refused: boolean;
}

const unitWords: readonly (readonly [words: string, type: UnitType])[] = [
  ['xã', 'Xã'], ['x', 'Xã'], ['commune', 'Xã'], ['phường', 'Phường'], ['p', 'Phường'], ['f', 'Phường'], ['ward', 'Phường'], ['thị trấn', 'Thị trấn'], ['tt', 'Thị trấn'],
];
const areaWords = ['huyện', 'thị xã', 'thành phố', 'tỉnh', 'tx', 'tp', 'district', 'province', 'city'];
const hamletWords = ['ấp', 'khóm', 'khu vực', 'kv', 'tổ', 'đường', 'kênh', 'rạch', 'hẻm', 'số nhà', 'chợ', 'cầu', 'ngã ba', 'ngã tư'];
const formerWords = ['cũ', 'hồi trước', 'trước đây', 'trước kia', 'hồi xưa', 'ngày xưa', 'ngày trước', 'hồi đó', 'hồi nẵm', 'trước sáp nhập', 'xưa', 'former', 'old', 'trước là', 'trước'];
const todayWords = ['mới', 'bây giờ', 'hiện nay', 'giờ là', 'sau sáp nhập', 'giờ thuộc', 'new'];
const refusing = ['không', 'đừng', 'hoặc', 'hay', 'chưa', 'quên', 'or', 'not'];
const fillers = new Set(
  'da thua a ad oi nha nghen nghe nhe con em anh chi co chu bac ba tui toi minh o ben nha do ne thuoc thi la dia chi xom cua que dat vung khuc duoi tren trong ngoai ma day nay gan roi u day va voi sap nhap hoi truoc i live in at my home is the'.split(' '),
);
const elsewhere = (
  'cần thơ|kiên giang|an giang|sóc trăng|hậu giang|vĩnh long|đồng tháp|sài gòn|hồ chí minh|tphcm|hcm|bình dương|hà nội|đồng nai|long an|tiền giang|trà vinh|bến tre|tây ninh|vũng tàu|rạch giá|phú quốc|' +
  'đà nẵng|huế|hải phòng|lâm đồng|đắk lắk|gia lai|khánh hòa tỉnh|quảng ngãi|thanh hóa|nghệ an|hà tĩnh'
).split('|');

/** Reads the places of an answer from left to right. Commas and brackets end a hamlet's name. */
export function findPlaces(text: string): Places {
  const short = text.slice(0, 200);
  const segments = short.split(/[,;()\n]+/).map((segment) => tokenise(segment).filter(({ spelt }) => spelt !== '.'));
  const found = segments.map((tokens) => readSegment(tokens, true));
  const places = found.flatMap((segment) => segment.places);
  const again = places.length > 0 ? undefined : segments.map((tokens) => readSegment(tokens, false));
  const all = again ?? found;
  const tokens = segments.flat();
  const others = all.flatMap((segment) => segment.rest);
  const unknown = others.filter((token) => token.kind !== 'word' || !token.forms.some((form) => fillers.has(form)));
  return {
    places: all.flatMap((segment) => segment.places).map((place) => withLetter(place, short)),
    era: eraOf(others),
    doubtful: again !== undefined || unknown.filter((token) => !isEra(token)).length > 0,
    refused: others.some((token) => refusing.some((word) => isWord(token, word))) || (places.length < 2 && elsewhere.some((name) => startsAny(others, name)) && tokens.length > 0),
  };
}

// "Vĩnh Mỹ a" in small letters may end in the polite "ạ".
function withLetter(place: Place, text: string): Place {
  const lettered = place.names.some(({ words }) => /^[ab]$/.test(words.at(-1)?.folded ?? ''));
  return lettered && !/\b[AB]\b/.test(text) && /\ba\s*$/.test(text) ? { ...place, loose: true } : place;
}

interface Segment {
  readonly places: readonly Place[];
  readonly rest: readonly Token[];
}

function readSegment(tokens: readonly Token[], skipsHamlets: boolean): Segment {
  const places: Place[] = [];
  const rest: Token[] = [];
  for (let at = 0; at < tokens.length; ) {
    const hamlet = skipsHamlets ? hamletEnd(tokens, at) : undefined;
    const found = hamlet === undefined ? (placeAt(tokens, at) ?? undefined) : undefined;
    if (found !== undefined) places.push(found.place);
    else if (hamlet === undefined) rest.push(...tokens.slice(at, at + 1));
    at = hamlet ?? found?.end ?? at + 1;
  }
  return { places, rest };
}

/** Behind a hamlet, road or market everything up to the next "xã" or "phường" is its name; a number is a name by itself. */
function hamletEnd(tokens: readonly Token[], at: number): number | undefined {
  const word = hamletWords.find((words) => startsWith(tokens, at, words));
  if (word === undefined || nameAt(tokens, at)?.loose === false) return undefined;
  let end = at + word.split(' ').length;
  if (tokens[end]?.kind === 'number' || (numberWord(tokens[end]) !== undefined && !startsName(tokens, end))) {
    return tokens[end + 1]?.spelt.length === 1 && !isUnitWord(tokens, end + 1) ? end + 2 : end + 1;
  }
  while (end < tokens.length && !isUnitWord(tokens, end) && !areaWords.some((words) => startsWith(tokens, end, words))) end += 1;
  return end;
}

function startsName(tokens: readonly Token[], at: number): boolean {
  return nameAt(tokens, at) !== undefined;
}

function isUnitWord(tokens: readonly Token[], at: number): boolean {
  return unitWords.some(([words]) => startsWith(tokens, at, words));
}

interface FoundPlace {
  readonly place: Place;
  readonly end: number;
}

function placeAt(tokens: readonly Token[], at: number): FoundPlace | undefined {
  const area = areaWords.find((words) => startsWith(tokens, at, words));
  const unit = area === undefined ? unitWords.find(([words]) => startsWith(tokens, at, words)) : undefined;
  const start = at + (area ?? unit?.[0] ?? '').split(' ').filter((word) => word !== '').length;
  const numbered = unit?.[1] === 'Phường' ? wardNumber(tokens, start) : undefined;
  const name = numbered ?? nameAt(tokens, start);
  if (name === undefined) return undefined;
  const level = area !== undefined ? 'area' : unit !== undefined ? 'unit' : 'unknown';
  const names = area === undefined ? name.names : name.names.map((one) => ({ ...one, areas: one.areas.filter((known) => fitsArea(known, area)) }));
  return { place: { names, level, loose: name.loose, ...(unit ? { type: unit[1] } : {}) }, end: name.end };
}

// "thành phố Bạc Liêu" is the city, "tỉnh Bạc Liêu" the province.
function fitsArea(area: string, word: string): boolean {
  const isProvince = area === 'Cà Mau' || area === 'Bạc Liêu';
  if (word === 'tỉnh' || word === 'province') return isProvince;
  return !isProvince;
}

interface FoundName {
  readonly names: readonly PlaceName[];
  readonly loose: boolean;
  readonly end: number;
}

function wardNumber(tokens: readonly Token[], at: number): FoundName | undefined {
  const spoken = ['mot', 'hai', 'ba', 'bon', 'nam', 'sau', 'bay', 'tam', 'chin'].indexOf(numberWord(tokens[at]) ?? '') + 1;
  const number = tokens[at]?.kind === 'number' ? tokens[at].spelt.replace(/^0/, '') : nameAt(tokens, at) === undefined && spoken > 0 ? String(spoken) : undefined;
  const names = placeNames.filter(({ words }) => words.length === 1 && words[0]?.folded === number);
  return number === undefined || names.length === 0 ? undefined : { names, loose: false, end: at + 1 };
}

const firstWords = new Set(placeNames.map(({ words }) => words[0]?.folded ?? ''));
const namesByFirstWord = new Map([...firstWords].map((first) => [first, placeNames.filter(({ words }) => words[0]?.folded === first)]));

function nameAt(tokens: readonly Token[], at: number): FoundName | undefined {
  const beginning = tokens[at]?.forms.flatMap((form) => namesByFirstWord.get(form) ?? []) ?? [];
  for (let length = Math.min(4, tokens.length - at); length >= 2 && beginning.length > 0; length -= 1) {
    const sized = beginning.filter(({ words }) => words.length === length);
    const compared = sized.map((name) => ({ name, accents: compareName(tokens, at, name) }));
    const same = compared.filter(({ accents }) => accents === 'same').map(({ name }) => name);
    if (same.length > 0) return { names: same, loose: false, end: at + length };
    const other = compared.filter(({ accents }) => accents === 'other_accents').map(({ name }) => name);
    if (other.length > 0) return { names: other, loose: true, end: at + length };
  }
  return soundingName(tokens, at);
}

function compareName(tokens: readonly Token[], at: number, { words }: PlaceName): 'same' | 'other_accents' | 'different' {
  const compared = words.map((word, offset) => compareWord(tokens[at + offset], word));
  if (compared.includes('different')) return 'different';
  return compared.includes('other_accents') ? 'other_accents' : 'same';
}

const soundingNames = placeNames.filter(({ words }) => words.length >= 2).map((name) => {
  const folded = name.words.map((word) => word.folded);
  return { name, sound: soundOf(folded), folded: folded.join('') };
});
const shortestSlip = 7;

/** A name that only sounds like the words, or is one slip away from them. */
function soundingName(tokens: readonly Token[], at: number): FoundName | undefined {
  for (let length = Math.min(4, tokens.length - at); length >= 1; length -= 1) {
    const words = tokens.slice(at, at + length).map(({ forms }) => forms.at(-1) ?? '');
    const joined = words.join('');
    const sounding = soundingNames.filter(({ name, sound, folded }) => folded === joined || (name.words.length === length && sound === soundOf(words)));
    const close = sounding.length > 0 || joined.length < shortestSlip ? sounding : soundingNames.filter(({ name, folded }) => name.words.length === length && isOneSlipApart(joined, folded));
    if (close.length > 0) return { names: close.map(({ name }) => name), loose: true, end: at + length };
  }
  return undefined;
}

function startsWith(tokens: readonly Token[], at: number, words: string): boolean {
  return words.split(' ').every((word, offset) => isWord(tokens[at + offset], word.length <= 2 && word !== 'xã' && word !== 'ấp' && word !== 'tổ' ? `=${word}` : word));
}

function startsAny(tokens: readonly Token[], words: string): boolean {
  return tokens.some((_, at) => startsWith(tokens, at, words));
}

function eraOf(rest: readonly Token[]): Places['era'] {
  if (formerWords.some((words) => startsAny(rest, words))) return 'former';
  return todayWords.some((words) => startsAny(rest, words)) ? 'today' : 'unknown';
}

function isEra(token: Token): boolean {
  return [...formerWords, ...todayWords].some((words) => words.split(' ').some((word) => isWord(token, word)));
}
