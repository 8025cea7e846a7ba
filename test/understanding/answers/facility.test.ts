import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { facilityDirectory } from '../../../src/app/clinic-values.ts';
import { shippedPlaces } from '../../../src/services/clinic/mod.ts';
import { readFacility } from '../../../src/understanding/answers/facility.ts';

const directory = facilityDirectory(shippedPlaces);
const read = (text: string): unknown => readFacility(text, directory);

describe('where somebody wants to be examined', () => {
  it.each([
    ['bệnh viện Cà Mau', 'general-ca-mau'],
    ['bv đa khoa cà mau nha', 'general-ca-mau'],
    ['tui muốn khám ở bệnh viện tỉnh', 'general-ca-mau'],
    ['BENH VIEN SAN NHI', 'maternity-ca-mau'],
    ['sản nhi cà mau', 'maternity-ca-mau'],
    ['Bệnh viện Sản - Nhi Cà Mau', 'maternity-ca-mau'],
    ['bệnh viện mắt', 'eyes-skin-ca-mau'],
    ['lao phổi', 'lungs-ca-mau'],
    ['bệnh viện đa khoa Bạc Liêu', 'general-bac-lieu'],
    ['trung tâm y tế Bạc Liêu', 'centre-bac-lieu'],
    ['ttyt thới bình', 'centre-thoi-binh'],
    ['bệnh viện huyện Năm Căn', undefined],
    ['trung tâm y tế khu vực Cái Nước', 'centre-cai-nuoc'],
    ['bệnh viện Cái Nước', 'general-cai-nuoc'],
    ['Ca Mau hospital', 'general-ca-mau'],
  ])('"%s" is %s', (text, id) => {
    expect(read(text)).toEqual(id === undefined ? undefined : { value: id });
  });

  it.each([
    ['trạm y tế xã Tân Thuận', 'station-32167'],
    ['tram y te xa tan thuan', 'station-32167'],
    ['trạm xã Thới Bình', 'station-32065'],
    ['Tan Thuan health station', 'station-32167'],
  ])('"%s" is a health station', (text, id) => {
    expect(read(text)).toMatchObject({ value: id });
  });

  it('is asked when a commune has more than its station', () => {
    expect(read('tôi ở xã Thới Bình')).toEqual({ choices: ['station-32065', 'centre-thoi-binh'] });
    expect(read('xã Tân Thuận')).toMatchObject({ value: 'station-32167' });
  });

  it('is asked when an old name was divided between communes', () => {
    const choices = read('xã Tân Hưng Đông cũ');
    expect(choices).toHaveProperty('choices');
    expect(JSON.stringify(choices)).toMatch(/station-/);
  });

  it.each([['bệnh viện'], ['bệnh viện Chợ Rẫy'], ['trạm y tế'], ['ở đâu cũng được'], ['xin chào'], ['']])('cannot be read from "%s"', (text) => {
    expect(read(text)).toBeUndefined();
  });

  it('is not understood at all without a directory', () => {
    expect(readFacility('bệnh viện Cà Mau', undefined)).toBeUndefined();
  });

  it('never comes out as a place that is not in the directory', () => {
    const near = new Set(directory.named.map(({ id }) => id));
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        const found = readFacility(text, directory);
        const ids = found === undefined ? [] : 'value' in found ? [found.value] : found.choices;
        expect(ids.filter((id) => !near.has(id) && !id.startsWith('station-'))).toEqual([]);
      }),
    );
  });
});
