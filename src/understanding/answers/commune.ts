import type { Read, ReadChoices } from './answer.ts';
import { liesIn, type NamedUnit } from './commune-names.ts';
import { findPlaces, type Place, type Places } from './commune-places.ts';

/** The code of a commune, or the codes between which the person has to choose. */
export type ReadCommune = Read<string> | ReadChoices<string>;

const mostChoices = 4;

/**
 * Reads a commune of Cà Mau by the name of today or of before July 2025, with or without its former district. A unit that
 * was divided, or a name that several bore, gives choices; a district alone is no answer.
 */
export function readCommune(text: string): ReadCommune | undefined {
  const places = findPlaces(text);
  if (places.refused) return undefined;
  const found = places.places.flatMap((place, index) => resolve(place, places.places.filter((_, other) => other !== index), places) ?? []);
  const [first] = found;
  if (first === undefined || found.some((other) => !equal(other, first))) return first !== undefined && isContextOf(places.places) ? first : undefined;
  return 'value' in first && places.doubtful ? { ...first, confirm: true } : first;
}

function equal(first: ReadCommune, second: ReadCommune): boolean {
  return JSON.stringify('value' in first ? [first.value] : first.choices) === JSON.stringify('value' in second ? [second.value] : second.choices);
}

/** True when everything behind the first place can be where the first one lies. */
function isContextOf([first, ...others]: readonly Place[]): boolean {
  return first !== undefined && others.every((other) => areasOf(other).some((area) => unitsOf(first).some((unit) => liesIn(unit, area))));
}

function unitsOf(place: Place): readonly NamedUnit[] {
  return place.names.flatMap(({ units }) => units);
}

function areasOf(place: Place): readonly string[] {
  return place.names.flatMap(({ areas }) => areas);
}

/** What a place means when the others say where it lies; undefined when they cannot. */
function resolve(place: Place, others: readonly Place[], { era }: Places): ReadCommune | undefined {
  if (place.level === 'area') return undefined;
  const areas = others.map(areasOf);
  if (areas.some((some) => some.length === 0)) return undefined;
  const lying = unitsOf(place).filter((unit) => areas.every((some) => some.some((area) => liesIn(unit, area))));
  const typed = lying.filter((unit) => place.type === undefined || unit.type === place.type);
  const fitting = typed.length > 0 ? typed : lying;
  const today = fitting.filter(({ district }) => district === undefined);
  const former = fitting.filter(({ district }) => district !== undefined);
  const loose = place.loose || typed.length === 0;
  const saysDistrict = others.some((other) => areasOf(other).some((area) => !isProvince(area)) && !(other.level === 'area' && areasOf(other).every(isProvince)));
  if (former.length > 0 && era !== 'today' && (era === 'former' || saysDistrict || today.length === 0)) return choose(inCity(former, others), loose || moved(today, former, era));
  const [commune] = today;
  if (commune === undefined) return undefined;
  return { value: commune.codes[0] ?? '', ...(loose || isDoubtful(place, commune, former, era) ? { confirm: true as const } : {}) };
}

function isProvince(area: string): boolean {
  return area === 'Cà Mau' || area === 'Bạc Liêu';
}

// "Tân Ân, Ngọc Hiển" is hardly the Tân Ân of today, which is another place; it is read back.
function moved(today: readonly NamedUnit[], former: readonly NamedUnit[], era: Places['era']): boolean {
  const now = today.flatMap(({ codes }) => codes);
  return era !== 'former' && now.length > 0 && former.some(({ codes }) => codes.join() !== now.join());
}

/** A commune that bears the name of another old unit, or of a whole district, has to be read back. */
function isDoubtful(place: Place, commune: NamedUnit, former: readonly NamedUnit[], era: Places['era']): boolean {
  if (era === 'today') return false;
  const elsewhere = former.some(({ codes }) => codes.some((code) => !commune.codes.includes(code)));
  return elsewhere || (place.type === undefined && areasOf(place).length > 0);
}

// "Phường 1 Cà Mau" is the city rather than the province.
function inCity(former: readonly NamedUnit[], others: readonly Place[]): readonly NamedUnit[] {
  const cities = others.flatMap(areasOf).filter((area) => area.startsWith('Thành phố'));
  const inside = former.filter(({ district }) => cities.includes(district ?? ''));
  return inside.length > 0 ? inside : former;
}

function choose(units: readonly NamedUnit[], doubtful: boolean): ReadCommune | undefined {
  const codes = [...new Set(units.flatMap((unit) => unit.codes))];
  const [only] = codes;
  if (only === undefined || codes.length > mostChoices) return undefined;
  if (codes.length > 1) return { choices: codes };
  return doubtful ? { value: only, confirm: true } : { value: only };
}
