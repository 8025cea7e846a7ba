import { communeOfStation } from '../services/clinic/mod.ts';
import type { Facility } from '../store/facility.ts';

export interface TogetherFault {
  /** The column that is most likely to be mended. */
  readonly column: string;
  /** Begins with "expected". */
  readonly expected: string;
}

/** What is wrong with a facility although each of its values by itself is right. `today`: ISO day. */
export function checkTogether(facility: Facility, today: string): readonly TogetherFault[] {
  return [...checkState(facility, today), ...checkStation(facility), ...checkMode(facility)];
}

function checkState({ active, closed, checkedOn }: Facility, today: string): readonly TogetherFault[] {
  return [
    ...(active && closed ? [{ column: 'active', expected: 'expected no, since the place is closed' }] : []),
    ...(checkedOn > today ? [{ column: 'checked_on', expected: `expected a day until today (${today})` }] : []),
  ];
}

/** The stations of the communes have ids by which they are found. */
function checkStation({ id, kind, commune }: Facility): readonly TogetherFault[] {
  if (!id.startsWith('station-')) return [];
  const own = communeOfStation(id);
  if (own === undefined) return [{ column: 'id', expected: 'expected the code of a commune behind "station-"' }];
  return [
    ...(kind === 'station' ? [] : [{ column: 'kind', expected: 'expected station, since the id begins with "station-"' }]),
    ...(commune === own ? [] : [{ column: 'commune', expected: `expected ${own}, or nothing, since the id says so` }]),
  ];
}

function checkMode(facility: Facility): readonly TogetherFault[] {
  const { mode, connector } = facility;
  if (mode === 'external') return connector === null ? [{ column: 'connector', expected: 'expected the name of a connector, since the mode is external' }] : [];
  const needless = connector === null ? [] : [{ column: 'connector', expected: 'expected nothing, since the mode is not external' }];
  return [...needless, ...(mode === 'capacity' ? checkCapacity(facility) : [])];
}

function checkCapacity({ opening, seatSize, seats }: Facility): readonly TogetherFault[] {
  const hasHours = opening?.every(({ from, to }) => from !== null && to !== null) === true;
  return [
    ...(seats > 0 ? [] : [{ column: 'seats', expected: 'expected how many seats there are, since the mode is capacity' }]),
    ...(opening !== null && opening.length > 0 ? [] : [{ column: 'opening', expected: 'expected when it is open, since the mode is capacity' }]),
    ...(seatSize === 'half_day' || opening === null || hasHours ? [] : [{ column: 'opening', expected: 'expected hours for each half-day (morning 07:00-11:00), since seats are counted by 30 minutes' }]),
  ];
}
