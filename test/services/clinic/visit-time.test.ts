import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readVisitTime, writeVisitTime } from '../../../src/services/clinic/mod.ts';
import { dayIn } from '../../../src/services/local-time.ts';

/** A Tuesday, eight in the morning in Cà Mau. */
const now = new Date('2026-11-24T08:00:00+07:00');
const at = (time: string): Date => new Date(`2026-11-24T${time}:00+07:00`);

describe('the time of a visit', () => {
  it.each([
    ['2026-11-26 morning', '2026-11-26 morning'],
    ['2026-11-26 noon', '2026-11-26 afternoon'],
    ['2026-11-26 afternoon', '2026-11-26 afternoon'],
    ['2026-11-26 any', '2026-11-26 morning'],
    ['2026-11-26T05:00', '2026-11-26 morning'],
    ['2026-11-26T11:59', '2026-11-26 morning'],
    ['2026-11-26T12:00', '2026-11-26 afternoon'],
    ['2026-11-26T17:59', '2026-11-26 afternoon'],
    ['2027-02-22 morning', '2027-02-22 morning'],
    ['any', 'any'],
    ['any morning', 'any'],
    ['earliest', 'any'],
  ])('%s is kept as %s', (said, kept) => {
    const read = readVisitTime(said, now);
    expect(read && writeVisitTime(read)).toBe(kept);
  });

  it.each([
    ['2026-11-26 evening'],
    ['2026-11-26T18:00'],
    ['2026-11-26T04:59'],
    ['2026-11-26'],
    ['2026-11-26T25:00'],
    ['2026-11-23 afternoon'],
    ['2027-02-23 morning'],
    ['2026-02-31T99:99'],
    ['tomorrow'],
    [''],
  ])('%s is no time for a visit', (said) => {
    expect(readVisitTime(said, now)).toBeUndefined();
  });

  it('is a half of today only while there is enough of it left', () => {
    expect(readVisitTime('2026-11-24 morning', at('10:59'))).toBeDefined();
    expect(readVisitTime('2026-11-24 morning', at('11:00'))).toBeUndefined();
    expect(readVisitTime('2026-11-24 afternoon', at('15:59'))).toBeDefined();
    expect(readVisitTime('2026-11-24 afternoon', at('16:00'))).toBeUndefined();
  });

  it('goes by the day of Cà Mau, not of Greenwich', () => {
    expect(dayIn(new Date('2026-11-24T16:59:59Z'))).toBe('2026-11-24');
    expect(dayIn(new Date('2026-11-24T17:00:00Z'))).toBe('2026-11-25');
    expect(readVisitTime('2026-11-24 afternoon', new Date('2026-11-24T17:00:00Z'))).toBeUndefined();
  });

  it('is the same again when it is read from its own words, and never lies in the past', () => {
    fc.assert(
      fc.property(fc.integer({ min: -200, max: 200 }), fc.constantFrom(' morning', ' noon', ' afternoon', ' evening', 'T09:00', 'T20:00'), (days, when) => {
        const day = dayIn(new Date(now.getTime() + days * 86_400_000));
        const read = readVisitTime(`${day}${when}`, now);
        if (read === undefined || read === 'any') return;
        expect(readVisitTime(writeVisitTime(read), now)).toEqual(read);
        expect(read.day >= dayIn(now)).toBe(true);
      }),
    );
  });

  it('is nothing for whatever else a slot may hold', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const read = readVisitTime(value, now);
        expect(read === undefined || typeof value === 'string').toBe(true);
      }),
    );
    expect([undefined, null, 5, true, ['2026-11-26 morning'], {}].map((value) => readVisitTime(value, now))).toEqual(Array(6).fill(undefined));
  });
});
