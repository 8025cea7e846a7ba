import { communeOf, inFormerDistrict } from '../places/mod.ts';
import { facilities, type Facility } from './facilities.ts';

/** What the question "where" needs to know about a place. */
export type Place = Pick<Facility, 'id' | 'name' | 'active' | 'closed'>;

const stationPrefix = 'station-';

/** The id of a commune's own health station; every commune has one. */
export function stationOf(commune: string): string {
  return stationPrefix + commune;
}

/** A facility or a commune's health station; nothing for an id that is not known. */
export function findPlace(id: string): Place | undefined {
  const commune = id.startsWith(stationPrefix) ? communeOf(id.slice(stationPrefix.length)) : undefined;
  if (!commune) return facilities.find((facility) => facility.id === id);
  const { type, name } = commune;
  return { id, name: `Trạm y tế ${type.toLocaleLowerCase('vi')} ${name}`, active: true };
}

/** Where people of a commune go: its own station first, then what their former district has. Never a closed place. */
export function placesNear(commune: string): readonly string[] {
  if (!communeOf(commune)) return [];
  const others = inFormerDistrict(facilities, commune).filter(({ active }) => active);
  return [stationOf(commune), ...others.map(({ id }) => id)];
}
