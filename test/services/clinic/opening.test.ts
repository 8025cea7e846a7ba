import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { halfHours, isOpen, openHalfDays } from '../../../src/services/clinic/mod.ts';
import type { OpeningHalf } from '../../../src/store/facility.ts';
import { anyFacilities, facilityOf } from '../../facilities/facility-lists.ts';

const half = (day: number, halfDay: OpeningHalf['halfDay'], from: string | null = null, to: string | null = null): OpeningHalf => ({ day, halfDay, from, to });
const weekdays = [1, 2, 3, 4, 5].flatMap((day) => [half(day, 'morning', '07:00', '11:20'), half(day, 'afternoon')]);
const place = facilityOf({ id: 'binh-minh', opening: [...weekdays, half(6, 'morning')], holidays: ['2026-11-26'] });
const unknown = facilityOf({ id: 'unknown', holidays: ['2026-11-26'] });

// The 24th of November 2026 is a Tuesday.
describe('a place that has told when it is open', () => {
  it.each([
    ['2026-11-24', 'afternoon', 'open'],
    ['2026-11-28', 'morning', 'open'],
    ['2026-11-28', 'afternoon', 'closed'],
    ['2026-11-29', 'morning', 'closed'],
    ['2026-11-26', 'morning', 'closed'],
  ] as const)('is on %s in the %s: %s', (day, halfDay, state) => {
    expect(isOpen(place, day, halfDay)).toBe(state);
  });

  it('is open on the half-days ahead without Sunday and holiday', () => {
    expect(openHalfDays(place, '2026-11-25', 6)?.map(({ day, halfDay }) => `${day.slice(8)} ${halfDay}`)).toEqual([
      '25 morning', '25 afternoon', '27 morning', '27 afternoon', '28 morning', '30 morning', '30 afternoon',
    ]);
  });

  it('is open into the next year', () => {
    expect(openHalfDays(place, '2026-12-31', 2)).toEqual(['2026-12-31', '2027-01-01'].flatMap((day) => [{ day, halfDay: 'morning' }, { day, halfDay: 'afternoon' }]));
  });

  it('has half-hours that end before it closes, where its hours are known', () => {
    expect(halfHours(place, '2026-11-24', 'morning')).toEqual(['07:00', '07:30', '08:00', '08:30', '09:00', '09:30', '10:00', '10:30']);
    expect([halfHours(place, '2026-11-24', 'afternoon'), halfHours(place, '2026-11-26', 'morning'), halfHours(place, '2026-11-29', 'morning')]).toEqual([[], [], []]);
  });
});

describe('a place that has not told when it is open', () => {
  it('claims nothing, also not of a Sunday, but is closed on a holiday', () => {
    expect(['2026-11-24', '2026-11-29', '2026-11-26'].map((day) => isOpen(unknown, day, 'morning'))).toEqual(['ask', 'ask', 'closed']);
    expect(openHalfDays(unknown, '2026-11-24', 30)).toBeUndefined();
    expect(halfHours(unknown, '2026-11-24', 'morning')).toEqual([]);
  });
});

describe('a place that is closed for good, or about which too little is known', () => {
  it('is never open, whatever is said of its hours', () => {
    fc.assert(
      fc.property(anyFacilities, fc.integer({ min: 0, max: 30 }), (facilities, days) => {
        for (const facility of facilities.map((one) => ({ ...one, active: false }))) {
          expect(openHalfDays(facility, '2026-11-24', days)).toEqual([]);
          expect([isOpen(facility, '2026-11-24', 'morning'), halfHours(facility, '2026-11-24', 'morning')]).toEqual(['closed', []]);
        }
      }),
    );
  });
});
