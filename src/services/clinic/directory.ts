import { isOffered, type Facility } from '../../store/facility.ts';
import { communeOf, inFormerDistrict } from '../places/mod.ts';
import { shippedFacilities } from './facilities.ts';

/** What the question "where" needs to know about a place. */
export type Place = Pick<Facility, 'id' | 'name' | 'active' | 'closed'>;

/** The places as they are at one moment. */
export interface Places {
  /** Closed and uncertain ones too, so that it can be said that they are. */
  readonly facilities: readonly Facility[];
  /** What all of them are called. */
  readonly named: readonly { readonly id: string; readonly words: readonly string[]; readonly offered: boolean }[];
  /** A facility or a commune's health station; nothing for an id that is not known. */
  readonly find: (id: string) => Place | undefined;
  /** Where people of a commune go: its own station first, then what their former district has. Never a closed or uncertain place. */
  readonly near: (commune: string) => readonly string[];
}

const stationPrefix = 'station-';

/** The id of a commune's own health station; every commune has one. */
export function stationOf(commune: string): string {
  return stationPrefix + commune;
}

/** The code of the commune whose own station has this id; nothing for any other id. */
export function communeOfStation(id: string): string | undefined {
  return id.startsWith(stationPrefix) ? communeOf(id.slice(stationPrefix.length))?.code : undefined;
}

/** Looks places up among these facilities and the stations of all communes, which need no row of their own. */
export function createPlaces(facilities: readonly Facility[]): Places {
  const byId = new Map(facilities.map((facility) => [facility.id, facility]));
  const find = (id: string): Place | undefined => byId.get(id) ?? usualStation(id);
  const others = facilities.filter((facility) => isOffered(facility) && communeOfStation(facility.id) === undefined).map(({ id, commune, formerDistrict }) => {
    const district = formerDistrict ?? communeOf(commune ?? '')?.formerDistrict;
    return { id, ...(district === undefined ? {} : { formerDistrict: district }) };
  });
  return {
    facilities,
    named: facilities.map((facility) => ({ id: facility.id, words: facility.words, offered: isOffered(facility) })),
    find,
    near: (commune) => {
      const station = find(stationOf(commune));
      if (!station) return [];
      const nearest = isOffered(station) ? [station.id] : [];
      return [...nearest, ...inFormerDistrict(others, commune).map(({ id }) => id)];
    },
  };
}

/** The station of a commune about which nobody has entered anything. */
function usualStation(id: string): Place | undefined {
  const commune = communeOf(communeOfStation(id) ?? '');
  if (!commune) return undefined;
  const { type, name } = commune;
  return { id, name: `Trạm y tế ${type.toLocaleLowerCase('vi')} ${name}`, active: true, closed: false };
}

/** The places of the list that the program brings along, for where there is no database. */
export const shippedPlaces = createPlaces(shippedFacilities);
