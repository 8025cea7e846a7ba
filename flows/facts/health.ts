import type { Fact } from './fact.ts';

/** What texts state about examinations and health insurance. */
export const facts: readonly Fact[] = [
  {
    id: 'insurance_papers',
    value: { vi: 'thẻ căn cước gắn chip hoặc VNeID', en: 'the chip ID card or VNeID' },
    source: 'https://plo.vn (2025-08-07), notice 168/BHXH-QLT of 26/03/2025 as reported by nld.com.vn (2025-10-28)',
    checkedOn: '2026-11-23',
    checkBy: '2027-05-23',
    confidence: 'medium',
  },
];
