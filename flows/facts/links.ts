import type { Fact } from './fact.ts';

/** The only hosts that texts may send people to. */
export const officialHosts: readonly string[] = ['vneid.gov.vn', 'dichvucong.gov.vn'];

/** Official sites, written the way people type them. */
export const facts: readonly Fact[] = [
  {
    id: 'vneid_site',
    value: 'vneid.gov.vn',
    source: 'dean06.hanam.gov.vn: the message that tells of an approved account names this site and no other',
    checkedOn: '2026-11-23',
    checkBy: '2027-05-23',
    confidence: 'medium',
  },
  {
    id: 'public_service_site',
    value: 'dichvucong.gov.vn',
    source: 'Official letter 623/TTg-KSTT of 30/05/2025: one portal for the whole country',
    checkedOn: '2026-11-23',
    checkBy: '2027-11-23',
    confidence: 'high',
  },
];
