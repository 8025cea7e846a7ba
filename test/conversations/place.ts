import type { Assistant } from '../../src/app/assistant.ts';
import { writeFacilities } from '../../src/store/facilities.ts';
import type { Facility } from '../../src/store/facility.ts';

/**
 * How a place that counts its seats stands. `one_seat`, `two_seats`: free, in each half-day. `half_hours`: one in each
 * half-hour. `full_morning`: tomorrow's morning is taken. `no_seat`: it gives none at all. `afternoons`: closed in the
 * morning. `closed`: for good.
 */
export const placeStates = ['one_seat', 'two_seats', 'half_hours', 'full_morning', 'no_seat', 'afternoons', 'closed'] as const;

export type PlaceState = (typeof placeStates)[number];

const id = 'clinic-hoa-sen';
const days = [1, 2, 3, 4, 5, 6, 7];
const mornings = days.map((day) => ({ day, halfDay: 'morning', from: '08:00', to: '10:30' }) as const);
const afternoons = days.map((day) => ({ day, halfDay: 'afternoon', from: '13:30', to: '16:00' }) as const);
const seats: Readonly<Partial<Record<PlaceState, number>>> = { two_seats: 2, no_seat: 0 };

/** Puts the place into this state, without anything of the conversations before. */
export async function preparePlace({ database, clock, places }: Assistant, state: PlaceState): Promise<void> {
  const now = clock();
  await database.transaction(async (transaction) => {
    for (const table of ['waiting_place', 'appointment', 'seats']) await transaction.query(`delete from causo.${table} where facility_id = $1`, [id]);
    await writeFacilities(transaction, [placeIn(state)], now);
    const tomorrow = new Date(now.getTime() + 31 * 3_600_000).toISOString().slice(0, 10);
    if (state !== 'full_morning') return;
    await transaction.query(`insert into causo.seats (facility_id, day, half_day, capacity, taken) values ($1, $2, 'morning', 1, 1)`, [id, tomorrow]);
  });
  await places.refresh();
}

function placeIn(state: PlaceState): Facility {
  return {
    id,
    name: 'Phòng khám Hoa Sen',
    kind: 'clinic',
    words: ['phong kham hoa sen', 'hoa sen', 'hoa sen clinic'],
    formerDistrict: null,
    commune: null,
    active: state !== 'closed',
    closed: state === 'closed',
    checkedOn: '2026-11-23',
    confirmed: true,
    source: 'made up for tests',
    mode: 'capacity',
    opening: state === 'afternoons' ? afternoons : [...mornings, ...afternoons],
    holidays: [],
    specialties: [],
    seatSize: state === 'half_hours' ? '30_minutes' : 'half_day',
    seats: seats[state] ?? 1,
    connector: null,
  };
}
