import fc from 'fast-check';
import { stationOf } from '../../src/services/clinic/mod.ts';
import type { StoredFacility } from '../../src/store/facilities.ts';
import { facilityKinds, type Facility, type OpeningHalf } from '../../src/store/facility.ts';
import { communes } from '../../src/understanding/mod.ts';

const usual: Omit<StoredFacility, 'id'> = {
  name: 'Phòng khám Bình Minh',
  kind: 'clinic',
  words: ['phong kham binh minh'],
  formerDistrict: null,
  commune: null,
  active: true,
  closed: false,
  checkedOn: '2026-11-20',
  confirmed: false,
  source: '',
  mode: 'request',
  opening: null,
  holidays: [],
  specialties: [],
  seatSize: 'half_day',
  seats: 0,
  connector: null,
  version: 1,
};

/** A facility as an administrator has entered it; whatever is not named here is as usual. */
export function facilityOf(more: Partial<StoredFacility> & Pick<Facility, 'id'>): StoredFacility {
  return { ...usual, ...more };
}

const codes = communes.map(({ code }) => code);
const districts = [...new Set(communes.map(({ formerDistrict }) => formerDistrict))];

const id = fc.oneof(
  fc.stringMatching(/^[a-r0-9][a-z0-9-]{1,40}$/),
  fc.constantFrom(...codes.map(stationOf)),
);
/** Everything that quoting has to get right, in one line and trimmed as files are read. */
const words = fc
  .array(fc.constantFrom('Bệnh viện', '"Hữu Nghị"', 'số 5,', 'khu; B', 'Cà Mau', "d'Or", '\t', '=1+1', 'ấp', '😀'), { minLength: 1, maxLength: 5 })
  .map((parts) => parts.join(' ').replace(/\s+/g, ' ').trim())
  .filter((text) => text !== '');
const phrase = fc.stringMatching(/^[a-z]{2,8}( [a-z0-9]{1,6}){0,3}$/);
const day = fc.date({ min: new Date('2020-01-01'), max: new Date('2026-11-24'), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10));
const hours = { morning: { from: '07:00', to: '11:30' }, afternoon: { from: '13:00', to: '17:00' } } as const;

const opening: fc.Arbitrary<readonly OpeningHalf[]> = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 1, max: 7 }), fc.constantFrom('morning', 'afternoon')), { selector: ([weekday, half]) => `${weekday} ${half}` })
  .chain((halves) => fc.boolean().map((timed) => halves.map(([weekday, halfDay]) => ({ day: weekday, halfDay, ...(timed ? hours[halfDay] : { from: null, to: null }) }))))
  .map((halves) => halves.toSorted((one, other) => one.day - other.day || (one.halfDay < other.halfDay ? 1 : -1)));

/** Any facility that may stand in the table. */
const anyFacility: fc.Arbitrary<StoredFacility> = fc
  .record({
    id,
    name: words.map((text) => text.slice(0, 60).trim()),
    kind: fc.constantFrom(...facilityKinds),
    words: fc.uniqueArray(phrase, { minLength: 1, maxLength: 5 }),
    formerDistrict: fc.option(fc.constantFrom(...districts)),
    commune: fc.option(fc.constantFrom(...codes)),
    state: fc.constantFrom('open', 'unsure', 'closed'),
    checkedOn: day,
    confirmed: fc.boolean(),
    source: fc.array(words, { maxLength: 3 }).map((lines) => lines.join('\n')),
    mode: fc.constantFrom('request', 'capacity', 'external'),
    opening: fc.option(opening),
    holidays: fc.uniqueArray(day, { maxLength: 4 }),
    specialties: fc.uniqueArray(words.map((text) => text.slice(0, 60).trim()), { maxLength: 4 }),
    seats: fc.integer({ min: 0, max: 1_000 }),
  })
  .map(({ state, ...same }) => fitTogether({ ...same, active: state === 'open', closed: state === 'closed', seatSize: 'half_day', connector: null, version: 1 }));

function fitTogether(facility: StoredFacility): StoredFacility {
  const station = facility.id.startsWith('station-') ? ({ kind: 'station', commune: facility.id.slice('station-'.length) } as const) : {};
  const mode = facility.mode === 'capacity' && ((facility.opening ?? []).length === 0 || facility.seats === 0) ? 'request' : facility.mode;
  const timed = mode === 'capacity' && facility.opening?.[0]?.from !== null;
  return { ...facility, ...station, mode, connector: mode === 'external' ? 'test_hospital' : null, seatSize: timed ? '30_minutes' : 'half_day' };
}

/** Any list of facilities that may stand in the table, each id once. */
export const anyFacilities = fc.uniqueArray(anyFacility, { selector: (facility) => facility.id, minLength: 1, maxLength: 12 });
