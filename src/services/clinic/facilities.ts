import type { Facility } from '../../store/facility.ts';

type Known = Pick<Facility, 'id' | 'name' | 'kind' | 'words' | 'source'> & { readonly formerDistrict?: string; readonly commune?: string };

/** What no source tells, and nobody has looked at yet. */
const listed = {
  formerDistrict: null,
  commune: null,
  closed: false,
  checkedOn: '2026-11-23',
  confirmed: false,
  mode: 'request',
  opening: null,
  holidays: [],
  specialties: [],
  seatSize: 'half_day',
  seats: 0,
  connector: null,
} as const;

function open(facility: Known): Facility {
  return { ...listed, ...facility, active: true };
}

function unsure(facility: Known): Facility {
  return { ...listed, ...facility, active: false };
}

function closed(facility: Known): Facility {
  return { ...listed, ...facility, active: false, closed: true };
}

const closureSource =
  'https://dantri.com.vn/noi-vu/giai-the-5-trung-tam-y-te-khu-vuc-dieu-chuyen-hang-tram-nguoi-ve-xa-20260301211826684.htm (2026-03-02)';

/** Regional health centres with beds; they are to become regional hospitals under names that are not known yet. */
const centres: readonly (readonly [id: string, place: string, folded: string, formerDistrict: string])[] = [
  ['ngoc-hien', 'Ngọc Hiển', 'ngoc hien', 'Huyện Ngọc Hiển'],
  ['phu-tan', 'Phú Tân', 'phu tan', 'Huyện Phú Tân'],
  ['thoi-binh', 'Thới Bình', 'thoi binh', 'Huyện Thới Bình'],
  ['u-minh', 'U Minh', 'u minh', 'Huyện U Minh'],
  ['gia-rai', 'Giá Rai', 'gia rai', 'Thị xã Giá Rai'],
  ['dong-hai', 'Đông Hải', 'dong hai', 'Huyện Đông Hải'],
  ['hoa-binh', 'Hòa Bình', 'hoa binh', 'Huyện Hòa Bình'],
  ['vinh-loi', 'Vĩnh Lợi', 'vinh loi', 'Huyện Vĩnh Lợi'],
  ['hong-dan', 'Hồng Dân', 'hong dan', 'Huyện Hồng Dân'],
  ['phuoc-long', 'Phước Long', 'phuoc long', 'Huyện Phước Long'],
];

/** Dissolved on 1 March 2026; their work went to the commune health stations. */
const closedCentres: typeof centres = [
  ['ca-mau', 'Cà Mau', 'ca mau', 'Thành phố Cà Mau'],
  ['dam-doi', 'Đầm Dơi', 'dam doi', 'Huyện Đầm Dơi'],
  ['nam-can', 'Năm Căn', 'nam can', 'Huyện Năm Căn'],
  ['tran-van-thoi', 'Trần Văn Thời', 'tran van thoi', 'Huyện Trần Văn Thời'],
  ['cai-nuoc', 'Cái Nước', 'cai nuoc', 'Huyện Cái Nước'],
];

/** Phrases that begin with "the" stand behind the name of the place. */
function centre([id, place, folded, formerDistrict]: (typeof centres)[number], words: readonly string[]): Known {
  return {
    id: `centre-${id}`,
    kind: 'centre',
    name: `Trung tâm Y tế khu vực ${place}`,
    words: words.map((word) => (word.startsWith('the ') ? `${folded} ${word.slice('the '.length)}` : `${word} ${folded}`)),
    formerDistrict,
    source: closureSource,
  };
}

const centreWords = ['trung tam y te', 'trung tam y te khu vuc', 'trung tam y te huyen', 'trung tam', 'tt y te', 'ttyt', 'ttytkv', 'the health centre', 'the health center'];

/** Where there is a centre with beds, people go on calling it the hospital of the district. */
const hospitalWords = ['benh vien', 'benh vien huyen', 'benh vien da khoa', 'benh vien khu vuc', 'bv', 'bv huyen', 'the hospital'];

/**
 * What a new installation begins with: places as far as a dated public source names them, closed ones too, so that nobody
 * is sent to one. No source gives a list of all, no telephone number was found, and nobody has confirmed any of them
 * yet: an administrator has to look at each.
 */
export const shippedFacilities: readonly Facility[] = [
  open({
    id: 'general-ca-mau',
    name: 'Bệnh viện Đa khoa Cà Mau',
    kind: 'hospital',
    words: ['da khoa ca mau', 'benh vien ca mau', 'benh vien da khoa ca mau', 'benh vien tinh', 'benh vien da khoa tinh', 'benh vien tinh ca mau', 'bv ca mau', 'bv tinh', 'bvdk ca mau', 'da khoa tinh', 'ca mau hospital', 'ca mau general hospital'],
    formerDistrict: 'Thành phố Cà Mau',
    source: 'https://nhandan.vn/ca-mau-lan-dau-tien-co-benh-vien-da-khoa-hang-i-post797150.html (2024-02-22)',
  }),
  open({
    id: 'maternity-ca-mau',
    name: 'Bệnh viện Sản - Nhi Cà Mau',
    kind: 'hospital',
    words: ['san nhi', 'benh vien san', 'benh vien nhi', 'benh vien phu san', 'bv san', 'bv nhi', 'nhi ca mau', 'san ca mau'],
    source: 'https://www.vietnam.vn/pt/y-te-gop-phan-thuc-day-tang-truong-kinh-te (late 2025)',
  }),
  open({
    id: 'traditional-ca-mau',
    name: 'Bệnh viện Y học cổ truyền Cà Mau',
    kind: 'hospital',
    words: ['y hoc co truyen', 'co truyen', 'benh vien dong y', 'bv dong y', 'yhct'],
    source: 'https://www.vietnam.vn/en/ca-mau-day-manh-ung-dung-va-phat-trien-cong-nghe-so (2025)',
  }),
  open({
    id: 'eyes-skin-ca-mau',
    name: 'Bệnh viện Mắt - Da liễu Cà Mau',
    kind: 'hospital',
    words: ['mat da lieu', 'benh vien mat', 'benh vien da lieu', 'bv mat', 'bv da lieu'],
    source: 'http://cdccamau.vn/tin-tuc-su-kien/cong-bo-quyet-dinh-thanh-lap-benh-vien-lao-va-benh-phoi-68045 (2021-12-21)',
  }),
  open({
    id: 'lungs-ca-mau',
    name: 'Bệnh viện Lao và Bệnh phổi Cà Mau',
    kind: 'hospital',
    words: ['lao va benh phoi', 'lao phoi', 'benh vien lao', 'benh vien phoi', 'bv lao', 'bv phoi'],
    source: 'http://cdccamau.vn/tin-tuc-su-kien/cong-bo-quyet-dinh-thanh-lap-benh-vien-lao-va-benh-phoi-68045 (2021-12-21)',
  }),
  open({
    id: 'general-cai-nuoc',
    name: 'Bệnh viện Đa khoa Cái Nước',
    kind: 'hospital',
    words: ['da khoa cai nuoc', 'benh vien cai nuoc', 'benh vien da khoa cai nuoc', 'benh vien khu vuc cai nuoc', 'bv cai nuoc', 'bvdk cai nuoc', 'cai nuoc hospital'],
    formerDistrict: 'Huyện Cái Nước',
    commune: '32128',
    source: 'https://dankhonggianinox.com/project/ca-mau-water-hospital/ (about 2018); named in 2022 and 2023',
  }),
  open({
    id: 'general-bac-lieu',
    name: 'Bệnh viện Đa khoa Bạc Liêu',
    kind: 'hospital',
    words: ['da khoa bac lieu', 'benh vien bac lieu', 'benh vien da khoa bac lieu', 'benh vien tinh bac lieu', 'bv bac lieu', 'bvdk bac lieu', 'bac lieu hospital'],
    formerDistrict: 'Thành phố Bạc Liêu',
    commune: '31825',
    source: 'Public list of large hospitals by province, from before the merger of July 2025; its present name was not checked',
  }),
  unsure({
    id: 'private-minh-hai',
    name: 'Bệnh viện Đa khoa Hoàn Mỹ Minh Hải',
    kind: 'hospital',
    words: ['hoan my', 'minh hai', 'benh vien tu'],
    source: 'Named in a public data file of 2026; its place and state were not checked, so nobody is sent there',
  }),
  ...centres.map((row) => open(centre(row, [...centreWords, ...hospitalWords]))),
  open(centre(['bac-lieu', 'Bạc Liêu', 'bac lieu', 'Thành phố Bạc Liêu'], centreWords)),
  ...closedCentres.map((row) => closed(centre(row, centreWords))),
];
