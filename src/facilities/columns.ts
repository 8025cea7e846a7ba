import { facilityKinds, facilityModes, longestFacilityName, seatSizes, type Facility } from '../store/facility.ts';
import { communes } from '../understanding/mod.ts';
import { bool, checked, foldPhrase, items, line, oneOf, optional, pattern, type CellReading, type Reader } from './cells.ts';
import { readCommuneCell } from './commune-cell.ts';
import { readOpening, writeOpening } from './opening-text.ts';

/** One property of a facility as a column of a file. */
export interface Column<T> {
  readonly name: string;
  readonly read: Reader<T>;
  readonly write: (value: T) => string;
}

type Columns = { readonly [Key in keyof Facility]: Column<Facility[Key]> };

const same = (text: string): string => text;
const orEmpty = (text: string | null): string => text ?? '';
const list = (items: readonly string[]): string => items.join('|');
const yesNo = (value: boolean): string => (value ? 'yes' : 'no');

/** Every column by the property that it holds. */
export const columns: Columns = {
  id: { name: 'id', read: pattern(/^[a-z0-9][a-z0-9-]{1,59}$/, 'expected 2 to 60 small letters, digits and hyphens'), write: same },
  name: { name: 'name', read: line(1, longestFacilityName), write: same },
  kind: { name: 'kind', read: oneOf(facilityKinds), write: same },
  words: { name: 'words', read: items(60, 60, foldPhrase), write: list },
  formerDistrict: { name: 'former_district', read: optional(readDistrict), write: orEmpty },
  commune: { name: 'commune', read: optional(readCommuneCell), write: orEmpty },
  active: { name: 'active', read: bool(), write: yesNo },
  closed: { name: 'closed', read: bool('no'), write: yesNo },
  checkedOn: { name: 'checked_on', read: checked(readDay), write: same },
  confirmed: { name: 'confirmed', read: bool('no'), write: yesNo },
  source: { name: 'source', read: checked((text) => (text.length <= 500 ? { value: text } : 'expected at most 500 characters')), write: same },
  mode: { name: 'mode', read: oneOf(facilityModes, 'request'), write: same },
  opening: { name: 'opening', read: checked(readOpeningCell), write: (opening) => (opening === null ? '' : opening.length === 0 ? 'never' : writeOpening(opening)) },
  holidays: { name: 'holidays', read: items(366, 10, readDay), write: list },
  specialties: { name: 'specialties', read: items(60, 60, (text) => ({ value: text })), write: list },
  seatSize: { name: 'seat_size', read: oneOf(seatSizes, 'half_day'), write: same },
  seats: { name: 'seats', read: checked((text) => (/^\d{0,4}$/.test(text) && Number(text) <= 1_000 ? { value: Number(text) } : 'expected a whole number from 0 to 1000')), write: String },
  connector: { name: 'connector', read: optional((text) => (/^[a-z][a-z0-9_]{0,39}$/.test(text) ? { value: text } : 'expected the name of a connector in small letters')), write: orEmpty },
};

/** In the order in which they are written. */
export const columnKeys = Object.keys(columns) as readonly (keyof Facility)[];

const districts = [...new Set(communes.map(({ formerDistrict }) => formerDistrict))];

function readDistrict(text: string): CellReading<string> {
  const bare = (name: string): string => foldPhrase(name).value.replace(/^(?:huyen|thi xa|thanh pho) /, '');
  const [district, ...more] = districts.filter((name) => foldPhrase(name).value === foldPhrase(text).value || bare(name) === foldPhrase(text).value);
  return district !== undefined && more.length === 0 ? { value: district } : `expected one of ${districts.join(', ')}, or nothing`;
}

/** Spreadsheets like to turn days around. */
function readDay(text: string): CellReading<string> {
  const [, day = '', month = '', year = ''] = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$/.exec(text) ?? [];
  const iso = year === '' ? text : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const isReal = /^20\d{2}-\d{2}-\d{2}$/.test(iso) && !Number.isNaN(Date.parse(iso)) && new Date(iso).toISOString().startsWith(iso);
  return isReal ? { value: iso } : 'expected a day that exists, such as 2026-11-24 or 24/11/2026';
}

function readOpeningCell(text: string): CellReading<Facility['opening']> {
  if (text === '') return { value: null };
  const opening = text.toLowerCase() === 'never' ? [] : readOpening(text);
  return typeof opening === 'string' ? opening : { value: opening };
}
