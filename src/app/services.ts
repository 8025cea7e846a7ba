import type { Language, Slots } from '../core/mod.ts';
import { makeQr } from '../services/market/mod.ts';
import { recordConsent } from '../store/consents.ts';
import { eraseContact, removeOtherAddresses } from '../store/erasure.ts';
import { readHoldings } from '../store/holdings.ts';
import { saveMedia } from '../store/media.ts';
import { endKeeping } from '../store/messages.ts';
import { removeReminders } from '../store/reminders.ts';
import { administratorServices } from './administrator-services.ts';
import { withdrawHealthConsent } from './appointments/health-consent.ts';
import { clinicServices } from './clinic-services.ts';
import { hoursWithoutConsent } from './keeping.ts';
import { linkServices } from './link-services.ts';
import { outsideServiceNames } from './outside-services.ts';
import { reminderServices } from './reminders/reminder-services.ts';
import type { Service, ServiceContext, ServiceResult } from './service.ts';
import { writeDate } from './values.ts';

/** How long a picture that was made for somebody is kept; it can be made again at any time. */
const pictureHours = 24;

/** Everything a flow may call. */
const services: Readonly<Record<string, Service>> = {
  'consent.grant': (_input, context) => decideConsent(context, 'granted'),
  'consent.refuse': (_input, context) => decideConsent(context, 'refused'),
  'consent.withdraw': withdrawConsent,
  'profile.set_language': (input) => Promise.resolve(setLanguage(input)),
  'privacy.show': showData,
  'privacy.erase': eraseData,
  'market.make_qr': makePicture,
  ...reminderServices,
  ...clinicServices,
  ...linkServices,
  ...administratorServices,
};

export const serviceNames: ReadonlySet<string> = new Set([...Object.keys(services), ...outsideServiceNames]);

/** Runs a service by name; an unknown one fails like any other. */
export function runService(name: string, input: Slots, context: ServiceContext): Promise<ServiceResult> {
  return services[name]?.(input, context) ?? Promise.resolve({ outcome: 'failed' });
}

async function decideConsent(context: ServiceContext, decision: 'granted' | 'refused'): Promise<ServiceResult> {
  await recordConsent(context.transaction, context.sealer, {
    contact: context.contact,
    purpose: 'general_use',
    textVersion: context.consentTextVersion,
    granted: decision === 'granted',
    channel: context.channel,
    at: context.now,
  });
  return { outcome: 'done', profile: { consent: decision } };
}

async function withdrawConsent(_input: Slots, context: ServiceContext): Promise<ServiceResult> {
  await endKeeping(context.transaction, context.contact, hoursWithoutConsent);
  await withdrawHealthConsent(context);
  await removeReminders(context.transaction, context.contact);
  return decideConsent(context, 'refused');
}

function setLanguage({ language }: Slots): ServiceResult {
  return isLanguage(language) ? { outcome: 'done', profile: { language } } : { outcome: 'failed' };
}

function isLanguage(value: unknown): value is Language {
  return value === 'vi' || value === 'en';
}

async function showData(_input: Slots, context: ServiceContext): Promise<ServiceResult> {
  const holdings = await readHoldings(context.transaction, context.contact);
  if (!holdings) return { outcome: 'failed' };
  const { language, consent } = context.profile;
  // As it stands in the file: it comes into the middle of a sentence.
  const word = (key: string): string => context.texts.wordsFor({ flow: 'system', key }, language)[0] ?? '';
  const summary = context.texts.write({ flow: 'system', key: 'data.summary' }, language, {
    ...holdings,
    tickets: holdings.openTickets,
    since: writeDate(holdings.since),
    language: word(`data.language_${language}`),
    consent: word(`data.consent_${consent}`),
  });
  return { outcome: 'done', values: { summary } };
}

async function eraseData(_input: Slots, context: ServiceContext): Promise<ServiceResult> {
  const count = await eraseContact(context.transaction, context.contact, context.now);
  await removeOtherAddresses(context.transaction, context.contact, context.address);
  // The receipt names the moment only: it must not lead back to a person.
  const receipt = context.now.toISOString().replace(/\D/g, '').slice(2, 14);
  return { outcome: 'done', values: { count, receipt }, profile: { consent: 'unknown', selfName: 'none' }, forget: true };
}

async function makePicture(input: Slots, context: ServiceContext): Promise<ServiceResult> {
  const made = await makeQr(input);
  if (made.outcome === 'failed') return { outcome: 'failed' };
  const id = await saveMedia(context.transaction, context.sealer, {
    contact: context.contact,
    bytes: made.picture,
    mediaType: 'image/png',
    now: context.now,
    expiresAt: new Date(context.now.getTime() + pictureHours * 3_600_000),
  });
  return { outcome: 'done', values: { picture: String(id) } };
}
