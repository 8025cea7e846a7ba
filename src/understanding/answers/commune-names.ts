/** Every name by which a commune of today can be meant: its own and those of the units it was made of. */
import { accentKey } from '../words.ts';
import { stripAccents } from '../fold.ts';
import { communes, type UnitType } from './communes.ts';
import type { Token } from './tokens.ts';

/** A unit of today (`district` unset) or of before July 2025, and the codes of the communes it lies in now. */
export interface NamedUnit {
  readonly type: UnitType;
  readonly name: string;
  /** Former district with its type: "Huyện Đầm Dơi". */
  readonly district?: string;
  /** The one that the resolution names first comes first. */
  readonly codes: readonly string[];
}

export interface NameWord {
  readonly folded: string;
  /** The accents in comparable order. */
  readonly key: string;
}

/** A name as people say it, which may be that of several units and of a district. */
export interface PlaceName {
  readonly words: readonly NameWord[];
  readonly units: readonly NamedUnit[];
  /** Former districts and provinces of this name. */
  readonly areas: readonly string[];
}

const provinceNames = ['Cà Mau', 'Bạc Liêu'] as const;
/** Names of old that still are in use. */
const otherNames: Readonly<Record<string, string>> = { 'Sông Ông Đốc': 'Sông Đốc', 'Ghềnh Hào': 'Gành Hào', 'Ngang Dừa': 'Ngan Dừa' };

/** Former districts of what was Bạc Liêu province until 2025. */
const easternDistricts: ReadonlySet<string> = new Set(
  ['Thành phố Bạc Liêu', 'Thị xã Giá Rai', 'Huyện Hồng Dân', 'Huyện Phước Long', 'Huyện Hòa Bình', 'Huyện Vĩnh Lợi', 'Huyện Đông Hải'],
);

const districts = [...new Set(communes.flatMap(({ formerUnits }) => formerUnits.map(({ district }) => district)))];
const units: readonly NamedUnit[] = [...communes.map(({ type, name, code }) => ({ type, name, codes: [code] })), ...formerUnits()];

/** All names, the longest first. */
export const placeNames: readonly PlaceName[] = makeNames();

function formerUnits(): readonly NamedUnit[] {
  const shares = communes.flatMap(({ code, formerUnits: merged }) => merged.map((unit) => ({ ...unit, code })));
  const keyOf = ({ type, name, district }: (typeof shares)[number]): string => `${type} ${name} ${district}`;
  return [...new Set(shares.map(keyOf))].map((key) => {
    const own = shares.filter((share) => keyOf(share) === key);
    const codes = own.toSorted((first, second) => Number(first.share === 'rest') - Number(second.share === 'rest')).map(({ code }) => code);
    const [{ type, name, district } = { type: 'Xã' as const, name: '', district: '' }] = own;
    return { type, name, district, codes };
  });
}

function makeNames(): readonly PlaceName[] {
  const names = new Set([...units.map(({ name }) => name), ...districts.map(withoutType), ...provinceNames, ...Object.keys(otherNames)]);
  return [...names].map(makeName).toSorted((first, second) => second.words.length - first.words.length);
}

function makeName(name: string): PlaceName {
  const meant = otherNames[name] ?? name;
  return {
    words: name.toLowerCase().split(' ').map((word) => ({ folded: stripAccents(word), key: accentKey(word) })),
    units: units.filter((unit) => unit.name === meant),
    areas: [...districts.filter((district) => withoutType(district) === name), ...provinceNames.filter((province) => province === name)],
  };
}

function withoutType(district: string): string {
  return district.replace(/^(?:Thành phố|Thị xã|Huyện) /, '');
}

/** True when a unit lies in an area; a province of today holds them all. */
export function liesIn(unit: NamedUnit, area: string): boolean {
  const own = unit.district === undefined ? communes.filter(({ code }) => unit.codes.includes(code)).flatMap(({ formerUnits: merged }) => merged.map(({ district }) => district)) : [unit.district];
  if (area === 'Cà Mau') return true;
  if (area === 'Bạc Liêu') return own.some((district) => easternDistricts.has(district));
  return own.includes(area);
}

/** How well a written word can be a word of a name: with its accents or none, with other accents, or not at all. */
export function compareWord(token: Token | undefined, { folded, key }: NameWord): 'same' | 'other_accents' | 'different' {
  if (token === undefined || token.kind === 'sign' || !token.forms.includes(folded)) return 'different';
  if (token.bare || token.key === key) return 'same';
  // "Vĩnh Mỹ ạ" is no "Vĩnh Mỹ A".
  return folded.length === 1 ? 'different' : 'other_accents';
}

/** Folded words that sound alike in the south come out alike: "giá ray", "ngang dừa", "đầm giơi". */
export function soundOf(words: readonly string[]): string {
  return words.map(soundOfWord).join('');
}

function soundOfWord(word: string): string {
  return word
    .replace(/^(?:gi|d|v)(?=[aeiouy])/, 'd')
    .replace(/^tr/, 'ch')
    .replace(/^x/, 's')
    .replace(/y$/, 'i')
    .replace(/(?<!n)g$|ng$/, 'n')
    .replace(/ch?$/, 't')
    .replace(/nh$/, 'n');
}
