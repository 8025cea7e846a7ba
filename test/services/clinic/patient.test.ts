import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isChild, readPatient } from '../../../src/services/clinic/mod.ts';

const now = new Date('2026-11-24T08:00:00+07:00');

describe('a patient', () => {
  it.each([['1960'], ['1960-03'], ['1960-03-12']])('is a name and a birth as far as it is known: %s', (birth) => {
    expect(readPatient(['Trần Thị Bé', birth])).toEqual({ name: 'Trần Thị Bé', birth });
  });

  it('is nobody without a name, without a birth, or with a name that is too long', () => {
    const wrong: readonly unknown[] = [undefined, 'Trần Thị Bé', [], ['Trần Thị Bé'], ['', '1960'], ['Trần Thị Bé', '60'], ['Trần Thị Bé', '1960-3'], ['Bé'.repeat(60), '1960'], ['Bé', '1960', 'x'], [1, '1960']];
    expect(wrong.map(readPatient)).toEqual(wrong.map(() => undefined));
  });

  it('never makes the check throw', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(readPatient(value)).toSatisfy((patient) => patient === undefined || typeof patient === 'object');
      }),
    );
  });

  it('is a child until the year of the fourteenth birthday is over', () => {
    expect(isChild({ name: 'Tí', birth: '2026-11-01' }, now)).toBe(true);
    expect(isChild({ name: 'Tí', birth: '2012' }, now)).toBe(true);
    expect(isChild({ name: 'Tí', birth: '2011-12-31' }, now)).toBe(false);
    expect(isChild({ name: 'Bé', birth: '1960' }, now)).toBe(false);
  });
});
