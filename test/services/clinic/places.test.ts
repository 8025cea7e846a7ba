import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { facilityDirectory, writeFacility } from '../../../src/app/clinic-values.ts';
import { createPlaces, type Places } from '../../../src/services/clinic/mod.ts';
import { readFacility } from '../../../src/understanding/answers/facility.ts';
import { communes } from '../../../src/understanding/mod.ts';
import { anyFacilities, facilityOf } from '../../facilities/facility-lists.ts';

const choicesOf = (text: string, places: Places): readonly string[] => {
  const read = readFacility(text, facilityDirectory(places));
  return read && 'choices' in read ? read.choices : [];
};
const isOpen = (id: string, places: Places): boolean => places.find(id)?.active === true && places.find(id)?.closed === false;

describe('places that an administrator keeps', () => {
  it('are never offered once they are closed or uncertain: not near a commune, not to choose from, not by any name', () => {
    fc.assert(
      fc.property(anyFacilities, fc.constantFrom(...communes), (facilities, commune) => {
        const places = createPlaces(facilities);
        const said = [...facilities.flatMap(({ words }) => words), commune.fullName, `trạm y tế ${commune.fullName}`, 'xã Tân Hưng Đông cũ'];
        const offered = [...communes.flatMap(({ code }) => places.near(code)), ...said.flatMap((text) => choicesOf(text, places))];
        expect(offered.filter((id) => !isOpen(id, places))).toEqual([]);
      }),
    );
  });

  it('are understood although they are closed, so that it can be said', () => {
    const places = createPlaces([facilityOf({ id: 'old', words: ['benh vien cu'], active: false, closed: true }), facilityOf({ id: 'new', words: ['benh vien moi'] })]);
    expect(readFacility('Bệnh viện cũ', facilityDirectory(places))).toEqual({ value: 'old' });
  });

  it('of the same name leave the choice between those that are open', () => {
    const place = (id: string, active: boolean) => facilityOf({ id, words: ['phong kham hoa binh'], active });
    const read = (...ids: readonly [string, boolean][]): unknown => readFacility('phòng khám Hòa Bình', facilityDirectory(createPlaces(ids.map(([id, active]) => place(id, active)))));
    expect(read(['one', true], ['two', true], ['three', false])).toEqual({ choices: ['one', 'two'] });
    expect(read(['one', false], ['two', true])).toEqual({ value: 'two' });
    expect(read(['one', false], ['two', false])).toEqual({ value: 'one' });
  });

  it('are near the commune in which they stand where no district is known', () => {
    const places = createPlaces([facilityOf({ id: 'binh-minh', commune: '32083' })]);
    expect([places.near('32083'), places.near('32065'), places.near('31825')]).toEqual([['station-32083', 'binh-minh'], ['station-32065', 'binh-minh'], ['station-31825']]);
  });
});

describe('the health station of a commune', () => {
  const closed = facilityOf({ id: 'station-32083', name: 'Trạm y tế Tân Lộc (cũ)', kind: 'station', commune: '32083', words: ['tram y te cho tan loc'], active: false, closed: true });

  it('needs no row, and is what its row says where it has one', () => {
    const places = createPlaces([{ ...closed, active: true, closed: false }]);
    expect(['station-32083', 'station-32065'].map((id) => writeFacility(id, 'vi', places))).toEqual(['Trạm y tế Tân Lộc (cũ)', 'Trạm y tế xã Thới Bình']);
    expect(places.near('32083')).toEqual(['station-32083']);
    expect(readFacility('trạm y tế chợ Tân Lộc', facilityDirectory(places))).toEqual({ value: 'station-32083' });
  });

  it('is not offered once it is closed, nor is another place taken for it', () => {
    const places = createPlaces([closed, facilityOf({ id: 'binh-minh', commune: '32083' })]);
    expect(places.near('32083')).toEqual(['binh-minh']);
    expect(readFacility('trạm y tế xã Tân Lộc', facilityDirectory(places))).toEqual({ value: 'station-32083' });
  });
});
