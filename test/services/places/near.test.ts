import { describe, expect, it } from 'vitest';
import { communeOf, inFormerDistrict } from '../../../src/services/places/mod.ts';

describe('the communes', () => {
  it('are found by their code', () => {
    expect(communeOf('32167')?.fullName).toBe('Xã Tân Thuận');
    expect(communeOf('00000')).toBeUndefined();
  });

  it('have in common what lies in the same former district', () => {
    const things = [{ id: 1, formerDistrict: 'Huyện Thới Bình' }, { id: 2, formerDistrict: 'Huyện U Minh' }, { id: 3 }];
    expect(inFormerDistrict(things, '32065')).toEqual([things[0]]);
    expect(inFormerDistrict(things, '00000')).toEqual([]);
  });
});
