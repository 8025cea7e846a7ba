import type { Fact } from './fact.ts';

/** The only hosts that texts may send people to. */
export const officialHosts: readonly string[] = ['vneid.gov.vn', 'dichvucong.gov.vn'];

/** Official sites, written the way people type them. */
export const facts: readonly Fact[] = [
  {
    id: 'public_service_site',
    value: 'dichvucong.gov.vn',
    source: 'Official letter 623/TTg-KSTT of 30/05/2025: one portal for the whole country',
    checkedOn: '2026-11-23',
    checkBy: '2027-11-23',
    confidence: 'high',
  },
];
