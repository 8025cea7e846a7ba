import type { Slots } from '../../core/mod.ts';
import { noteStops, liftStops } from '../../store/reminder-stops.ts';
import { endWaiting, lastTold } from '../../store/reminders.ts';
import type { Service, ServiceContext, ServiceResult } from '../service.ts';
import { daysLater, momentIn } from '../../services/local-time.ts';
import { kindOf, subjectOf } from './reminder-kind.ts';

const done: ServiceResult = { outcome: 'done' };

/** So long after a reminder "đã làm rồi" is taken to be about it. Milliseconds. */
const remembered = 3 * 24 * 3_600_000;

/** What flows may call about reminders. */
export const reminderServices: Readonly<Record<string, Service>> = {
  'reminders.stop': stop,
  'reminders.start': start,
  'reminders.finish': (input, context) => finish(input['kind'], input['subject'], context),
  'reminders.finish_last': finishLast,
  'vneid.check_day': (input, context) => Promise.resolve(check('vneid_visit', input, context)),
  'vneid.check_renewal': (input, context) => Promise.resolve(check('card_renewal', input, context)),
  'market.check_day': (input, context) => Promise.resolve(check('market_day', input, context)),
  'market.week_later': ({ day }) => Promise.resolve(weekLater(day)),
};

/** `kinds`: only these; without it all, and also those that would be set by themselves later. */
async function stop({ kinds }: Slots, { transaction, contact, now }: ServiceContext): Promise<ServiceResult> {
  const named = Array.isArray(kinds) ? kinds.map(String) : undefined;
  await endWaiting(transaction, { contact, ...(named ? { kinds: named } : {}) }, 'stopped', now);
  await noteStops(transaction, contact, named ?? ['all'], now);
  return done;
}

async function start(_input: Slots, { transaction, contact }: ServiceContext): Promise<ServiceResult> {
  await liftStops(transaction, contact);
  return done;
}

async function finish(name: unknown, subject: unknown, { transaction, contact, kinds, now }: ServiceContext): Promise<ServiceResult> {
  const { series } = kindOf(kinds, typeof name === 'string' ? name : '');
  await endWaiting(transaction, { contact, kinds: series, subject: typeof subject === 'string' ? subject : 'self' }, 'done', now);
  return done;
}

async function finishLast(_input: Slots, context: ServiceContext): Promise<ServiceResult> {
  const told = await lastTold(context.transaction, context.contact, new Date(context.now.getTime() - remembered));
  if (!told || !context.kinds.has(told.kind)) return { outcome: 'none' };
  return finish(told.kind, subjectOf(told.matter), context);
}

/** Whether a reminder can be kept for this; nothing lasts without consent. `not_kept`: it is past, or may not be kept. */
function check(name: string, input: Slots, { profile, kinds, now }: ServiceContext): ServiceResult {
  const isKept = profile.consent === 'granted' && kindOf(kinds, name).plan(input, now).length > 0;
  if (isKept) return done;
  return { outcome: 'day' in input && !momentIn(input['day'], '00:00') ? 'failed' : 'not_kept' };
}

function weekLater(day: unknown): ServiceResult {
  return momentIn(day, '00:00') ? { outcome: 'done', values: { day: daysLater(String(day), 7) } } : { outcome: 'failed' };
}
