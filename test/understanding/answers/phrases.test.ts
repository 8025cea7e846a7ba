import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { understandLine } from '../../../src/understanding/understand-line.ts';
import { freshNow, freshPhrases } from './fresh-phrases.ts';
import { fridayNow, fridayPhrases } from './friday-phrases.ts';
import { morePhrases } from './more-phrases.ts';

const phrases = [...[...freshPhrases, ...morePhrases].map((phrase) => ({ ...phrase, now: freshNow })), ...fridayPhrases.map((phrase) => ({ ...phrase, now: fridayNow }))];

function read({ type, text, now = freshNow }: { readonly type: string; readonly text: string; readonly now?: string }): Readonly<Record<string, unknown>> {
  return understandLine(JSON.stringify({ id: 1, text, type, now }), 1);
}

/** Lists count by what is in them. */
function comparable(value: unknown): unknown {
  return Array.isArray(value) ? value.map(String).toSorted((first, second) => first.localeCompare(second)) : value;
}

function withoutAccents(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐÐ]/g, 'd');
}

const names: readonly string[] = ['name'];
const readTypes = [...new Set(phrases.map(({ type }) => type))];
const scraps = fc.constantFrom(
  ...'mai mốt nay thứ hai ba tư năm sáu bảy tuần sau tới này tháng ngày mùng rằm tết âm nữa bữa 8 h 30 giờ rưỡi sáng chiều tối kém 15 / - . 2027 31 phường xã 1 Tân Ân cũ không hay được số 0918 không chín sinh k x'.split(' '),
);
const scrapText = fc.array(scraps, { maxLength: 9 }).map((parts) => parts.join(' '));

describe('answers as people give them', () => {
  it.each(phrases.map((phrase) => [phrase.type, phrase.text, phrase.value, phrase.now] as const))('%s from "%s" is %j', (type, text, value, now) => {
    expect(comparable(read({ type, text, now })['value'])).toEqual(comparable(value));
  });

  it.each(phrases.filter(({ type }) => !names.includes(type)).map(({ type, text, value, now }) => [type, withoutAccents(text), value, now] as const))(
    '%s from "%s", typed without accents, is never taken for something else unasked',
    (type, text, value, now) => {
      const { value: found = null, confirm } = read({ type, text, now });
      expect(found === null || confirm === true || JSON.stringify(comparable(found)) === JSON.stringify(comparable(value))).toBe(true);
    },
  );

  it('never throws, whatever is typed', () => {
    fc.assert(
      fc.property(fc.constantFrom(...readTypes), fc.oneof(scrapText, fc.string({ unit: 'binary', maxLength: 400 })), (type, text) => {
        expect(read({ type, text })).toHaveProperty('value');
      }),
    );
  });

  it('never reads a day that does not exist or is over', () => {
    fc.assert(
      fc.property(fc.constantFrom('date', 'datetime'), scrapText, (type, text) => {
        const [day = ''] = /^\d{4}-\d{2}-\d{2}/.exec(String(read({ type, text })['value'])) ?? [];
        expect(day === '' || (day >= freshNow.slice(0, 10) && new Date(`${day}T00:00:00Z`).toISOString().startsWith(day))).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('never reads a moment that is over', () => {
    fc.assert(
      fc.property(scrapText, (text) => {
        const [moment] = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.exec(String(read({ type: 'datetime', text })['value'])) ?? [];
        expect(moment === undefined || moment >= freshNow.slice(0, 16)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('reads the longest and oddest texts to the end', () => {
    const long = ['thứ hai tuần sau ', 'xã Tân Ân Tây ', 'không chín mười tám ', '0918 ', '8 giờ 30 ', 'a1a1', '....', '(((', 'tên tên '].map((part) => part.repeat(20_000));
    for (const type of readTypes) for (const text of long) expect(read({ type, text })).toHaveProperty('value');
  });
});
