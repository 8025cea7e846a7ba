import { describe, expect, it } from 'vitest';
import { changeSources } from './copy.ts';
import { plants, shortWaits } from './plants.ts';

describe('what is changed in a copy of the program', () => {
  it.each(Object.entries({ ...plants, shortWaits }))('%s still fits the sources', (_, changes) => {
    const changed = changeSources(changes);
    expect([...changed.keys()].sort()).toEqual([...new Set(changes.map(({ file }) => file))].sort());
  });

  it('is refused when a line is not there or there more than once', () => {
    const file = 'src/main.ts';
    expect(() => changeSources([{ file, before: 'no such line in this program', after: '' }])).toThrow('found it 0 times');
    expect(() => changeSources([{ file, before: 'import', after: '' }])).toThrow(/found it \d+ times/);
  });
});
