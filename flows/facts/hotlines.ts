import type { Fact } from './fact.ts';

// Nothing here was dialled. Emergency numbers are looked at again after a year, all others after half a year.

/** Numbers that texts may tell people to call. */
export const facts: readonly Fact[] = [
  {
    id: 'police',
    value: '113',
    source: 'https://plo.vn/xa-hoi/tong-dai-quoc-gia-bao-ve-tre-em-111-727850.html, and several explainers of 111 to 115',
    checkedOn: '2026-11-23',
    checkBy: '2027-11-23',
    confidence: 'high',
  },
  {
    id: 'fire',
    value: '114',
    source: 'https://ancotnam.vn/114-la-gi.html',
    checkedOn: '2026-11-23',
    checkBy: '2027-11-23',
    confidence: 'high',
  },
  {
    id: 'ambulance',
    value: '115',
    source: 'https://ancotnam.vn/114-la-gi.html',
    checkedOn: '2026-11-23',
    checkBy: '2027-11-23',
    confidence: 'high',
  },
  {
    id: 'child_protection',
    value: '111',
    source: 'https://plo.vn/xa-hoi/tong-dai-quoc-gia-bao-ve-tre-em-111-727850.html (2017)',
    checkedOn: '2026-11-23',
    checkBy: '2027-11-23',
    confidence: 'high',
  },
  {
    id: 'search_rescue',
    value: '112',
    source: 'Decision 226/QĐ-TTg (2016), as explained at https://hongngu1.edu.vn/112-la-so-dien-thoai-gi',
    checkedOn: '2026-11-23',
    checkBy: '2027-11-23',
    confidence: 'high',
  },
  {
    id: 'vneid_hotline',
    value: '1900 0368',
    source: 'https://phapluatvacuocsong.vn/tai-khoan-dinh-danh-dien-tu-duoc-mo-khi-nao-a74161.html (2024-02)',
    checkedOn: '2026-11-23',
    checkBy: '2027-05-23',
    confidence: 'medium',
  },
  {
    id: 'public_service_hotline',
    value: '1800 1096',
    source: 'Footer of the national public service portal, naming the Government Office (undated)',
    checkedOn: '2026-11-23',
    checkBy: '2027-05-23',
    confidence: 'medium',
  },
  {
    id: 'insurance_hotline',
    value: '1900 9068',
    source: 'Help text of the social insurance application VssID (undated)',
    checkedOn: '2026-11-23',
    checkBy: '2027-05-23',
    confidence: 'medium',
  },
  {
    id: 'scam_report',
    value: '156',
    source: 'https://vietnamnet.vn/cach-bao-cao-so-dien-thoai-lua-dao-tin-nhan-rac-nhanh-nhat-va-mien-phi-2264872.html (2024)',
    checkedOn: '2026-11-23',
    checkBy: '2027-05-23',
    confidence: 'medium',
  },
];
