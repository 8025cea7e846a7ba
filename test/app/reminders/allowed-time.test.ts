import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isTet, nextAllowed } from '../../../src/app/reminders/allowed-time.ts';
import { dayIn } from '../../../src/services/local-time.ts';
import { nextQuiet } from '../../../src/services/quiet-hours.ts';

const at = (moment: string): Date => new Date(`${moment}:00+07:00`);
const written = (moment: Date): string => new Date(moment.getTime() + 7 * 3_600_000).toISOString().slice(0, 16);

/** First and last day of each holiday: the 28th of the twelfth lunar month and the fifth of the first. */
const holidays: readonly (readonly [string, string])[] = [
  ['2026-02-15', '2026-02-21'],
  ['2027-02-04', '2027-02-10'],
  ['2028-01-24', '2028-01-30'],
  ['2029-02-11', '2029-02-17'],
  ['2030-01-31', '2030-02-06'],
  ['2031-01-21', '2031-01-27'],
  ['2032-02-09', '2032-02-15'],
  ['2033-01-28', '2033-02-04'],
  ['2034-02-16', '2034-02-23'],
  ['2035-02-05', '2035-02-12'],
  ['2036-01-25', '2036-02-01'],
  ['2037-02-12', '2037-02-19'],
  ['2038-02-01', '2038-02-08'],
  ['2039-01-22', '2039-01-28'],
  ['2040-02-10', '2040-02-16'],
];

describe('the moment at which somebody may be reminded', () => {
  it.each([
    ['2026-11-24T06:00', '2026-11-24T06:00'],
    ['2026-11-24T20:59', '2026-11-24T20:59'],
    ['2026-11-24T21:00', '2026-11-25T06:00'],
    ['2026-11-24T23:30', '2026-11-25T06:00'],
    ['2026-11-25T00:00', '2026-11-25T06:00'],
    ['2026-11-25T05:59', '2026-11-25T06:00'],
    ['2026-12-31T22:00', '2027-01-01T06:00'],
  ])('after %s is %s', (asked, allowed) => {
    expect(written(nextAllowed(at(asked), false))).toBe(allowed);
  });

  it.each(holidays)('is not at Tết, from %s to %s', (first, last) => {
    const day = 24 * 3_600_000;
    const noon = (iso: string): number => at(`${iso}T12:00`).getTime();
    expect(isTet(dayIn(new Date(noon(first) - day)))).toBe(false);
    expect(isTet(dayIn(new Date(noon(last) + day)))).toBe(false);
    for (let moment = noon(first); moment <= noon(last); moment += day) {
      expect(isTet(dayIn(new Date(moment)))).toBe(true);
      expect(nextAllowed(new Date(moment), false)).toEqual(new Date(noon(last) + day));
      expect(nextAllowed(new Date(moment), true)).toEqual(new Date(moment));
    }
  });

  it('never lies before the moment asked for, in the night or at Tết, and a second look changes nothing', () => {
    const moments = fc.date({ min: at('2026-01-01T00:00'), max: at('2040-12-31T00:00'), noInvalidDate: true });
    fc.assert(
      fc.property(moments, fc.boolean(), (moment, onItsDay) => {
        const allowed = nextAllowed(moment, onItsDay);
        expect(allowed.getTime()).toBeGreaterThanOrEqual(moment.getTime());
        const hour = new Date(allowed.getTime() + 7 * 3_600_000).getUTCHours();
        expect(hour >= 6 && hour < 21).toBe(true);
        expect(onItsDay || !isTet(dayIn(allowed))).toBe(true);
        expect(nextAllowed(allowed, onItsDay)).toEqual(allowed);
      }),
    );
  });
});

describe('what could not be sent', () => {
  it('is not sent any more once the quiet hours begin', () => {
    expect(written(nextQuiet(at('2026-11-24T18:00')))).toBe('2026-11-24T21:00');
    expect(written(nextQuiet(at('2026-11-24T22:00')))).toBe('2026-11-24T22:00');
  });
});
