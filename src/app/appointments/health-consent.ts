import { createHash } from 'node:crypto';
import { removeAppointments } from '../../store/appointments.ts';
import { findConsent, recordConsent } from '../../store/consents.ts';
import { removeAllMedia } from '../../store/media.ts';
import { removeWaitingPlaces } from '../../store/waiting-places.ts';
import type { ServiceContext } from '../service.ts';
import { languages, readTextTable } from '../texts.ts';

/** Under this purpose and no other is anything kept about a patient. */
const purpose = 'health_data';

/** The consent to keep health data that holds now. */
export async function currentHealthConsent({ transaction, contact }: ServiceContext): Promise<number | undefined> {
  const last = await findConsent(transaction, contact, purpose);
  return last?.granted ? last.id : undefined;
}

/** Notes what somebody said to keeping health data. Returns the id of that. */
export function decideHealthConsent(context: ServiceContext, granted: boolean): Promise<number> {
  const { transaction, sealer, contact, channel, now } = context;
  return recordConsent(transaction, sealer, { contact, purpose, textVersion: consentTextVersion, granted, channel, at: now });
}

/** Takes back what was allowed for examinations, and removes what was kept under it. */
export async function withdrawHealthConsent(context: ServiceContext): Promise<void> {
  const { transaction, contact, now } = context;
  await removeAppointments(transaction, contact, now);
  await removeWaitingPlaces(transaction, contact, now);
  // Cards of appointments are among them; all other pictures can be made again.
  await removeAllMedia(transaction, contact);
  if ((await currentHealthConsent(context)) !== undefined) await decideHealthConsent(context, false);
}

/** Fingerprint of the very words that ask for it, in all languages. */
const consentTextVersion = fingerprint(['consent_why.text', 'consent.text', 'consent.again', 'consent.yes', 'consent.no']);

function fingerprint(keys: readonly string[]): string {
  const table = readTextTable('clinic_booking');
  const words = languages.map((language) => keys.map((key) => table[language][key]));
  return createHash('sha256').update(JSON.stringify(words)).digest('hex').slice(0, 12);
}
