import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { offerUntil } from '../../../src/services/appointments/mod.ts';
import { nextAwake } from '../../../src/services/quiet-hours.ts';

const at = (text: string): Date => new Date(`${text}:00+07:00`);
const friday = { day: '2026-11-27', halfDay: 'morning' } as const;

describe('the time to answer an offer', () => {
  it.each([
    ['two hours on a quiet day', '2026-11-25T09:00', '2026-11-25T11:00'],
    ['half of what is left when the half-day is near', '2026-11-27T06:00', '2026-11-27T06:30'],
    ['as much longer as the night is when it would end at night', '2026-11-25T20:00', '2026-11-26T07:00'],
    ['no longer than the night allows before the half-day', '2026-11-26T20:30', '2026-11-26T22:30'],
    ['nothing when it is too near', '2026-11-27T06:30', undefined],
    ['nothing when it is past', '2026-11-27T09:00', undefined],
  ])('is %s', (_name, now, until) => {
    expect(offerUntil(friday, at(now))).toEqual(until && at(until));
  });

  it('begins at once by day and at six in the morning after the night', () => {
    expect(nextAwake(at('2026-11-25T20:59'))).toEqual(at('2026-11-25T20:59'));
    expect(nextAwake(at('2026-11-25T21:00'))).toEqual(at('2026-11-26T06:00'));
    expect(nextAwake(at('2026-11-26T00:30'))).toEqual(at('2026-11-26T06:00'));
    expect(nextAwake(at('2026-11-26T06:00'))).toEqual(at('2026-11-26T06:00'));
  });

  it('ends before the visit and never at once, whenever it begins', () => {
    const moments = fc.date({ min: at('2026-11-01T00:00'), max: at('2026-11-27T07:00'), noInvalidDate: true });
    fc.assert(
      fc.property(moments, (now) => {
        const until = offerUntil(friday, now);
        expect(until === undefined || (until.getTime() > now.getTime() + 15 * 60_000 && until < at('2026-11-27T07:00'))).toBe(true);
        expect(nextAwake(now).getTime()).toBeGreaterThanOrEqual(now.getTime());
      }),
    );
  });
});
