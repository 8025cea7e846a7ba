import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shippedFacilities } from '../../src/services/clinic/mod.ts';
import { planChanges } from '../../src/facilities/plan.ts';
import { readFacilities } from '../../src/facilities/read-facilities.ts';
import { readTable } from '../../src/facilities/table.ts';
import { writeCsv, writeJson } from '../../src/facilities/write-table.ts';
import type { StoredFacility } from '../../src/store/facilities.ts';
import { anyFacilities, facilityOf } from './facility-lists.ts';

const today = '2026-11-24';
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (text: string | Uint8Array, current: readonly StoredFacility[] = []) => readFacilities(readTable(typeof text === 'string' ? bytes(text) : text), current, today);
const faults = (text: string, current?: readonly StoredFacility[]): readonly string[] => read(text, current).faults.map(({ place, column, expected }) => `${place}, ${column}: ${expected}`);
const known = [facilityOf({ id: 'binh-minh' })];

function outcomeOf(content: Uint8Array): string {
  try {
    return `${read(content).wrong} wrong`;
  } catch (error) {
    return String(error);
  }
}

describe('a list of places that was exported', () => {
  it.each([
    ['CSV', writeCsv],
    ['JSON', writeJson],
  ])('comes back the same from %s, whatever is in it', (_kind, write) => {
    fc.assert(
      fc.property(anyFacilities, (facilities) => {
        const back = read(write(facilities));
        expect(back.faults).toEqual([]);
        expect(back.facilities).toEqual(facilities.map((facility) => ({ ...facility, version: 0 })));
        expect(planChanges(read(write(facilities), facilities).facilities, facilities)).toEqual({ added: [], changed: [], same: facilities.length });
      }),
    );
  });

  it('is the shipped one as well', () => {
    expect(read(writeCsv(shippedFacilities)).facilities).toEqual(shippedFacilities.map((facility) => ({ ...facility, version: 0 })));
  });
});

describe('a table of places', () => {
  const expected = facilityOf({ id: 'tan-loc', name: 'Trạm "Số 2", Tân Lộc', words: ['tram so 2 tan loc'], commune: '32083', opening: [{ day: 7, halfDay: 'morning', from: '07:00', to: '11:00' }], checkedOn: '2026-10-24', version: 0 });

  it.each([
    ['commas', 'id,name,kind,commune,checked_on,opening\ntan-loc,"Trạm ""Số 2"", Tân Lộc",clinic,xã Tân Lộc,2026-10-24,sun morning 07:00-11:00\n'],
    ['semicolons and CRLF, as Excel writes them here', '\uFEFFid;name;kind;commune;checked_on;opening\r\ntan-loc;"Trạm ""Số 2"", Tân Lộc";clinic;32083;24/10/2026;CN sáng 7h00 - 11h00\r\n'],
    ['tabs and old line ends', 'id\tname\tkind\tcommune\tchecked_on\topening\rtan-loc\t"Trạm ""Số 2"", Tân Lộc"\tClinic\tXã Tân Lộc Đông\t24.10.2026\tcn sang 07:00-11:00\r'],
    ['a new line within quotation marks', 'id,name,kind,commune,checked_on,opening\ntan-loc,"Trạm ""Số 2"",\r\nTân Lộc",clinic,32083,2026-10-24,Sun Morning 07:00-11:00'],
    ['JSON', '[{"id":"tan-loc","name":"Trạm \\"Số 2\\", Tân Lộc","kind":"clinic","commune":"32083","checked_on":"2026-10-24","opening":"sun morning 07:00-11:00","active":true}]'],
  ])('is read with %s', (_how, text) => {
    expect(read(text)).toEqual({ facilities: [expected], faults: [], wrong: 0 });
  });

  it('changes only the columns that the file has', () => {
    expect(read('id,confirmed\nbinh-minh,có\n', known).facilities).toEqual([{ ...known[0], confirmed: true }]);
  });

  it('takes a closed place out of what is offered by itself', () => {
    expect(read('id,closed\nbinh-minh,yes\n', known).facilities).toMatchObject([{ closed: true, active: false }]);
  });

  it('names what changes, what is new, and what stays', () => {
    const { facilities } = read('id,name,kind,checked_on,closed\nbinh-minh,Phòng khám Bình Minh,clinic,2026-11-20,yes\nnew-one,Phòng khám Mới,clinic,2026-11-20,no\n', known);
    expect(planChanges(facilities, known)).toMatchObject({ added: [{ id: 'new-one' }], changed: [{ columns: ['active', 'closed'], closes: true }], same: 0 });
  });
});

describe('a wrong row', () => {
  it('is named by line and column with what was expected, and so are all others', () => {
    const text = 'id,name,kind,commune,checked_on,holidays\nX,"A\nB",clinic,,2026-11-20,\n\nsecond,,palace,Sài Gòn,2026-02-30,2027-13-01|2027-02-06\n';
    expect(read(text)).toMatchObject({ facilities: [], wrong: 2 });
    expect(faults(text)).toEqual([
      'line 2, id: expected 2 to 60 small letters, digits and hyphens',
      'line 5, name: expected 1 to 60 characters',
      'line 5, kind: expected hospital, centre, station, clinic',
      'line 5, commune: expected one of the 64 communes, by code or name, or nothing',
      'line 5, checked_on: expected a day that exists, such as 2026-11-24 or 24/11/2026',
      'line 5, holidays: expected a day that exists, such as 2026-11-24 or 24/11/2026 where it says "2027-13-01"',
    ]);
  });

  it.each([
    ['active', 'maybe', 'expected yes or no'],
    ['mode', 'lottery', 'expected request, capacity, external'],
    ['seats', '-1', 'expected a whole number from 0 to 1000'],
    ['seats', '1001', 'expected a whole number from 0 to 1000'],
    ['former_district', 'Huyện Nam Cực', 'expected one of Thành phố Bạc Liêu, Huyện Hồng Dân, Huyện Phước Long, Huyện Hòa Bình, Huyện Vĩnh Lợi, Thị xã Giá Rai, Huyện Đông Hải, Thành phố Cà Mau, Huyện U Minh, Huyện Thới Bình, Huyện Trần Văn Thời, Huyện Cái Nước, Huyện Đầm Dơi, Huyện Năm Căn, Huyện Phú Tân, Huyện Ngọc Hiển, or nothing'],
    ['commune', 'xã Tân Hưng Đông cũ', 'expected one commune for sure; it may be 32140 (Xã Hưng Mỹ) or 32128 (Xã Cái Nước): enter that code'],
    ['checked_on', '2027-01-01', 'expected a day until today (2026-11-24)'],
    ['connector', 'Big One', 'expected the name of a connector in small letters'],
    ['connector', 'medcore', 'expected nothing, since the mode is not external'],
    ['mode', 'external', 'expected the name of a connector, since the mode is external'],
    ['opening', 'mon night', 'expected "morning" or "afternoon", with its hours or without where it says "night"'],
    ['opening', 'fri-mon', 'expected days such as "mon", "mon-fri", "T2-T6" or "CN" where it says "fri-mon"'],
    ['opening', 'mon; t2 chiều', 'expected each half of a day once, "mon afternoon" comes twice'],
    ['opening', 'mon morning 11:00-07:00', 'expected hours of the morning once, between 04:00 and 13:00 where it says "11:00-07:00"'],
    ['words', '???', 'expected 1 to 60 characters where it says "???"'],
    ['source', 'x'.repeat(501), 'expected at most 500 characters'],
    ['name', 'x'.repeat(7_000), 'expected at most 6000 characters'],
  ])('is found: %s "%s"', (column, cell, fault) => {
    expect(read(`id,${column}\nbinh-minh,"${cell}"\n`, known).faults.map(({ expected }) => expected)).toEqual([fault]);
  });

  it('is one that gives seats without saying how many, and when', () => {
    expect(faults('id,mode\nbinh-minh,capacity\n', known)).toEqual([
      'line 2, seats: expected how many seats there are, since the mode is capacity',
      'line 2, opening: expected when it is open, since the mode is capacity',
    ]);
    expect(faults('id,mode,seats,seat_size,opening\nbinh-minh,capacity,3,30_minutes,mon-fri\n', known)).toEqual([
      'line 2, opening: expected hours for each half-day (morning 07:00-11:00), since seats are counted by 30 minutes',
    ]);
  });

  it('is each of two with the same id, since nobody knows which one is meant', () => {
    const text = 'id,confirmed\nbinh-minh,yes\nbinh-minh,no\n';
    expect(read(text, known).facilities).toEqual([]);
    expect(faults(text, known)).toEqual(['line 2, id: expected each id once, line 3 has it too', 'line 3, id: expected each id once, line 2 has it too']);
  });

  it('is a new place without what nobody can guess', () => {
    expect(faults('id\nnew-one\n')).toEqual(['name', 'kind', 'checked_on'].map((name) => `line 2, ${name}: expected a column ${name}, since this facility is new`));
  });

  it('is a station that is not the one of its commune', () => {
    const row = (id: string, kind: string, commune: string): string => `id,name,kind,commune,checked_on,active\n${id},Trạm,${kind},${commune},2026-11-20,yes\n`;
    expect(faults(row('station-00000', 'station', ''))).toEqual(['line 2, id: expected the code of a commune behind "station-"']);
    expect(faults(row('station-32083', 'clinic', '32092'))).toHaveLength(2);
    expect(read(row('station-32083', 'station', '')).facilities).toMatchObject([{ commune: '32083' }]);
  });

  it('leaves the right ones of the file to be taken', () => {
    expect(read('id,confirmed\nbinh-minh,yes\nsecond-one,maybe\n', known)).toMatchObject({ facilities: [{ id: 'binh-minh', confirmed: true }], wrong: 1 });
  });
});

describe('a file that is no table of places', () => {
  it.each([
    ['nothing', '', /^Expected rows, the file has none$/],
    ['only a head', 'id,name\n', /^Expected rows, the file has none$/],
    ['a column that nobody knows', 'id,telephone\na,b\n', /^Expected columns out of id, .*; got "telephone"$/],
    ['no ids', 'name\nA\n', /^Expected a column id$/],
    ['a column twice', 'id,id\na,b\n', /^Expected each column once, "id" stands there twice$/],
    ['something beside the table', 'id,name\na,b,c\n', /^Expected 2 columns, line 2 has something in column 3/],
    ['an open quotation mark', 'id,name\na,"b\n', /^Expected a CSV table near line 2, but a quotation mark/],
    ['JSON that ends too early', '[{"id":"a"', /^Expected JSON, but it cannot be read/],
    ['JSON that is no list', '{"id":"a"}', /^Expected a list of facilities in JSON/],
    ['a list of something else', '[5]', /^Expected an object as entry 1$/],
    ['values within values', '[{"id":{"a":1}}]', /^Expected a text, a number, true, false, null or a list of texts at entry 1, id$/],
    ['too many rows', `id\n${'a\n'.repeat(501)}`, /^Expected at most 500 rows, the file has 501$/],
    ['too much', 'x'.repeat(1_000_001), /^Expected at most 1 MB, the file has 1\.0 MB$/],
    ['a workbook', 'PK\u0003\u0004', /^Expected a CSV or JSON file, found a workbook/],
  ])('is refused with what was expected: %s', (_what, text, line) => {
    expect(() => read(text)).toThrow(line);
  });

  it('is one in another encoding', () => {
    expect(() => read(Uint8Array.from([0xff, 0xfe, 0x69, 0x00, 0x64, 0x00]))).toThrow(/^Expected text in UTF-8, found another encoding/);
  });

  it('never breaks the reading, whatever it holds', () => {
    const anything = fc.oneof(fc.uint8Array({ maxLength: 400 }), fc.string({ unit: 'grapheme', maxLength: 200 }).map((text) => bytes(`id,name,opening,holidays\n${text}`)));
    fc.assert(
      fc.property(anything, (content) => {
        expect(outcomeOf(content)).toMatch(/^(?:\d+ wrong|Error: Expected .*)$/s);
      }),
      { numRuns: 500 },
    );
  });
});
