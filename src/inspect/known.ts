/** Topics of tickets that teams take: the services of the menu, and `general` for everything else. */
export const knownTopics: ReadonlySet<string> = new Set([
  'general',
  'market',
  'vneid',
  'health',
  'public_service',
  'school',
  'farm',
  'camau_g',
]);

/** Services that a flow may call. */
export const knownServices: ReadonlySet<string> = new Set([
  'consent.grant',
  'consent.refuse',
  'consent.withdraw',
  'market.make_qr',
  'privacy.erase',
  'privacy.show',
  'profile.set_language',
  'reminders.stop',
]);
