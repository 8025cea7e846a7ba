import { describe, expect, it } from 'vitest';
import { shippedFacilities as facilities, shippedPlaces, stationOf } from '../../../src/services/clinic/mod.ts';
import { communes } from '../../../src/understanding/answers/communes.ts';

const { find: findPlace, near: placesNear } = shippedPlaces;

describe('the places for examinations', () => {
  it('have ids of their own, a name, and a source with the day on which it was read', () => {
    expect(facilities.length).toBeGreaterThan(20);
    expect(new Set(facilities.map(({ id }) => id)).size).toBe(facilities.length);
    expect(facilities.filter(({ name, source, checkedOn }) => name.length < 8 || source.length < 20 || !/^\d{4}-\d{2}-\d{2}$/.test(checkedOn))).toEqual([]);
  });

  it('are all still to be confirmed by a person', () => {
    expect(facilities.filter(({ confirmed }) => confirmed)).toEqual([]);
  });

  it('hold no telephone number, since none was found', () => {
    expect(facilities.filter(({ name, words }) => /\d{3}/.test([name, ...words].join(' ')))).toEqual([]);
  });

  it('are named in phrases without accents, and no phrase names two of them', () => {
    const words = facilities.flatMap((facility) => facility.words);
    expect(words.filter((word) => !/^[a-z0-9]+(?: [a-z0-9]+)*$/.test(word))).toEqual([]);
    expect(words.filter((word, index) => words.indexOf(word) !== index)).toEqual([]);
  });

  it('know the five centres that were closed in March 2026', () => {
    const closed = facilities.filter((facility) => facility.closed);
    expect(closed.map(({ name }) => name.replace('Trung tâm Y tế khu vực ', ''))).toEqual(['Cà Mau', 'Đầm Dơi', 'Năm Căn', 'Trần Văn Thời', 'Cái Nước']);
    expect(closed.some(({ active }) => active)).toBe(false);
  });

  it('stand, as far as it is known, in communes and districts that exist', () => {
    const codes = new Set(communes.map(({ code }) => code));
    const districts = new Set(communes.map(({ formerDistrict }) => formerDistrict));
    expect(facilities.filter(({ commune }) => commune !== null && !codes.has(commune))).toEqual([]);
    expect(facilities.filter(({ formerDistrict }) => formerDistrict !== null && !districts.has(formerDistrict))).toEqual([]);
  });
});

describe('what is near a commune', () => {
  it('is its own health station first, for each of the 64', () => {
    expect(communes).toHaveLength(64);
    expect(communes.filter(({ code }) => placesNear(code)[0] !== stationOf(code))).toEqual([]);
  });

  it('is never a place that is closed or not certain', () => {
    const offered = communes.flatMap(({ code }) => placesNear(code));
    expect(offered.filter((id) => findPlace(id)?.active !== true)).toEqual([]);
    expect(placesNear('32152')).toEqual(['station-32152']);
  });

  it('is also what the former district has', () => {
    expect(placesNear('32065')).toEqual(['station-32065', 'centre-thoi-binh']);
    expect(placesNear('31825')).toEqual(['station-31825', 'general-bac-lieu', 'centre-bac-lieu']);
  });

  it('is nothing for a code that does not exist', () => {
    expect(placesNear('99999')).toEqual([]);
  });
});

describe('finding a place by its id', () => {
  it('names the station of a commune or a ward', () => {
    expect(findPlace('station-32167')?.name).toBe('Trạm y tế xã Tân Thuận');
    expect(findPlace('station-31942')?.name).toBe('Trạm y tế phường Giá Rai');
  });

  it('finds a hospital, also a closed place, and nothing else', () => {
    expect(findPlace('general-ca-mau')).toMatchObject({ name: 'Bệnh viện Đa khoa Cà Mau', active: true });
    expect(findPlace('centre-dam-doi')).toMatchObject({ active: false, closed: true });
    expect(['unknown', '', 'station-', 'station-00000', 'toString'].map(findPlace)).toEqual([undefined, undefined, undefined, undefined, undefined]);
  });
});
