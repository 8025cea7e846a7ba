import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { facilityDirectory } from '../../src/app/clinic-values.ts';
import { shippedPlaces } from '../../src/services/clinic/mod.ts';
import { longestAnswer, longestChoice, longestOutput, longestOwn } from '../../src/app/longest-values.ts';
import { languages, readTextTable } from '../../src/app/texts.ts';
import { writeChoice, writeValue } from '../../src/app/values.ts';
import type { AnswerType } from '../../src/core/mod.ts';
import { banks, communes, readAnswer } from '../../src/understanding/mod.ts';

const now = Date.UTC(2026, 10, 24);

const word = fc.constantFrom(
  ...'nguyễn thị ngọc trường nghiêng út bảy mười hai ba tư năm sinh 1952 1960 tháng 12 ngày 31 mùng 30 nhuận chiều sáng tối thứ bảy chủ nhật mai mốt rưỡi 0912 345 678 +855 12345678 999999999 triệu ngàn đồng tuổi xã hồ kỷ đầm dơi bạc liêu trạm y tế bệnh viện đa khoa cà mau vietcombank số đang nhắn không biết gì cũng được'.split(' '),
  ...banks.map(({ shortName }) => shortName),
  ...communes.map(({ fullName }) => fullName),
  '🌾🌾🌾🌾🌾🌾🌾🌾🌾🌾🌾🌾',
  'x'.repeat(70),
  '9'.repeat(19),
);
const said = fc.array(word, { minLength: 1, maxLength: 12 }).map((words) => words.join(' '));

const types: readonly AnswerType[] = ['any', 'yesno', 'money', 'bank', 'account', 'name', 'note', 'date', 'time', 'datetime', 'phone', 'birth', 'age', 'commune', 'facility', 'person'];

describe.each(types)('the longest answer of type %s', (type) => {
  it('is as long as any that can be read, in both languages', () => {
    fc.assert(
      fc.property(said, fc.constantFrom(...languages), (text, language) => {
        const read = readAnswer(type, text, { now, options: [], facilities: facilityDirectory(shippedPlaces) });
        const values = read.kind === 'value' ? [read.value] : [];
        const choices = read.kind === 'choices' ? read.values : [];
        for (const value of [...values, ...choices]) expect(writeValue(value, type, language).length).toBeLessThanOrEqual(longestAnswer(type, language).length);
        for (const value of choices) expect(writeChoice(value, type, language).length).toBeLessThanOrEqual(longestChoice(language).length);
      }),
      { numRuns: 100 },
    );
  });
});

describe('the longest words', () => {
  it('of a date stand in the lunar leap month', () => {
    expect(longestAnswer('date', 'vi')).toMatch(/^Chủ nhật, ngày \d\d\/12\/2033 \(\d+ tháng 11 nhuận âm lịch\)$/);
  });

  it('name all that the assistant fills in by itself', () => {
    const system = readTextTable('system');
    const names = Object.values(system.vi).flatMap((text) => [...text.matchAll(/\{\{([a-z]+)\}\}/g)].map(([, name = '']) => name));
    expect([...new Set(names)].filter((name) => longestOwn(name, 'vi', system) === undefined)).toEqual([]);
    expect(longestOwn('nobody', 'vi', system)).toBeUndefined();
  });

  it('of what is held about somebody leave no gap open', () => {
    const system = readTextTable('system');
    for (const language of languages) expect(longestOutput('privacy.show', 'summary', language, system)).not.toContain('{{');
    expect(longestOutput('privacy.show', 'other', 'vi', system)).toBeUndefined();
  });
});
