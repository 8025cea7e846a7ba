import type { Fact } from './fact.ts';

// Read from stored public pages; menus and rules move with versions of the application and with decrees.

/** What texts state about VNeID. */
export const facts: readonly Fact[] = [
  {
    id: 'vneid_publisher',
    value: 'Trung tâm dữ liệu quốc gia về dân cư',
    source: 'https://soha.vn (2025-10-29) and thieuhoa.thanhhoa.gov.vn (2022-11): the application is made by the national population data centre of the Ministry of Public Security',
    checkedOn: '2026-11-23',
    checkBy: '2027-05-23',
    confidence: 'medium',
  },
  {
    id: 'vneid_place',
    value: { vi: 'công an xã, phường nào cũng được', en: 'the police of any commune' },
    source: 'Decree 59/2022/NĐ-CP, Article 14, as explained by thuvienphapluat.vn and by the police of Quảng Bình',
    checkedOn: '2026-11-23',
    checkBy: '2027-05-23',
    confidence: 'medium',
  },
  {
    id: 'vneid_password',
    value: { vi: '8 tới 20 chữ, có chữ thường, chữ hoa, số và dấu', en: '8 to 20 signs: small letters, capitals, digits and marks' },
    source: 'luatvietnam.vn and dean06.hanam.gov.vn: steps of activating an account',
    checkedOn: '2026-11-23',
    checkBy: '2027-05-23',
    confidence: 'medium',
  },
  {
    id: 'card_ages',
    value: { vi: '25, 40 và 60 tuổi', en: '25, 40 and 60' },
    source: 'Law on Identification 26/2023/QH15, Articles 21 and 24, as printed by cafef.vn (2025-07-02)',
    checkedOn: '2026-11-24',
    checkBy: '2027-05-24',
    confidence: 'high',
  },
  {
    id: 'child_card_menu',
    value: 'Cấp thẻ căn cước cho người dưới 14 tuổi',
    source: 'vtcnews.vn (2025-09-21), nghean24h.vn (2025-09-22), the police of Cà Mau in thanhnien.vn (2025-04-30)',
    checkedOn: '2026-11-23',
    checkBy: '2027-05-23',
    confidence: 'medium',
  },
];
