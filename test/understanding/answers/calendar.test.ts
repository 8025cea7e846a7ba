import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAnswer, type AnswerContext } from '../../../src/understanding/answers/mod.ts';
import { addMonths, dayAt, makeDay, partsOf, writeDay } from '../../../src/understanding/answers/calendar.ts';
import { communes } from '../../../src/understanding/answers/communes.ts';
import { fromLunar, nextLunarDay, toLunar } from '../../../src/understanding/answers/lunar.ts';

const day = (text: string): number => Date.parse(text) / 86_400_000;

describe('the lunar calendar', () => {
  // In 2007 and 2030 the calendar of the ICU, which is the Chinese one, begins the year a day later.
  it.each([
    [2007, '2007-02-17'],
    [2026, '2026-02-17'],
    [2027, '2027-02-06'],
    [2028, '2028-01-26'],
    [2030, '2030-02-02'],
  ])('begins the year %i on %s', (year, date) => {
    expect(fromLunar(year, 1, 1)).toBe(day(date));
  });

  it('has no thirtieth in a short month', () => {
    expect(fromLunar(2026, 12, 30)).toBeUndefined();
    expect(fromLunar(2026, 13, 1)).toBeUndefined();
  });

  it('comes back to the day it started from', () => {
    fc.assert(
      fc.property(fc.integer({ min: day('1950-01-01'), max: day('2100-01-01') }), (some) => {
        const { year, month, date, leap } = toLunar(some);
        expect(leap || fromLunar(year, month, date) === some).toBe(true);
        expect(nextLunarDay(some, month, date)).toBeGreaterThanOrEqual(some);
      }),
    );
  });
});

describe('the solar calendar', () => {
  it('turns the day over at midnight in Cà Mau', () => {
    expect(writeDay(dayAt(Date.parse('2026-11-23T16:59:59Z')))).toBe('2026-11-23');
    expect(writeDay(dayAt(Date.parse('2026-11-23T17:00:00Z')))).toBe('2026-11-24');
  });

  it('knows no day that does not exist', () => {
    expect(makeDay(2027, 2, 29)).toBeUndefined();
    expect(makeDay(2028, 2, 29)).toBe(day('2028-02-29'));
    expect(makeDay(2027, 13, 1)).toBeUndefined();
  });

  it('stays in the month when months are added', () => {
    expect(writeDay(addMonths(day('2027-01-31'), 1))).toBe('2027-02-28');
    expect(partsOf(day('2026-11-23'))).toEqual({ year: 2026, month: 11, date: 23, weekday: 0 });
  });
});

describe('the communes', () => {
  it('are 9 wards and 55 communes with codes of their own', () => {
    expect(communes.filter(({ type }) => type === 'Phường')).toHaveLength(9);
    expect(communes.filter(({ type }) => type === 'Xã')).toHaveLength(55);
    expect(new Set(communes.map(({ code }) => code)).size).toBe(64);
  });

  it('cover the 164 units of before, of which 19 were divided', () => {
    const shares = communes.flatMap(({ formerUnits }) => formerUnits.map(({ type, name, district, share }) => ({ key: `${type} ${name} ${district}`, share })));
    expect(new Set(shares.map(({ key }) => key)).size).toBe(164);
    expect(new Set(shares.filter(({ share }) => share !== undefined).map(({ key }) => key)).size).toBe(19);
  });

  it.each(communes.map(({ code, fullName }) => [fullName, code] as const))('%s is found by its full name, with accents and without', (fullName, code) => {
    const bare = fullName.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd');
    const context: AnswerContext = { now: 0, options: [] };
    expect(readAnswer('commune', fullName, context)).toMatchObject({ kind: 'value', value: code });
    expect(readAnswer('commune', bare, context)).toMatchObject({ kind: 'value', value: code });
  });
});

describe('days beside numbered options', () => {
  const options: AnswerContext['options'] = [
    { id: 'unsure', words: ['Chưa biết'] },
    { id: 'any', words: ['Ngày nào cũng được'] },
  ];
  const context: AnswerContext = { now: Date.parse('2026-11-23T09:15:00+07:00'), options };

  it.each([
    ['thứ hai', { kind: 'value', value: '2026-11-30', confirm: true }],
    ['thứ ba', { kind: 'value', value: '2026-11-24' }],
    ['mốt', { kind: 'value', value: '2026-11-25' }],
    ['2', { kind: 'option', option: 'any' }],
    ['số 1', { kind: 'option', option: 'unsure' }],
    ['hai', { kind: 'option', option: 'any' }],
    ['ngày nào cũng được', { kind: 'option', option: 'any' }],
    ['chưa biết', { kind: 'option', option: 'unsure' }],
    ['hai mươi tám', { kind: 'value', value: '2026-11-28', confirm: true }],
  ])('"%s" is %j', (text, answer) => {
    expect(readAnswer('date', text, context)).toEqual(answer);
  });
});
