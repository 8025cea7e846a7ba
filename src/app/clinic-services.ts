import { createHash } from 'node:crypto';
import type { Slots } from '../core/mod.ts';
import { dayIn, findPlace, isChild, readPatient, readVisitTime, writeNumber, writeVisitTime, type Patient, type VisitTime } from '../services/clinic/mod.ts';
import {
  cancelAppointment,
  countOpenAppointments,
  isOpenAppointment,
  moveAppointment,
  nextOpenAppointment,
  removeAppointments,
  requestAppointment,
} from '../store/appointments.ts';
import { findConsent, recordConsent } from '../store/consents.ts';
import type { Service, ServiceContext, ServiceResult } from './service.ts';
import { languages, readTextTable } from './texts.ts';

/** Under this purpose and no other is anything kept about a patient. */
const purpose = 'health_data';

/** Nobody needs more at once; it stops one chat from filling a clinic's list. */
const mostOpen = 10;

const failed: ServiceResult = { outcome: 'failed' };

/** The request that it is about is over, cancelled or was removed meanwhile. */
const gone: ServiceResult = { outcome: 'gone' };

/** What the flow of the clinic may call. */
export const clinicServices: Readonly<Record<string, Service>> = {
  'clinic.grant_consent': async (_input, context) => ({ outcome: 'done', values: { consent: await decideHealthConsent(context, true) } }),
  'clinic.refuse_consent': async (_input, context) => {
    await decideHealthConsent(context, false);
    return { outcome: 'done' };
  },
  'clinic.check_place': ({ facility }) => Promise.resolve({ outcome: checkPlace(facility) }),
  'clinic.check_time': ({ when }, { now }) => Promise.resolve(checkTime(when, now)),
  'clinic.request': request,
  'clinic.next_request': showNext,
  'clinic.cancel': cancel,
  'clinic.move': move,
};

/** Takes back what was allowed for examinations, and removes what was kept under it. */
export async function withdrawHealthConsent(context: ServiceContext): Promise<void> {
  await removeAppointments(context.transaction, context.contact);
  const last = await findConsent(context.transaction, context.contact, purpose);
  if (last?.granted) await decideHealthConsent(context, false);
}

function decideHealthConsent(context: ServiceContext, granted: boolean): Promise<number> {
  const { transaction, sealer, contact, channel, now } = context;
  return recordConsent(transaction, sealer, { contact, purpose, textVersion: consentTextVersion, granted, channel, at: now });
}

/** Fingerprint of the very words that ask for it, in all languages. */
const consentTextVersion = fingerprint(['consent_why.text', 'consent.text', 'consent.again', 'consent.yes', 'consent.no']);

function fingerprint(keys: readonly string[]): string {
  const table = readTextTable('clinic_booking');
  const words = languages.map((language) => keys.map((key) => table[language][key]));
  return createHash('sha256').update(JSON.stringify(words)).digest('hex').slice(0, 12);
}

function checkPlace(facility: unknown): 'done' | 'closed' | 'failed' {
  const place = typeof facility === 'string' ? findPlace(facility) : undefined;
  if (place?.active) return 'done';
  return place?.closed ? 'closed' : 'failed';
}

function checkTime(when: unknown, now: Date): ServiceResult {
  const time = readVisitTime(when, now);
  return time ? { outcome: 'done', values: { when: writeVisitTime(time) } } : failed;
}

interface Wish {
  readonly consent: number;
  readonly patient: Patient;
  /** Nothing: the person does not know where to go. */
  readonly facility?: string;
  readonly phone?: string;
}

async function request(input: Slots, context: ServiceContext): Promise<ServiceResult> {
  const { transaction, sealer, contact, address, now } = context;
  const wish = await readWish(input, context);
  if (!wish) return failed;
  const time = readVisitTime(input['when'], now);
  if (!time) return { outcome: 'too_late' };
  if ((await countOpenAppointments(transaction, contact, dayIn(now))) >= mostOpen) return { outcome: 'too_many' };
  const { patient, ...rest } = wish;
  const number = await requestAppointment(transaction, sealer, { ...rest, ...patient, ...dayAndHalf(time), contact, address, now });
  return { outcome: 'done', values: { number: writeNumber(number), child: isChild(patient, now) } };
}

/** Checked once more: slots may come from a session that began under an older version of the flow. */
async function readWish({ consent, person, facility, phone }: Slots, context: ServiceContext): Promise<Wish | undefined> {
  const patient = readPatient(person);
  const last = await findConsent(context.transaction, context.contact, purpose);
  if (!patient || !last?.granted || last.id !== consent) return undefined;
  if (facility !== 'unknown' && checkPlace(facility) !== 'done') return undefined;
  if (phone !== 'none' && !isPhone(phone)) return undefined;
  return {
    consent: last.id,
    patient,
    ...(typeof facility === 'string' && facility !== 'unknown' ? { facility } : {}),
    ...(isPhone(phone) ? { phone } : {}),
  };
}

function isPhone(value: unknown): value is string {
  return typeof value === 'string' && /^\+[1-9]\d{7,14}$/.test(value);
}

function dayAndHalf(time: VisitTime): { readonly time?: Exclude<VisitTime, 'any'> } {
  return time === 'any' ? {} : { time };
}

async function showNext(input: Slots, { transaction, contact, now }: ServiceContext): Promise<ServiceResult> {
  const found = await nextOpenAppointment(transaction, contact, idOf(input['request']) ?? 0, dayIn(now));
  if (!found) return { outcome: 'none' };
  const { id, number, facility = 'unknown', time = 'any' } = found;
  return { outcome: 'done', values: { request: String(id), number: writeNumber(number), facility, when: writeVisitTime(time) } };
}

async function cancel(input: Slots, { transaction, contact, now }: ServiceContext): Promise<ServiceResult> {
  const id = idOf(input['request']);
  if (id === undefined) return failed;
  return (await cancelAppointment(transaction, contact, id, now)) ? { outcome: 'done' } : gone;
}

async function move(input: Slots, { transaction, contact, now }: ServiceContext): Promise<ServiceResult> {
  const id = idOf(input['request']);
  const time = readVisitTime(input['when'], now);
  if (!time) return { outcome: 'too_late' };
  if (id === undefined) return failed;
  if (await moveAppointment(transaction, contact, id, time === 'any' ? undefined : time, now)) return { outcome: 'done', values: { when: writeVisitTime(time) } };
  return (await isOpenAppointment(transaction, contact, id)) ? failed : gone;
}

function idOf(value: unknown): number | undefined {
  return typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}
