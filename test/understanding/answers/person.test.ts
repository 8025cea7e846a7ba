import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPerson } from '../../../src/understanding/answers/person.ts';

const now = Date.parse('2026-11-24T08:00:00+07:00');
const valueOf = (text: string): readonly string[] | undefined => readPerson(text, now)?.value;

describe('a name and a birth in one answer', () => {
  it.each([
    ['Trần Thị Bé 1960', ['Trần Thị Bé', '1960']],
    ['Trần Thị Bé, sinh năm 1960', ['Trần Thị Bé', '1960']],
    ['Trần Thị Bé, năm 60', ['Trần Thị Bé', '1960']],
    ['Trần Thị Bé năm 60', ['Trần Thị Bé', '1960']],
    ['trần thị bé sanh năm 1960 nha con', ['Trần Thị Bé', '1960']],
    ['Trần Thị Bé - 1960', ['Trần Thị Bé', '1960']],
    ['Trần Thị Bé 12/3/1960', ['Trần Thị Bé', '1960-03-12']],
    ['Nguyễn Văn Tí sinh 3/2022', ['Nguyễn Văn Tí', '2022-03']],
    ['1960 Trần Thị Bé', ['Trần Thị Bé', '1960']],
    ['sinh 1960, Trần Thị Bé', ['Trần Thị Bé', '1960']],
    ['khám cho má tui tên Đặng Thị Tư 1955', ['Đặng Thị Tư', '1955']],
    ['Tran Van Ba born 1958', ['Tran Van Ba', '1958']],
    ['Trần Văn Ba 66 tuổi', ['Trần Văn Ba', '1960']],
  ])('"%s" is %j', (text, value) => {
    expect(valueOf(text)).toEqual(value);
  });

  it('keeps Năm where it is the given name behind a middle name', () => {
    expect(valueOf('Trần Thị Năm 1960')).toEqual(['Trần Thị Năm', '1960']);
    expect(valueOf('tran van nam 1960')).toEqual(['Tran Van Nam', '1960']);
  });

  it('is read back when one of the two can be meant otherwise', () => {
    expect(readPerson('Bé 1960', now)).toEqual({ value: ['Bé', '1960'], confirm: true });
    expect(readPerson('Trần Văn Ba 66 tuổi', now)).toMatchObject({ confirm: true });
    expect(readPerson('Trần Thị Bé 1960', now)).not.toHaveProperty('confirm');
  });

  it.each([['Trần Thị Bé'], ['1960'], ['sinh năm 1960'], ['không biết'], [''], ['Trần Thị Bé 2030'], ['Trần Thị Bé 0912345678'], ['Trần Thị Bé 096060012345']])(
    '"%s" lacks one of the two',
    (text) => {
      expect(readPerson(text, now)).toBeUndefined();
    },
  );

  it('is two words at least and nothing else, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => {
        const value = valueOf(text);
        expect(value === undefined || (value.length === 2 && /^\d{4}/.test(value[1] ?? ''))).toBe(true);
      }),
    );
  });

  it('reads long and odd texts to the end, and finds nobody in them', () => {
    const odd = ['a'.repeat(100_000), `${'năm '.repeat(30_000)}`, `sinh${' '.repeat(100_000)}`, `${'1 '.repeat(50_000)}x`];
    expect(odd.map((text) => readPerson(text, now))).toEqual(odd.map(() => undefined));
  });
});
