import { stripAccents } from '../fold.ts';
import type { FacilityDirectory, Read, ReadChoices } from './answer.ts';
import { readCommune } from './commune.ts';

export type ReadFacility = Read<string> | ReadChoices<string>;

const longest = 120;
const stationWords = / (?:tram|tram y te|tram xa|tyt|station) /;
/** Somebody who says such a word does not mean the health station of their commune. */
const hospitalWords = / (?:benh vien|bv|trung tam|phong kham|nha bao sanh|da khoa|hospital|clinic) /;

/**
 * Reads the id of a place: one that is named, the health station of a commune, or what lies near a commune. Several that
 * fit give choices; a hospital that is not in the directory is not taken for something else.
 */
export function readFacility(text: string, directory: FacilityDirectory | undefined): ReadFacility | undefined {
  if (directory === undefined) return undefined;
  const said = ` ${stripAccents(text.slice(0, longest)).replace(/[^\p{L}\p{N}]+/gu, ' ').trim()} `;
  const station = stationWords.test(said);
  const named = longestNamed(said, directory, station);
  if (named.length > 0) return oneOrOffered(named);
  return hospitalWords.test(said) ? undefined : nearCommune(text, station, directory);
}

type Named = FacilityDirectory['named'][number];

/**
 * The places whose longest phrase is said; "bệnh viện sản nhi" is not a hospital of some other kind as well. Somebody who
 * says "trạm" means only what is called so.
 */
function longestNamed(said: string, { named }: FacilityDirectory, station: boolean): readonly Named[] {
  const isMeant = (word: string): boolean => said.includes(` ${word} `) && (!station || stationWords.test(` ${word} `));
  const found = named.flatMap((place) => place.words.filter(isMeant).map((word) => ({ place, length: word.length })));
  const most = found.reduce((longestYet, { length }) => Math.max(longestYet, length), 0);
  return [...new Set(found.filter(({ length }) => length === most).map(({ place }) => place))];
}

/** A closed place is understood, so that it can be said that it is closed; it is never offered beside others. */
function oneOrOffered(named: readonly Named[]): ReadFacility | undefined {
  const offered = named.filter((place) => place.offered);
  return oneOrChoices((offered.length > 0 ? offered : named.slice(0, 1)).map(({ id }) => id));
}

function nearCommune(text: string, station: boolean, directory: FacilityDirectory): ReadFacility | undefined {
  const read = readCommune(station ? withoutStation(text) : text);
  if (read === undefined) return undefined;
  if ('choices' in read) return oneOrChoices([...new Set(read.choices.flatMap((commune) => directory.near(commune).slice(0, 1)))]);
  const chosen = oneOrChoices(station ? [directory.station(read.value)] : directory.near(read.value));
  return chosen && 'value' in chosen && read.confirm ? { ...chosen, confirm: true } : chosen;
}

function withoutStation(text: string): string {
  return text.slice(0, longest).replace(/(?<![\p{L}\p{M}])(?:(?:trạm|tram|tyt)(?:\s{1,3}y\s{1,3}(?:tế|te))?|(?:health\s{1,3})?station)(?![\p{L}\p{M}])/giu, ' ');
}

function oneOrChoices(ids: readonly string[]): ReadFacility | undefined {
  const [first] = ids;
  if (first === undefined) return undefined;
  return ids.length === 1 ? { value: first } : { choices: ids };
}
