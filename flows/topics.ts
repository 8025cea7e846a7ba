/** Topics of tickets: what a team may take. `general` is for everything else. */
export const topics: ReadonlySet<string> = new Set([
  'general',
  'market',
  'vneid',
  'health',
  'public_service',
  'school',
  'farm',
  'camau_g',
]);
